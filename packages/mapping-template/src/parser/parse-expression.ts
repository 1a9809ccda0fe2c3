import { parseReference, startsReference } from "./parse-reference.ts";
import type { BinaryOperator, Expression, StringNode } from "./syntax.ts";
import { maximumRun, type TokenStream } from "./token-stream.ts";

/** Operators by how tightly they bind, loosest first; the words are other spellings. */
const levels: readonly ReadonlyMap<string, BinaryOperator>[] = [
  new Map([
    ["||", "||"],
    ["or", "||"],
  ]),
  new Map([
    ["&&", "&&"],
    ["and", "&&"],
  ]),
  new Map([
    ["==", "=="],
    ["eq", "=="],
    ["!=", "!="],
    ["ne", "!="],
  ]),
  new Map([
    ["<", "<"],
    ["lt", "<"],
    ["<=", "<="],
    ["le", "<="],
    [">", ">"],
    ["gt", ">"],
    [">=", ">="],
    ["ge", ">="],
  ]),
  new Map([
    ["+", "+"],
    ["-", "-"],
  ]),
  new Map([
    ["*", "*"],
    ["/", "/"],
    ["%", "%"],
  ]),
];

/** What may stand in `#set`, `#if` and `#elseif`: operators included. */
export function parseExpression(p: TokenStream): Expression {
  return p.deeper(() => binary(p, 0));
}

function binary(p: TokenStream, level: number): Expression {
  const operators = levels[level];
  if (operators === undefined) return unary(p);
  let left = binary(p, level + 1);
  for (let count = 0; ; count += 1) {
    const token = p.peek();
    const operator = token.kind === "operator" ? operators.get(token.image) : undefined;
    if (operator === undefined) return left;
    if (count >= maximumRun)
      p.lexer.raise("TemplateTooDeep", `More than ${maximumRun} operators in a row`, token.start);
    p.take();
    left = { type: "binary", operator, left, right: binary(p, level + 1), offset: token.start };
  }
}

function unary(p: TokenStream): Expression {
  const at = p.peek().kind === "blank" ? 1 : 0;
  const token = p.peek(at);
  if (token.kind !== "operator" || (token.image !== "!" && token.image !== "not")) return primary(p);
  p.eat("blank");
  p.take();
  return p.deeper((): Expression => ({ type: "not", operand: unary(p) }));
}

function primary(p: TokenStream): Expression {
  p.eat("blank");
  const value = p.peek().kind === "leftParen" ? parenthesised(p) : operand(p);
  p.eat("blank");
  return value;
}

function parenthesised(p: TokenStream): Expression {
  p.take();
  const value = parseExpression(p);
  p.expect("rightParen", "a closing parenthesis");
  return value;
}

/** A value with blanks around it: an argument of a method, an item of a list, a key or value of a map. */
function parseParameter(p: TokenStream): Expression {
  p.eat("blank");
  const value = operand(p);
  p.eat("blank");
  return value;
}

/** A value without operators and without blanks around it. */
export function operand(p: TokenStream): Expression {
  const token = p.peek();
  if (startsReference(p)) return parseReference(p, operand);
  switch (token.kind) {
    case "string":
      return stringNode(p);
    case "integer":
      return { type: "integer", value: BigInt(digits(p)) };
    case "float":
      return { type: "float", value: Number(digits(p)) };
    case "true":
    case "false":
      p.take();
      return { type: "boolean", value: token.kind === "true" };
    case "leftBracket":
      return p.deeper(() => listOrRange(p));
    case "mapOpen":
      return p.deeper(() => map(p));
    default:
      return p.unexpected("a value");
  }
}

/** Between double quotes `\\u0041` is a character, the one escape that Velocity knows. */
function unescaped(text: string, quote: string): string {
  if (quote === "'") return text;
  return text.replace(/\\u([0-9a-fA-F]{4})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** A number has no stray `$` or `#` before it. */
function digits(p: TokenStream): string {
  const { image, start } = p.take();
  return /^[-.0-9]/.test(image) ? image : p.raise(`${JSON.stringify(image)} is no number`, start);
}

function stringNode(p: TokenStream): StringNode {
  const token = p.take();
  const quote = token.image.charAt(0);
  if (quote !== '"' && quote !== "'") p.raise(`${JSON.stringify(token.image)} is no text`, token.start);
  const text = unescaped(token.image.slice(1, -1), quote).replaceAll(quote + quote, quote);
  const interpolated = quote === '"' && /[$#]/.test(text);
  return {
    type: "string",
    offset: token.start,
    text,
    block: interpolated ? p.template(text, token.start + 1) : undefined,
  };
}

function listOrRange(p: TokenStream): Expression {
  const offset = p.take().start;
  p.eat("blank");
  if (p.eat("rightBracket") !== undefined) return { type: "list", items: [], offset };
  const first = operand(p);
  p.eat("blank");
  if (p.peek().kind === "range" && (first.type === "reference" || first.type === "integer")) {
    p.take();
    p.eat("blank");
    const to =
      p.peek().kind === "integer" || startsReference(p)
        ? operand(p)
        : p.unexpected("a number or a reference");
    p.eat("blank");
    p.expect("rightBracket", "] at the end of a range");
    return { type: "range", from: first, to, offset };
  }
  const items = [first];
  while (p.eat("comma") !== undefined) items.push(parseParameter(p));
  p.expect("rightBracket", ", or ] in a list");
  return { type: "list", items, offset };
}

function map(p: TokenStream): Expression {
  const offset = p.take().start;
  const entries: (readonly [Expression, Expression])[] = [];
  p.eat("blank");
  if (!closesMap(p)) {
    do {
      const key = parseParameter(p);
      p.expect("colon", ": after the key of a map");
      entries.push([key, parseParameter(p)]);
    } while (p.eat("comma") !== undefined);
  }
  if (!closesMap(p)) p.unexpected(", or } in a map");
  p.take();
  return { type: "map", entries, offset };
}

function closesMap(p: TokenStream): boolean {
  return p.peek().kind === "mapClose" || p.peek().kind === "rightBrace";
}
