import { positionOf } from "../position.ts";
import { TemplateError, type TemplateErrorCode } from "../template-error.ts";
import type { Token, TokenKind } from "./token.ts";

/** Where the lexer stands, for all modes to read and move on. */
export interface Scanner {
  readonly source: string;
  /** Offset of the next character. */
  at: number;
  /** Where the token at hand begins. */
  start: number;
  /** Lone `$` and `#` before the token at hand that turned out to be text. */
  stray: string;
  mode: Mode;
  /** Parentheses of a directive: how many were opened in this mode, and how many closed. */
  opened: number;
  closed: number;
  /** Between `#set(` and its end. */
  inSet: boolean;
  readonly outer: Outer[];
  raise(code: TemplateErrorCode, reason: string, offset: number): never;
}

/** What the next character is part of. */
export type Mode = "text" | "reference" | "member" | "arguments" | "index" | "hash" | "directive";

/** A mode that another one interrupts. */
type Outer = Pick<Scanner, "mode" | "opened" | "closed">;

/** At the beginning of a source; see {@link createLexer} for `origin`. */
export function createScanner(
  source: string,
  origin: { readonly source: string; readonly base: number },
): Scanner {
  return {
    source,
    at: 0,
    start: 0,
    stray: "",
    mode: "text",
    opened: 0,
    closed: 0,
    inSet: false,
    outer: [],
    raise(code, reason, offset) {
      throw new TemplateError(code, reason, positionOf(origin.source, origin.base + offset));
    },
  };
}

/** Interrupts the mode at hand. */
export function enter(s: Scanner, mode: Mode): void {
  s.outer.push({ mode: s.mode, opened: s.opened, closed: s.closed });
  s.opened = 0;
  s.mode = mode;
}

/** Goes back to the mode that was interrupted. @returns false if there was none: what follows is text. */
export function leave(s: Scanner): boolean {
  const outer = s.outer.pop();
  s.mode = outer?.mode ?? "text";
  s.opened = outer?.opened ?? 0;
  s.closed = outer?.closed ?? s.closed;
  return outer !== undefined;
}

/** How many characters from here on match a sticky pattern. */
export function matchLength(s: Scanner, pattern: RegExp): number {
  pattern.lastIndex = s.at;
  return pattern.test(s.source) ? pattern.lastIndex - s.at : 0;
}

/** Takes the next characters as the end of the token at hand. */
export function take(s: Scanner, kind: TokenKind, length: number): Token {
  s.at += length;
  const { start, at, stray } = s;
  s.stray = "";
  return { kind, start, end: at, image: s.source.slice(start, at), stray };
}
