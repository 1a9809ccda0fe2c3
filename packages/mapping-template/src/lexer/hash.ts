import { blockComment, lineComment } from "./comment.ts";
import { numberToken } from "./literal.ts";
import { blockKeyword, bracedWord, word } from "./patterns.ts";
import { enter, leave, matchLength, type Scanner, take } from "./scanner.ts";
import { giveUp } from "./stray.ts";
import type { Token } from "./token.ts";

/** What `#` may begin in every mode: comments, a text block, or a directive. */
export function hash(s: Scanner, lineComments: boolean): Token | undefined {
  if (s.source.startsWith("#[[", s.at)) return textblock(s);
  if (s.source.startsWith("#*", s.at)) return blockComment(s);
  if (lineComments && s.source.startsWith("##", s.at)) return lineComment(s);
  return startDirective(s);
}

function textblock(s: Scanner): Token {
  const end = s.source.indexOf("]]#", s.at + 3);
  if (end < 0) s.raise("TemplateSyntax", "#[[ is not closed by ]]#", s.at);
  return take(s, "textblock", end + 3 - s.at);
}

function startDirective(s: Scanner): undefined {
  s.at += 1;
  if (s.mode === "reference" || s.mode === "member") leave(s);
  enter(s, "hash");
  if (s.at >= s.source.length) s.raise("TemplateSyntax", "A template cannot end with #", s.start);
  return undefined;
}

/** `#set(`, which is one token. */
export function setToken(s: Scanner, length: number): Token {
  const token = take(s, "set", length);
  enter(s, "directive");
  s.inSet = true;
  s.opened += 1;
  return token;
}

/** After `#`: a keyword, or the name of a directive or macro. */
export function inHash(s: Scanner, c: string): Token | undefined {
  if (c === "#") return hash(s, true);
  const name = Math.max(matchLength(s, word), matchLength(s, bracedWord));
  const keyword = matchLength(s, blockKeyword);
  if (keyword > 0 && keyword >= name) {
    const kind = s.source.startsWith(c === "{" ? "{end" : "end", s.at) ? "end" : "else";
    const token = take(s, kind, keyword);
    leave(s);
    return token;
  }
  if (name > 0) {
    const kind = conditions.get(s.source.slice(s.at, s.at + name));
    if (kind !== undefined) s.mode = "directive";
    return take(s, kind ?? "word", name);
  }
  return numberToken(s) ?? giveUp(s);
}

const conditions: ReadonlyMap<string, "if" | "elseif"> = new Map([
  ["if", "if"],
  ["{if}", "if"],
  ["elseif", "elseif"],
  ["{elseif}", "elseif"],
]);
