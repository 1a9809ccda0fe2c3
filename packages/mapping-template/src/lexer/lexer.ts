import type { TemplateErrorCode } from "../template-error.ts";
import { inArguments } from "./arguments.ts";
import { inDirective } from "./directive.ts";
import { hash, inHash } from "./hash.ts";
import { blank, dollar } from "./patterns.ts";
import { inReference, startReference } from "./reference.ts";
import { createScanner, leave, matchLength, type Scanner, take } from "./scanner.ts";
import { inIndex } from "./subscript.ts";
import { inText } from "./text.ts";
import type { Token } from "./token.ts";

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

/** @param origin the whole template and where this source begins in it: one inside a string is placed there. */
export function createLexer(
  source: string,
  origin: { readonly source: string; readonly base: number },
): Lexer {
  const s = createScanner(source, origin);
  return {
    source,
    raise: s.raise,
    next() {
      s.start = s.at;
      for (;;) {
        const c = source[s.at];
        if (c === undefined) return take(s, "eof", 0);
        const token = step(s, c);
        if (token !== undefined) return token;
      }
    },
    enterArguments() {
      s.mode = "directive";
      const paren = s.at + matchLength(s, blank);
      if (source[paren] === "(") return true;
      leave(s);
      return false;
    },
    leaveSet() {
      s.inSet = false;
    },
  };
}

/** The next token; `undefined` if only the mode has changed, or stray characters were set aside. */
function step(s: Scanner, c: string): Token | undefined {
  if (s.mode === "text") return inText(s, c);
  if (s.mode === "reference" || s.mode === "member") return inReference(s, c);
  const dollars = c === "$" || c === "\\" ? matchLength(s, dollar) : 0;
  if (dollars > 0) return startReference(s, dollars);
  switch (s.mode) {
    case "hash":
      return inHash(s, c);
    case "directive":
      return inDirective(s, c);
    case "arguments":
      return c === "#" ? hash(s, false) : inArguments(s, c);
    case "index":
      return c === "#" ? hash(s, false) : inIndex(s, c);
  }
}
