/** What the lexer gives: a kind, and where it stands in the source. */
export interface Token {
  readonly kind: TokenKind;
  /** Offset of the first character, a prefix of `$`, `#` and backslashes included. */
  readonly start: number;
  readonly end: number;
  readonly image: string;
  /** Lone `$` and `#` before this token that turned out to be text. */
  readonly stray: string;
}

/** What the parser tells tokens apart by. */
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
