import type { Token, TokenKind } from "../lexer/token.ts";
import type { Expression, ReferenceNode, Step } from "./syntax.ts";
import { maximumRun, type TokenStream } from "./token-stream.ts";

/** `$name`, `${name}`, then dots, methods and indexes. `{` alone, as in `${ x }`, starts none. */
export function startsReference(p: TokenStream): boolean {
  const { kind } = p.peek();
  return kind === "identifier" || (kind === "leftBrace" && p.peek(1).kind === "identifier");
}

const operandKinds: ReadonlySet<TokenKind> = new Set<TokenKind>([
  "string",
  "integer",
  "float",
  "true",
  "false",
  "leftBracket",
  "mapOpen",
  "leftBrace",
  "identifier",
]);

/** Whether a value can begin with this token. */
export function startsOperand(token: Token): boolean {
  return operandKinds.has(token.kind);
}

/** Parses one value of any kind; given by the expressions' parser, which knows references in turn. */
export type ParseValue = (p: TokenStream) => Expression;

export function parseReference(p: TokenStream, value: ParseValue): ReferenceNode {
  const first = p.take();
  const braced = first.kind === "leftBrace";
  const name = braced ? p.take() : first;
  const steps: Step[] = [];
  let end = index(p, steps, name.end, value);
  while (p.peek().kind === "dot" && p.peek(1).kind === "identifier") {
    p.take();
    const member = p.take();
    const after = isCall(p) ? call(p, member, steps, value) : property(member, steps);
    end = index(p, steps, after, value);
  }
  if (braced) end = p.expect("rightBrace", "} at the end of a reference").end;
  return described(p, first, braced ? name.image : undefined, steps, end);
}

function property(member: Token, steps: Step[]): number {
  steps.push({ type: "property", name: member.image, offset: member.start });
  return member.end;
}

/** `(` and something that can be in parentheses; otherwise the `(` is text. */
function isCall(p: TokenStream): boolean {
  if (p.peek().kind !== "leftParen") return false;
  const inside = p.peek(1);
  return inside.kind === "callEnd" || inside.kind === "blank" || startsOperand(inside);
}

function call(p: TokenStream, member: Token, steps: Step[], value: ParseValue): number {
  p.take();
  const args: Expression[] = [];
  if (p.peek().kind !== "callEnd") {
    p.deeper(() => {
      do {
        if (args.length >= maximumRun) p.raise(`More than ${maximumRun} arguments`, member.start);
        args.push(spaced(p, value));
      } while (p.eat("comma") !== undefined);
    });
  }
  const end = p.expect("callEnd", ", or ) in the arguments of a method").end;
  steps.push({ type: "method", name: member.image, args, offset: member.start });
  return end;
}

function index(p: TokenStream, steps: Step[], from: number, value: ParseValue): number {
  let end = from;
  while (p.peek().kind === "indexOpen") {
    const offset = p.take().start;
    steps.push({ type: "index", index: p.deeper(() => spaced(p, value)), offset });
    end = p.expect("indexClose", "] at the end of an index").end;
  }
  return end;
}

function spaced(p: TokenStream, value: ParseValue): Expression {
  p.eat("blank");
  const parsed = value(p);
  p.eat("blank");
  return parsed;
}

/** Reads what stands before the name: backslashes, stray `$` and `#`, and `!`. */
function described(
  p: TokenStream,
  first: Token,
  bracedName: string | undefined,
  steps: readonly Step[],
  end: number,
): ReferenceNode {
  const prefix = bracedName === undefined ? first.image : first.image.slice(0, -1);
  const slashes = prefix.length - prefix.replace(/^\\+/, "").length;
  const dollar = prefix.lastIndexOf("$");
  const name = bracedName ?? prefix.slice(dollar + 1).replace(/^\\*!/, "");
  const source = p.lexer.source;
  const common = { type: "reference", offset: first.start, root: name, steps } as const;
  // `$\!name` is never a reference: it prints itself with one backslash less.
  const bang = /\$(\\+)!/.exec(prefix);
  if (bang !== null) {
    const cut = first.start + bang.index + bang[0].length - 2;
    const image =
      source.slice(first.start, cut) + source.slice(cut + 1, bracedName === undefined ? end : first.end);
    return {
      ...common,
      plain: true,
      quiet: false,
      before: first.stray,
      escaped: false,
      backslashes: "",
      image,
      bare: true,
    };
  }
  return {
    ...common,
    plain: bracedName === undefined && prefix.charAt(dollar + 1) !== "!",
    quiet: prefix.charAt(dollar + 1) === "!",
    before: first.stray + prefix.slice(slashes, Math.max(dollar, slashes)),
    escaped: slashes % 2 === 1,
    backslashes: "\\".repeat(Math.floor(slashes / 2)),
    image: dollar < 0 ? first.image : source.slice(first.start + dollar, end),
    bare: dollar < 0,
  };
}
