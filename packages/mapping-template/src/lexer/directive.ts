import { hash } from "./hash.ts";
import { blankOrString, numberToken, punctuation } from "./literal.ts";
import { bracedWord, closingParen, symbolOperator, word, wordOperators } from "./patterns.ts";
import { leave, matchLength, type Scanner, take } from "./scanner.ts";
import type { Token } from "./token.ts";

/** Between the parentheses of a directive: values, words and operators. */
export function inDirective(s: Scanner, c: string): Token | undefined {
  if (c === "(") {
    s.opened += 1;
    return take(s, "leftParen", 1);
  }
  if (c === ")") {
    const token = take(s, "rightParen", matchLength(s, closingParen));
    closeParen(s);
    return token;
  }
  if (c === "#") return hash(s, true);
  const braced = c === "{" ? matchLength(s, bracedWord) : 0;
  if (braced > 0) return take(s, "word", braced);
  const token = blankOrString(s, c) ?? numberToken(s) ?? punctuation(s, c);
  if (token !== undefined) return token;
  const name = matchLength(s, word);
  if (name > 0) return wordInDirective(s, name);
  const operator = matchLength(s, symbolOperator);
  if (operator > 0) return take(s, operator === 1 && c === "=" ? "assign" : "operator", operator);
  return s.raise("TemplateSyntax", `${JSON.stringify(c)} cannot stand in a directive`, s.at);
}

function closeParen(s: Scanner): void {
  for (;;) {
    if (s.opened > 0) {
      if (s.opened === s.closed + 1) leave(s);
      else s.closed += 1;
      return;
    }
    if (!leave(s)) return;
  }
}

function wordInDirective(s: Scanner, length: number): Token {
  const name = s.source.slice(s.at, s.at + length);
  if (name === "true" || name === "false") return take(s, name, length);
  return take(s, wordOperators.has(name) ? "operator" : "word", length);
}
