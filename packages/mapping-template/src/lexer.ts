import {
  blank,
  blockKeyword,
  bracedWord,
  closingParen,
  dollar,
  emptyIndex,
  escapedDirective,
  float,
  identifier,
  integer,
  letter,
  type Mode,
  plainText,
  type Saved,
  setOpening,
  skippedInComment,
  symbolOperator,
  type Token,
  type TokenKind,
  word,
  wordOperators,
} from "./lexer-patterns.ts";
import { positionOf, TemplateError, type TemplateErrorCode } from "./template-error.ts";

/**
 * A lexer with modes. What a character means depends on where it stands: in text, after `$`, in a method's arguments,
 * in an index, after `#`, or inside a directive's parentheses. In every mode the longest match wins, and all rules about
 * whitespace live here: `)` of a directive, `#end` and `#else` take the rest of their line if it is blank, `#set` takes
 * the blanks before it unless text precedes them. The modes and their stack are those of Velocity 1.7, because what
 * templates print depends on them to the character.
 */

export interface Lexer {
  readonly source: string;
  next(): Token;
  /** After a word that names a directive: go on inside it, if `(` follows; else leave it. Says which. */
  enterArguments(): boolean;
  /** `#set` has ended. */
  leaveSet(): void;
  raise(code: TemplateErrorCode, reason: string, offset: number): never;
}

/** @param base added to offsets when an error is positioned, for a template inside a string of another one. */
export function createLexer(
  source: string,
  origin: { readonly source: string; readonly base: number },
): Lexer {
  let at = 0;
  let start = 0;
  let stray = "";
  let mode: Mode = "text";
  let opened = 0;
  let closed = 0;
  let inSet = false;
  const stack: Saved[] = [];

  function raise(code: TemplateErrorCode, reason: string, offset: number): never {
    throw new TemplateError(code, reason, positionOf(origin.source, origin.base + offset));
  }

  function push(next: Mode): void {
    stack.push({ mode, opened, closed });
    opened = 0;
    mode = next;
  }

  function pop(): boolean {
    const saved = stack.pop();
    if (saved === undefined) {
      opened = 0;
      mode = "text";
      return false;
    }
    ({ mode, opened, closed } = saved);
    return true;
  }

  function matchLength(pattern: RegExp): number {
    pattern.lastIndex = at;
    return pattern.test(source) ? pattern.lastIndex - at : 0;
  }

  function token(kind: TokenKind, length: number): Token {
    at += length;
    const made = { kind, start, end: at, image: source.slice(start, at), stray };
    stray = "";
    return made;
  }

  /** A `$` begins a reference, or belongs to the one that follows it. */
  function more(length: number): undefined {
    at += length;
    if (mode === "reference") pop();
    push("reference");
    if (at >= source.length) raise("TemplateSyntax", "A template cannot end with $", start);
    return undefined;
  }

  function moreHash(): undefined {
    at += 1;
    if (mode === "reference" || mode === "member") pop();
    push("hash");
    if (at >= source.length) raise("TemplateSyntax", "A template cannot end with #", start);
    return undefined;
  }

  /** The `$` or `#` read so far was text after all; the character at hand is not consumed. */
  function giveUp(): undefined {
    stray += strayText(source.slice(start, at));
    start = at;
    pop();
    return undefined;
  }

  /** What `#` may begin in every mode: comments, a text block, or a directive. */
  function hash(lineComments: boolean): Token | undefined {
    if (source.startsWith("#[[", at)) return textblock();
    if (source.startsWith("#*", at)) return blockComment();
    if (lineComments && source.startsWith("##", at)) return lineComment();
    return moreHash();
  }

  function textblock(): Token {
    const end = source.indexOf("]]#", at + 3);
    if (end < 0) raise("TemplateSyntax", "#[[ is not closed by ]]#", at);
    return token("textblock", end + 3 - at);
  }

  function blockComment(): Token {
    // Stray characters before it are lost.
    start = at;
    stray = "";
    const end = endOfComment(at + 2, (i) => source.startsWith("*#", i));
    // Velocity reads a comment that never ends up to the end of the template.
    return token("comment", Math.min(end + 2, source.length) - at);
  }

  /** Inside comments, too, `$` and `#` want something to follow. */
  function endOfComment(from: number, ends: (i: number) => boolean): number {
    let i = from;
    let wants = source[from - 1] === "*";
    while (i < source.length && !ends(i)) {
      skippedInComment.lastIndex = i;
      wants = skippedInComment.test(source);
      i = wants ? skippedInComment.lastIndex : i + 1;
    }
    if (wants && i >= source.length)
      raise("TemplateSyntax", "A template cannot end with $ or #, not in a comment either", i - 1);
    return i;
  }

  function lineComment(): Token {
    if (mode === "reference") pop();
    const end = endOfComment(at + 2, (i) => source[i] === "\n" || source[i] === "\r");
    return token("comment", Math.min(end + (source.startsWith("\r\n", end) ? 2 : 1), source.length) - at);
  }

  function textMode(c: string): Token | undefined {
    const set = c === "#" || c === " " || c === "\t" ? matchLength(setOpening) : 0;
    if (c !== "$" && c !== "#" && c !== "\\") {
      const length = matchLength(plainText);
      return set > length ? setToken(set) : token("text", length);
    }
    if (set > 0) return setToken(set);
    if (c === "#") return hash(true);
    if (c === "\\") {
      const directive = matchLength(escapedDirective);
      if (directive > 0) return token("escapedDirective", directive);
    }
    const empty = matchLength(emptyIndex);
    const dollars = matchLength(dollar);
    if (empty > dollars) return token("emptyIndex", empty);
    if (dollars > 0) return more(dollars);
    return source[at + 1] === "\\" ? token("doubleEscape", 2) : token("escape", 1);
  }

  function setToken(length: number): Token {
    const made = token("set", length);
    push("directive");
    inSet = true;
    opened += 1;
    return made;
  }

  /** After `$`, and after a dot: a name, a dot and a name, an index, a brace; `(` only after a dot. */
  function referenceMode(c: string): Token | undefined {
    if (c === "[") {
      const made = token("indexOpen", 1);
      push("index");
      return made;
    }
    if (c === "(" && mode === "member") return argumentsToken();
    if (c === "#" || c === " " || c === "\t") {
      const set = matchLength(setOpening);
      if (set > 0) return setToken(set);
    }
    if (c === "#") return hash(mode === "reference");
    if (c === "$" || c === "\\") {
      const empty = mode === "reference" ? matchLength(emptyIndex) : 0;
      const dollars = matchLength(dollar);
      if (empty > dollars) return token("emptyIndex", empty);
      if (dollars > 0) return more(dollars);
    }
    return nameOrDot(c) ?? brace(c) ?? giveUp();
  }

  function argumentsToken(): Token {
    opened += 1;
    mode = "arguments";
    return token("leftParen", 1);
  }

  function nameOrDot(c: string): Token | undefined {
    const length = matchLength(identifier);
    if (length > 0) {
      const name = source.slice(at, at + length);
      return token(name === "true" || name === "false" ? name : "identifier", length);
    }
    if (c === "." && letter.test(source[at + 1] ?? "")) {
      mode = "member";
      return token("dot", 1);
    }
    return undefined;
  }

  function brace(c: string): Token | undefined {
    if (c === "{") return token("leftBrace", 1);
    if (c !== "}") return undefined;
    pop();
    return token("rightBrace", 1);
  }

  /** A string; a doubled quote stands for one, so the longest run of closing candidates wins. */
  function stringToken(quote: string): Token {
    let accepted = 0;
    let i = at + 1;
    for (;;) {
      const close = source.indexOf(quote, i);
      if (close < 0) break;
      accepted = close + 1;
      if (source[close + 1] !== quote) break;
      i = close + 2;
    }
    if (accepted === 0) raise("TemplateSyntax", `A string that begins with ${quote} is not closed`, at);
    const made = token("string", accepted - at);
    if (mode === "directive" && !inSet && opened === 0) pop();
    return made;
  }

  function numberToken(): Token | undefined {
    const whole = matchLength(integer);
    const fraction = matchLength(float);
    if (whole === 0 && fraction === 0) return undefined;
    const leaves = opened === 0 && !inSet && mode !== "arguments" && mode !== "index";
    const made =
      whole >= fraction
        ? token("integer", source.startsWith("..", at + whole - 2) ? whole - 2 : whole)
        : token("float", fraction);
    if (leaves) pop();
    return made;
  }

  function shared(c: string): Token | undefined {
    if (c === " " || c === "\t" || c === "\n" || c === "\r") return token("blank", matchLength(blank));
    if (c === '"' || c === "'") return stringToken(c);
    return undefined;
  }

  function bracket(c: string): Token | undefined {
    switch (c) {
      case "[":
        return token("leftBracket", 1);
      case "]":
        return token("rightBracket", 1);
      case ",":
        return token("comma", 1);
      case ":":
        return token("colon", 1);
      case "{":
        return token("mapOpen", 1);
      case "}":
        return token("mapClose", 1);
      case ".":
        return source[at + 1] === "." ? token("range", 2) : undefined;
      default:
        return undefined;
    }
  }

  function argumentsMode(c: string): Token {
    if (c === ")") {
      mode = "reference";
      return token("callEnd", 1);
    }
    const made = bracket(c) ?? shared(c) ?? numberToken() ?? nameOrDot(c);
    return (
      made ?? raise("TemplateSyntax", `${JSON.stringify(c)} cannot stand in the arguments of a method`, at)
    );
  }

  function indexMode(c: string): Token {
    if (c === "]") {
      pop();
      return token("indexClose", 1);
    }
    const made = shared(c) ?? numberToken();
    if (made !== undefined) return made;
    const literal = ["true", "false"].find((name) => source.startsWith(name, at));
    if (literal === "true" || literal === "false") return token(literal, literal.length);
    return raise("TemplateSyntax", `${JSON.stringify(c)} cannot stand in an index`, at);
  }

  function directiveMode(c: string): Token | undefined {
    if (c === "(") {
      opened += 1;
      return token("leftParen", 1);
    }
    if (c === ")") {
      const made = token("rightParen", matchLength(closingParen));
      closeParen();
      return made;
    }
    if (c === "#") return hash(true);
    const braced = c === "{" ? matchLength(bracedWord) : 0;
    if (braced > 0) return token("word", braced);
    const made = shared(c) ?? numberToken() ?? bracket(c);
    if (made !== undefined) return made;
    const name = matchLength(word);
    if (name > 0) return wordInDirective(name);
    const operator = matchLength(symbolOperator);
    if (operator > 0) return token(operator === 1 && c === "=" ? "assign" : "operator", operator);
    return raise("TemplateSyntax", `${JSON.stringify(c)} cannot stand in a directive`, at);
  }

  function wordInDirective(length: number): Token {
    const name = source.slice(at, at + length);
    if (name === "true" || name === "false") return token(name, length);
    return token(wordOperators.has(name) ? "operator" : "word", length);
  }

  function closeParen(): void {
    for (;;) {
      if (opened > 0) {
        if (opened === closed + 1) pop();
        else closed += 1;
        return;
      }
      if (!pop()) return;
    }
  }

  function hashMode(c: string): Token | undefined {
    if (c === "#") return hash(true);
    const name = Math.max(matchLength(word), matchLength(bracedWord));
    const keyword = matchLength(blockKeyword);
    if (keyword > 0 && keyword >= name) {
      const kind = source.startsWith(c === "{" ? "{end" : "end", at) ? "end" : "else";
      const made = token(kind, keyword);
      pop();
      return made;
    }
    if (name > 0) {
      const text = source.slice(at, at + name);
      const made =
        text === "if" || text === "{if}"
          ? "if"
          : text === "elseif" || text === "{elseif}"
            ? "elseif"
            : "word";
      if (made !== "word") mode = "directive";
      return token(made, name);
    }
    return numberToken() ?? giveUp();
  }

  function step(c: string): Token | undefined {
    if (mode === "text") return textMode(c);
    if (mode === "reference" || mode === "member") return referenceMode(c);
    const dollars = c === "$" || c === "\\" ? matchLength(dollar) : 0;
    if (dollars > 0) return more(dollars);
    switch (mode) {
      case "hash":
        return hashMode(c);
      case "directive":
        return directiveMode(c);
      case "arguments":
        return c === "#" ? hash(false) : argumentsMode(c);
      case "index":
        return c === "#" ? hash(false) : indexMode(c);
    }
  }

  return {
    source,
    raise,
    next() {
      start = at;
      for (;;) {
        const c = source[at];
        if (c === undefined) return token("eof", 0);
        const made = step(c);
        if (made !== undefined) return made;
      }
    },
    enterArguments() {
      mode = "directive";
      blank.lastIndex = at;
      const paren = blank.test(source) ? blank.lastIndex : at;
      if (source[paren] === "(") return true;
      pop();
      return false;
    },
    leaveSet() {
      inSet = false;
    },
  };
}

/** What remains of a `$` or `#` that began nothing: `!` is lost, and so is what follows an escaped `$`. */
function strayText(image: string): string {
  return image.replace(
    /(\\+\$)[\s\S]?|[\s\S]/g,
    (c, escaped?: string) => escaped ?? (c === "$" || c === "#" ? c : ""),
  );
}
