import { leave, type Scanner } from "./scanner.ts";

/** The `$` or `#` read so far was text after all; the character at hand is not consumed. */
export function giveUp(s: Scanner): undefined {
  s.stray += strayText(s.source.slice(s.start, s.at));
  s.start = s.at;
  leave(s);
  return undefined;
}

/** What remains of a `$` or `#` that began nothing: `!` is lost, and so is what follows an escaped `$`. */
function strayText(image: string): string {
  return image.replace(
    /(\\+\$)[\s\S]?|[\s\S]/g,
    (c, escaped?: string) => escaped ?? (c === "$" || c === "#" ? c : ""),
  );
}
