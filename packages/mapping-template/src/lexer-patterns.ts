/** The tokens of the template language, and the patterns that they match. All patterns are sticky. */

export type TokenKind =
  | "text"
  | "textblock"
  | "comment"
  | "escape"
  | "doubleEscape"
  | "escapedDirective"
  | "emptyIndex"
  | "set"
  | "if"
  | "elseif"
  | "else"
  | "end"
  | "word"
  | "identifier"
  | "dot"
  | "leftBrace"
  | "rightBrace"
  | "mapOpen"
  | "mapClose"
  | "leftBracket"
  | "rightBracket"
  | "indexOpen"
  | "indexClose"
  | "leftParen"
  | "rightParen"
  | "callEnd"
  | "comma"
  | "colon"
  | "range"
  | "blank"
  | "string"
  | "integer"
  | "float"
  | "true"
  | "false"
  | "operator"
  | "assign"
  | "eof";

export interface Token {
  readonly kind: TokenKind;
  /** Offset of the first character, a prefix of `$`, `#` and backslashes included. */
  readonly start: number;
  readonly end: number;
  readonly image: string;
  /** Lone `$` and `#` before this token that turned out to be text. */
  readonly stray: string;
}

/** Where the lexer stands. */
export type Mode = "text" | "reference" | "member" | "arguments" | "index" | "hash" | "directive";

export interface Saved {
  readonly mode: Mode;
  readonly opened: number;
  readonly closed: number;
}

export const plainText = /[^$#\\]+/y;
export const setOpening = /[ \t]*#(?:set|\{set\}) *\(/y;
export const escapedDirective = /(?:\\\\)*\\#(?:[A-Za-z_@][A-Za-z0-9_@]*|\{[A-Za-z_][A-Za-z0-9_@]*\})/y;
export const dollar = /\\*\$(?:\\*!)?/y;
export const emptyIndex = /\$(?:\[|!\[|\\!\[|\.)/y;
export const identifier = /[A-Za-z_][A-Za-z0-9_-]*/y;
export const blank = /[ \t\r\n]+/y;
export const integer = /-?[0-9]+(?:\.\.)?/y;
export const float =
  /-?(?:[0-9]+\.[0-9]*(?:[eE][+-]?[0-9]+)?|\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+)/y;
export const word = /[A-Za-z_@][A-Za-z0-9_@]*/y;
export const bracedWord = /\{[A-Za-z_][A-Za-z0-9_@]*\}/y;
export const closingParen = /\)(?:[ \t]*(?:\r\n|\r|\n))?/y;
export const blockKeyword = /(?:end|else|\{end\}|\{else\})(?:[ \t]*(?:\r\n|\r|\n))?/y;
export const symbolOperator = /&&|\|\||<=|>=|==|!=|[-+*/%<>!=]/y;
export const skippedInComment = /\\*\$(?:\\*!)?|#\[\[|#\*\*[^#]|#\*|#/y;
export const letter = /[A-Za-z]/;

export const wordOperators: ReadonlySet<string> = new Set([
  "and",
  "or",
  "lt",
  "le",
  "gt",
  "ge",
  "eq",
  "ne",
  "not",
]);
