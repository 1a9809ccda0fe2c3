import { blankOrString, numberToken, punctuation } from "./literal.ts";
import { nameOrDot } from "./reference.ts";
import { type Scanner, take } from "./scanner.ts";
import type { Token } from "./token.ts";

/** Between the parentheses of a method. */
export function inArguments(s: Scanner, c: string): Token {
  if (c === ")") {
    s.mode = "reference";
    return take(s, "callEnd", 1);
  }
  const token = punctuation(s, c) ?? blankOrString(s, c) ?? numberToken(s) ?? nameOrDot(s, c);
  if (token !== undefined) return token;
  return s.raise("TemplateSyntax", `${JSON.stringify(c)} cannot stand in the arguments of a method`, s.at);
}
