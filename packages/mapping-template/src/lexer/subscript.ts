import { blankOrString, numberToken } from "./literal.ts";
import { leave, type Scanner, take } from "./scanner.ts";
import type { Token } from "./token.ts";

/** Between the brackets of an index: a value of one token. */
export function inIndex(s: Scanner, c: string): Token {
  if (c === "]") {
    leave(s);
    return take(s, "indexClose", 1);
  }
  const token = blankOrString(s, c) ?? numberToken(s);
  if (token !== undefined) return token;
  if (s.source.startsWith("true", s.at)) return take(s, "true", 4);
  if (s.source.startsWith("false", s.at)) return take(s, "false", 5);
  return s.raise("TemplateSyntax", `${JSON.stringify(c)} cannot stand in an index`, s.at);
}
