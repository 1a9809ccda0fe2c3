import type { Directive } from "../directives/directive.ts";

/** The tree of a template. Offsets count characters of the source; lines and columns are computed when needed. */

export type Statement = TextNode | ReferenceNode | SetNode | IfNode | DirectiveNode | MacroCallNode;
export type Block = readonly Statement[];

export interface TextNode {
  readonly type: "text";
  readonly text: string;
  /** Where it begins; comments and escapes make a text shorter than its source. */
  readonly offset: number;
}

export interface ReferenceNode {
  readonly type: "reference";
  readonly offset: number;
  readonly root: string;
  readonly steps: readonly Step[];
  /** Neither `$!name` nor `${name}`; Velocity 1.7 assigns to no other form of a whole variable. */
  readonly plain: boolean;
  /** `$!name`. */
  readonly quiet: boolean;
  /** Text before it: stray `$` and `#`. */
  readonly before: string;
  /** An odd number of backslashes precedes it: it prints itself instead of its value. */
  readonly escaped: boolean;
  /** Half of the backslashes before it. */
  readonly backslashes: string;
  /** As the source has it, from its `$` on. */
  readonly image: string;
  /** A bare word where a reference is expected, as in `$map.get(key)`: it is never found. */
  readonly bare: boolean;
}

export type Step =
  | { readonly type: "property"; readonly name: string; readonly offset: number }
  | {
      readonly type: "method";
      readonly name: string;
      readonly args: readonly Expression[];
      readonly offset: number;
    }
  | { readonly type: "index"; readonly index: Expression; readonly offset: number };

export interface SetNode {
  readonly type: "set";
  readonly offset: number;
  readonly target: ReferenceNode;
  readonly value: Expression;
}

export interface IfNode {
  readonly type: "if";
  readonly offset: number;
  readonly branches: readonly { readonly condition: Expression; readonly body: Block }[];
  readonly otherwise: Block;
}

/** A call of one of Velocity's own directives other than `#set` and `#if`. */
export interface DirectiveNode {
  readonly type: "directive";
  readonly offset: number;
  readonly directive: Directive;
  readonly args: readonly DirectiveArgument[];
  readonly body: Block;
  /** The source between `)` and `#end`. */
  readonly bodySource: string;
}

/** `#name(…)`: a macro, looked up when it is rendered, or plain text if there is none. */
export interface MacroCallNode {
  readonly type: "macroCall";
  readonly offset: number;
  readonly name: string;
  readonly args: readonly DirectiveArgument[];
  /** Only for `#@name(…) … #end`. */
  readonly body: Block | undefined;
  readonly image: string;
}

export type DirectiveArgument =
  | Expression
  | { readonly type: "word"; readonly word: string; readonly offset: number };

export type Expression =
  | ReferenceNode
  | { readonly type: "integer"; readonly value: bigint }
  | { readonly type: "float"; readonly value: number }
  | { readonly type: "boolean"; readonly value: boolean }
  | StringNode
  | { readonly type: "range"; readonly from: Expression; readonly to: Expression; readonly offset: number }
  | { readonly type: "list"; readonly items: readonly Expression[]; readonly offset: number }
  | {
      readonly type: "map";
      readonly entries: readonly (readonly [Expression, Expression])[];
      readonly offset: number;
    }
  | { readonly type: "not"; readonly operand: Expression }
  | {
      readonly type: "binary";
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly offset: number;
    };

export interface StringNode {
  readonly type: "string";
  readonly offset: number;
  /** As between the quotes, doubled quotes made one. */
  readonly text: string;
  /** What it renders, if it is a template itself. */
  readonly block: Block | undefined;
}

export type BinaryOperator =
  | "||"
  | "&&"
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "+"
  | "-"
  | "*"
  | "/"
  | "%";

/** A macro as its definition has it. */
export interface MacroDefinition {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly body: Block;
}

export interface ParsedTemplate {
  readonly block: Block;
  readonly macros: ReadonlyMap<string, MacroDefinition>;
}
