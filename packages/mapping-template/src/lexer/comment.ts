import { skippedInComment } from "./patterns.ts";
import { leave, type Scanner, take } from "./scanner.ts";
import type { Token } from "./token.ts";

/** `#* … *#`. */
export function blockComment(s: Scanner): Token {
  // Stray characters before it are lost.
  s.start = s.at;
  s.stray = "";
  const end = endOfComment(s, (i) => s.source.startsWith("*#", i));
  // Velocity reads a comment that never ends up to the end of the template.
  return take(s, "comment", Math.min(end + 2, s.source.length) - s.at);
}

/** `## …`, the end of its line included. */
export function lineComment(s: Scanner): Token {
  if (s.mode === "reference") leave(s);
  const end = endOfComment(s, (i) => s.source[i] === "\n" || s.source[i] === "\r");
  const lineEnd = s.source.startsWith("\r\n", end) ? 2 : 1;
  return take(s, "comment", Math.min(end + lineEnd, s.source.length) - s.at);
}

/** Inside comments, too, `$` and `#` want something to follow. */
function endOfComment(s: Scanner, ends: (i: number) => boolean): number {
  const { source } = s;
  let i = s.at + 2;
  let wants = source[i - 1] === "*";
  while (i < source.length && !ends(i)) {
    skippedInComment.lastIndex = i;
    wants = skippedInComment.test(source);
    i = wants ? skippedInComment.lastIndex : i + 1;
  }
  if (wants && i >= source.length)
    s.raise("TemplateSyntax", "A template cannot end with $ or #, not in a comment either", i - 1);
  return i;
}
