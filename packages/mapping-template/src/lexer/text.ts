import { hash, setToken } from "./hash.ts";
import { dollar, emptyIndex, escapedDirective, plainText, setOpening } from "./patterns.ts";
import { startReference } from "./reference.ts";
import { matchLength, type Scanner, take } from "./scanner.ts";
import type { Token } from "./token.ts";

/** Outside of everything: text up to `$`, `#` or a backslash, and what these begin. */
export function inText(s: Scanner, c: string): Token | undefined {
  const set = c === "#" || c === " " || c === "\t" ? matchLength(s, setOpening) : 0;
  if (c !== "$" && c !== "#" && c !== "\\") {
    const length = matchLength(s, plainText);
    return set > length ? setToken(s, set) : take(s, "text", length);
  }
  if (set > 0) return setToken(s, set);
  if (c === "#") return hash(s, true);
  if (c === "\\") {
    const directive = matchLength(s, escapedDirective);
    if (directive > 0) return take(s, "escapedDirective", directive);
  }
  const empty = matchLength(s, emptyIndex);
  const dollars = matchLength(s, dollar);
  if (empty > dollars) return take(s, "emptyIndex", empty);
  if (dollars > 0) return startReference(s, dollars);
  return s.source[s.at + 1] === "\\" ? take(s, "doubleEscape", 2) : take(s, "escape", 1);
}
