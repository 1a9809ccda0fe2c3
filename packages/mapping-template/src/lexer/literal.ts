import { blank, float, integer } from "./patterns.ts";
import { leave, matchLength, type Scanner, take } from "./scanner.ts";
import type { Token } from "./token.ts";

/** Blanks or a string, wherever values stand. */
export function blankOrString(s: Scanner, c: string): Token | undefined {
  if (c === " " || c === "\t" || c === "\n" || c === "\r") return take(s, "blank", matchLength(s, blank));
  if (c === '"' || c === "'") return stringToken(s, c);
  return undefined;
}

/** A string; a doubled quote stands for one, so the longest run of closing candidates wins. */
function stringToken(s: Scanner, quote: string): Token {
  const { source } = s;
  let accepted = 0;
  let i = s.at + 1;
  for (;;) {
    const close = source.indexOf(quote, i);
    if (close < 0) break;
    accepted = close + 1;
    if (source[close + 1] !== quote) break;
    i = close + 2;
  }
  if (accepted === 0) s.raise("TemplateSyntax", `A string that begins with ${quote} is not closed`, s.at);
  const token = take(s, "string", accepted - s.at);
  if (s.mode === "directive" && !s.inSet && s.opened === 0) leave(s);
  return token;
}

/** The digits of `1..` are followed by the two dots of a range. */
export function numberToken(s: Scanner): Token | undefined {
  const whole = matchLength(s, integer);
  const fraction = matchLength(s, float);
  if (whole === 0 && fraction === 0) return undefined;
  const leaves = s.opened === 0 && !s.inSet && s.mode !== "arguments" && s.mode !== "index";
  const token =
    whole >= fraction
      ? take(s, "integer", s.source.startsWith("..", s.at + whole - 2) ? whole - 2 : whole)
      : take(s, "float", fraction);
  if (leaves) leave(s);
  return token;
}

/** What holds lists, maps and ranges together. */
export function punctuation(s: Scanner, c: string): Token | undefined {
  switch (c) {
    case "[":
      return take(s, "leftBracket", 1);
    case "]":
      return take(s, "rightBracket", 1);
    case ",":
      return take(s, "comma", 1);
    case ":":
      return take(s, "colon", 1);
    case "{":
      return take(s, "mapOpen", 1);
    case "}":
      return take(s, "mapClose", 1);
    case ".":
      return s.source[s.at + 1] === "." ? take(s, "range", 2) : undefined;
    default:
      return undefined;
  }
}
