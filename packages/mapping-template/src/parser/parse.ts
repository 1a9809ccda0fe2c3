import { findDirective } from "../directives/registry.ts";
import { createLexer } from "../lexer/lexer.ts";
import type { Token, TokenKind } from "../lexer/token.ts";
import { operand, parseExpression } from "./parse-expression.ts";
import { parseReference, startsOperand, startsReference } from "./parse-reference.ts";
import type {
  Block,
  DirectiveArgument,
  DirectiveNode,
  IfNode,
  MacroCallNode,
  MacroDefinition,
  ParsedTemplate,
  SetNode,
  Statement,
} from "./syntax.ts";
import { createTokenStream, maximumRun, type TokenStream } from "./token-stream.ts";

/**
 * Parses a whole template.
 * @throws TemplateError `TemplateSyntax` or `TemplateTooDeep`, at the character that is wrong.
 */
export function parse(source: string): ParsedTemplate {
  const macros = new Map<string, MacroDefinition>();
  const origin = { source, base: 0 };

  function nested(text: string, base: number, depth: number): Block {
    const p = createTokenStream(createLexer(text, { ...origin, base }), {
      macros,
      depth,
      template: inString(base),
    });
    const block = statements(p);
    if (p.peek().kind !== "eof") p.unexpected("text, a reference or a directive");
    return block;
  }

  // Velocity reads a string with a blank at its end, so that `$` or `#` may be its last character; the blank is not output.
  function inString(base: number) {
    return (text: string, offset: number, depth: number): Block => {
      const lineComment = text.includes("##");
      const block = nested(lineComment ? text : `${text} `, base + offset, depth);
      return lineComment ? block : withoutLastBlank(block);
    };
  }

  return { block: nested(source, 0, 0), macros };
}

function withoutLastBlank(block: Block): Block {
  const last = block.at(-1);
  if (last?.type !== "text" || !last.text.endsWith(" ")) return block;
  return [...block.slice(0, -1), { ...last, text: last.text.slice(0, -1) }];
}

const plainKinds: ReadonlySet<TokenKind> = new Set<TokenKind>([
  "text",
  "dot",
  "rightParen",
  "leftParen",
  "integer",
  "float",
  "string",
  "escape",
  "leftBrace",
  "rightBrace",
  "emptyIndex",
]);

function statements(p: TokenStream): Block {
  const block: Statement[] = [];
  for (;;) {
    const statement = statementOrText(p);
    if (statement === undefined) return block;
    const last = block.at(-1);
    if (statement.type === "text" && last?.type === "text") {
      block[block.length - 1] = { ...last, text: last.text + statement.text };
    } else if (statement.type !== "text" || statement.text !== "") {
      block.push(statement);
    }
  }
}

function statementOrText(p: TokenStream): Statement | undefined {
  const token = p.peek();
  switch (token.kind) {
    case "if":
      return p.deeper(() => ifStatement(p));
    case "set":
      return setStatement(p);
    case "word":
      return p.deeper(() => directive(p));
    case "comment":
      return text(
        token.stray +
          p
            .take()
            .image.split(/##|#\*/, 1)
            .join(""),
        token.start,
      );
    case "textblock":
      return text(p.take().image.slice(3 + Math.max(0, token.image.indexOf("#[[")), -3), token.start);
    case "escapedDirective":
      return text(escapedDirective(p, p.take()), token.start);
    case "doubleEscape":
      return doubleEscapes(p);
    default:
  }
  if (startsReference(p)) return parseReference(p, operand);
  return plainKinds.has(token.kind) ? text(token.stray + plainImage(p.take()), token.start) : undefined;
}

/** A dot that could have led to a member has lost what stood before it. */
function plainImage(token: Token): string {
  return token.kind === "dot" ? "." : token.image;
}

function text(content: string, offset: number): Statement {
  return { type: "text", text: content, offset };
}

const keywords: ReadonlySet<string> = new Set(["if", "end", "set", "else", "elseif"]);

function isKnown(p: TokenStream, name: string): boolean {
  return keywords.has(name) || p.macros.has(name) || findDirective(name) !== undefined;
}

/** `\#if`: half of the backslashes are kept, and what follows is text; before a name nobody knows, all are. */
function escapedDirective(p: TokenStream, token: Token): string {
  const last = token.image.lastIndexOf("\\");
  const name = token.image.slice(last + 2).replace(/^\{(.*)\}$/, "$1");
  if (!isKnown(p, name)) return token.image;
  return "\\".repeat(Math.floor(last / 2)) + token.image.slice(last + 1);
}

/** `\\` before a directive is one backslash, anywhere else two. */
function doubleEscapes(p: TokenStream): Statement {
  const { start } = p.peek();
  let count = 0;
  while (p.eat("doubleEscape") !== undefined) count += 1;
  const next = p.peek();
  const control = next.kind === "if" || next.kind === "elseif" || next.kind === "else" || next.kind === "end";
  const name = next.image.slice(1);
  const known = control || p.macros.has(name) || findDirective(name) !== undefined;
  return text((known ? "\\" : "\\\\").repeat(count), start);
}

function setStatement(p: TokenStream): SetNode {
  const offset = p.take().start;
  p.eat("blank");
  if (!startsReference(p)) p.unexpected("the reference that #set assigns to");
  const target = parseReference(p, operand);
  p.eat("blank");
  p.expect("assign", "= in #set");
  const value = parseExpression(p);
  p.expect("rightParen", "a closing parenthesis after #set");
  p.lexer.leaveSet();
  return { type: "set", offset, target, value };
}

function ifStatement(p: TokenStream): IfNode {
  const offset = p.take().start;
  const branches = [branch(p, "#if")];
  while (p.peek().kind === "elseif") {
    p.take();
    branches.push(branch(p, "#elseif"));
  }
  const otherwise = p.eat("else") === undefined ? [] : statements(p);
  p.expect("end", "#end of the #if");
  return { type: "if", offset, branches, otherwise };
}

function branch(p: TokenStream, name: string): IfNode["branches"][number] {
  p.eat("blank");
  p.expect("leftParen", `( after ${name}`);
  const condition = parseExpression(p);
  p.expect("rightParen", `) after the condition of ${name}`);
  return { condition, body: statements(p) };
}

function directive(p: TokenStream): Statement {
  const token = p.take();
  const name = directiveName(token);
  const known = findDirective(name);
  const block = known?.hasBody ?? name.startsWith("@");
  const hasArguments = p.lexer.enterArguments();
  const args = hasArguments ? directiveArguments(p) : [];
  const closing = hasArguments ? p.expect("rightParen", `a value or ) in the arguments of #${name}`) : token;
  if (known === undefined) return macroCall(p, token, args, closing, block && hasArguments);
  const word = known.takesWords ? undefined : args.find((argument) => argument.type === "word");
  if (word !== undefined) p.raise(`A bare word cannot be an argument of #${name}`, word.offset);
  if (!hasArguments && known.hasBody) p.raise(`#${name} needs arguments in parentheses`, token.start);
  const bodyStart = closing.end;
  const body = known.hasBody ? statements(p) : [];
  const bodyEnd = known.hasBody ? p.expect("end", `#end of the #${name}`).start : bodyStart;
  const bodySource = p.lexer.source.slice(bodyStart, bodyEnd);
  const call: DirectiveNode = {
    type: "directive",
    offset: token.start,
    directive: known,
    args,
    body,
    bodySource,
  };
  known.check(call, p);
  return call;
}

/** Without its `#` and braces; a stray `$` before the `#` makes it a name that nobody knows. */
function directiveName(token: Token): string {
  const name = token.image.slice(1);
  return name.startsWith("{") ? name.slice(1, -1) : name;
}

function macroCall(
  p: TokenStream,
  token: Token,
  args: readonly DirectiveArgument[],
  closing: Token,
  block: boolean,
): MacroCallNode {
  const body = block ? statements(p) : undefined;
  const end = block ? p.expect("end", `#end of the #${directiveName(token)}`).end : closing.end;
  const name = directiveName(token).replace(/^@/, "");
  const image = p.lexer.source.slice(token.start, end);
  const word = p.macros.has(name) ? args.find((argument) => argument.type === "word") : undefined;
  if (word !== undefined) p.raise(`A bare word cannot be an argument of the macro #${name}`, word.offset);
  return { type: "macroCall", offset: token.start, name, args, body, image };
}

/** Values and words, parted by blanks or one comma. */
function directiveArguments(p: TokenStream): readonly DirectiveArgument[] {
  p.eat("blank");
  p.expect("leftParen", "(");
  const args: DirectiveArgument[] = [];
  for (;;) {
    const at = separatorLength(p);
    if (at === undefined) break;
    if (args.length >= maximumRun) p.raise(`More than ${maximumRun} arguments`, p.peek().start);
    for (let i = 0; i < at; i += 1) p.take();
    p.eat("blank");
    args.push(directiveArgument(p));
  }
  p.eat("blank");
  return args;
}

/** How many tokens to skip to the next argument, if there is one. */
function separatorLength(p: TokenStream): number | undefined {
  const blank = p.peek().kind === "blank" ? 1 : 0;
  const next = p.peek(blank);
  if (next.kind === "comma") return blank + 1;
  return next.kind === "word" || startsOperand(next) ? blank : undefined;
}

function directiveArgument(p: TokenStream): DirectiveArgument {
  const token = p.peek();
  if (token.kind !== "word") return operand(p);
  p.take();
  return { type: "word", word: token.image, offset: token.start };
}
