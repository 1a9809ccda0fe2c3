import { hash, setToken } from "./hash.ts";
import { dollar, emptyIndex, identifier, letter, setOpening } from "./patterns.ts";
import { enter, leave, matchLength, type Scanner, take } from "./scanner.ts";
import { giveUp } from "./stray.ts";
import type { Token } from "./token.ts";

/** A `$` begins a reference, or belongs to the one that follows it. */
export function startReference(s: Scanner, length: number): undefined {
  s.at += length;
  if (s.mode === "reference") leave(s);
  enter(s, "reference");
  if (s.at >= s.source.length) s.raise("TemplateSyntax", "A template cannot end with $", s.start);
  return undefined;
}

/** After `$`, and after a dot: a name, a dot and a name, an index, a brace; `(` only after a dot. */
export function inReference(s: Scanner, c: string): Token | undefined {
  if (c === "[") {
    const token = take(s, "indexOpen", 1);
    enter(s, "index");
    return token;
  }
  if (c === "(" && s.mode === "member") return argumentsOpen(s);
  if (c === "#" || c === " " || c === "\t") {
    const set = matchLength(s, setOpening);
    if (set > 0) return setToken(s, set);
  }
  if (c === "#") return hash(s, s.mode === "reference");
  if (c === "$" || c === "\\") {
    const empty = s.mode === "reference" ? matchLength(s, emptyIndex) : 0;
    const dollars = matchLength(s, dollar);
    if (empty > dollars) return take(s, "emptyIndex", empty);
    if (dollars > 0) return startReference(s, dollars);
  }
  return nameOrDot(s, c) ?? brace(s, c) ?? giveUp(s);
}

function argumentsOpen(s: Scanner): Token {
  s.opened += 1;
  s.mode = "arguments";
  return take(s, "leftParen", 1);
}

/** Also in a method's arguments, where a name may stand without `$`. */
export function nameOrDot(s: Scanner, c: string): Token | undefined {
  const length = matchLength(s, identifier);
  if (length > 0) {
    const name = s.source.slice(s.at, s.at + length);
    return take(s, name === "true" || name === "false" ? name : "identifier", length);
  }
  if (c === "." && letter.test(s.source[s.at + 1] ?? "")) {
    s.mode = "member";
    return take(s, "dot", 1);
  }
  return undefined;
}

function brace(s: Scanner, c: string): Token | undefined {
  if (c === "{") return take(s, "leftBrace", 1);
  if (c !== "}") return undefined;
  leave(s);
  return take(s, "rightBrace", 1);
}
