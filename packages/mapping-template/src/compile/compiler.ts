import type { Behaviours } from "../behaviours.ts";
import type { Value } from "../java/values.ts";
import type { Block, Expression, MacroDefinition, ReferenceNode } from "../parser/syntax.ts";
import type { TemplateErrorCode } from "../template-error.ts";
import type { Flow } from "./flow.ts";
import type { Frame, Names } from "./frame.ts";

/** A compiled statement or block. */
export type Run = (frame: Frame) => Flow;
/** A compiled expression. */
export type Evaluate = (frame: Frame) => Value;
/** A compiled condition. */
export type Test = (frame: Frame) => boolean;

/** What a directive needs to turn its part of the tree into closures. */
export interface Compiler {
  readonly behaviours: Behaviours;
  readonly names: Names;
  readonly macros: ReadonlyMap<string, MacroDefinition>;
  block(block: Block): Run;
  expression(expression: Expression): Evaluate;
  condition(expression: Expression): Test;
  /** Writes to what a reference names; nothing happens when there is nothing to write to. */
  assignment(target: ReferenceNode): (frame: Frame, value: Value) => void;
  /** The compiled macro, compiled when it is first asked for; `undefined` if there is none. */
  macro(name: string): CompiledMacro | undefined;
  /** Parses and compiles a text as a template of its own, with the variables of this rendering. */
  evaluate(text: string, frame: Frame, offset: number): Run;
  /** The compiler for a template inside a text of this one, whose offsets count from `offset`. */
  inside(offset: number): Compiler;
  fail(code: TemplateErrorCode, reason: string, offset: number): never;
  /** Runs something that may fail without knowing where, and adds the position. */
  located<T>(offset: number, run: () => T): T;
  /** What to throw instead of an error that has no position yet; other errors are themselves. */
  placed(error: unknown, offset: number): unknown;
}

export interface CompiledMacro {
  readonly parameters: readonly number[];
  readonly body: Run;
}
