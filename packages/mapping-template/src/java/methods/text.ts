import { spend } from "../../compile/frame.ts";
import { hashText } from "../equality.ts";
import { display } from "../print.ts";
import { list, type Value } from "../values.ts";
import { any, collection, int, javaThrows, type MethodTable, method, table, text } from "./method.ts";
import { replaceMatches, splitText, wholeMatch } from "./pattern.ts";

/** `java.lang.String`. */
export const textMethods: MethodTable<string> = table<string>({
  length: method([], (self) => self.length),
  isEmpty: method([], (self) => self === ""),
  isBlank: method([], (self) => trim(self) === ""),
  toString: method([], (self) => self),
  hashCode: method([], hashText),
  trim: method([], trim),
  strip: method([], (self) => self.trim()),
  toLowerCase: method([], (self) => self.toLowerCase()),
  toUpperCase: method([], (self) => self.toUpperCase()),
  charAt: method([int], (self, [at]) => charAt(self, at)),
  substring: [
    method([int], (self, [begin]) => between(self, begin, self.length)),
    method([int, int], (self, [begin, end]) => between(self, begin, end)),
  ],
  indexOf: [
    method([text], (self, [part]) => self.indexOf(part)),
    method([text, int], (self, [part, from]) => self.indexOf(part, zero(from))),
    method([int], (self, [code]) => self.indexOf(character(code))),
    method([int, int], (self, [code, from]) => self.indexOf(character(code), zero(from))),
  ],
  lastIndexOf: [
    method([text], (self, [part]) => self.lastIndexOf(part)),
    method([text, int], (self, [part, from]) => (from < 0 ? -1 : self.lastIndexOf(part, from))),
    method([int], (self, [code]) => self.lastIndexOf(character(code))),
  ],
  contains: method([text], (self, [part]) => self.includes(part)),
  startsWith: [
    method([text], (self, [part]) => self.startsWith(part)),
    method(
      [text, int],
      (self, [part, from]) => from >= 0 && from <= self.length && self.startsWith(part, from),
    ),
  ],
  endsWith: method([text], (self, [part]) => self.endsWith(part)),
  equals: method([any], (self, [other]) => self === other),
  equalsIgnoreCase: method(
    [any],
    (self, [other]) => typeof other === "string" && sameIgnoringCase(self, other),
  ),
  compareTo: method([text], (self, [other]) => compareTexts(self, other)),
  compareToIgnoreCase: method([text], (self, [other]) =>
    compareTexts(self.toUpperCase().toLowerCase(), other.toUpperCase().toLowerCase()),
  ),
  contentEquals: method([text], (self, [other]) => self === other),
  intern: method([], (self) => self),
  stripLeading: method([], (self) => self.trimStart()),
  stripTrailing: method([], (self) => self.trimEnd()),
  subSequence: method([int, int], (self, [begin, end]) => between(self, begin, end)),
  codePointAt: method([int], (self, [at]) => {
    checkPosition(self, at);
    return self.codePointAt(at) ?? 0;
  }),
  toCharArray: method([], (self, _, frame) => {
    spend(frame, self.length);
    return list(
      Array.from({ length: self.length }, (_, i) => charAt(self, i)),
      "array",
    );
  }),
  repeat: method([int], (self, [count], frame) => {
    if (count < 0) javaThrows("IllegalArgumentException", `count is negative: ${count}`);
    spend(frame, Math.ceil((self.length * count) / 8));
    return self.repeat(count);
  }),
  concat: method([text], (self, [other]) => self + other),
  replace: method([text, text], (self, [part, by], frame) => {
    spend(frame, self.length >> 3);
    return self.replaceAll(part, () => by);
  }),
  replaceAll: method([text, text], (self, [pattern, by], frame) =>
    replaceMatches(self, pattern, by, true, frame),
  ),
  replaceFirst: method([text, text], (self, [pattern, by], frame) =>
    replaceMatches(self, pattern, by, false, frame),
  ),
  matches: method([text], (self, [pattern], frame) => wholeMatch(self, pattern, frame)),
  split: [
    method([text], (self, [pattern], frame) => list(splitText(self, pattern, 0, frame), "array")),
    method([text, int], (self, [pattern, limit], frame) =>
      list(splitText(self, pattern, limit, frame), "array"),
    ),
  ],
  valueOf: method([any], (_, [value]) => display(value)),
  join: method([text, collection], (_, [separator, parts]) =>
    parts.items.map((part) => display(part)).join(separator),
  ),
});

const zero = (value: number) => Math.max(0, value);

function between(self: string, begin: number, end: number): string {
  if (begin < 0 || end > self.length || begin > end) {
    javaThrows("StringIndexOutOfBoundsException", `begin ${begin}, end ${end}, length ${self.length}`);
  }
  return self.slice(begin, end);
}

function checkPosition(self: string, at: number): void {
  if (at < 0 || at >= self.length) {
    javaThrows("StringIndexOutOfBoundsException", `index ${at}, length ${self.length}`);
  }
}

function charAt(self: string, at: number): Value {
  checkPosition(self, at);
  return { kind: "character", value: self.charAt(at) };
}

function compareTexts(left: string, right: string): number {
  const shared = Math.min(left.length, right.length);
  for (let i = 0; i < shared; i += 1) {
    const difference = left.charCodeAt(i) - right.charCodeAt(i);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Java's `equalsIgnoreCase` compares character by character, so no character may grow into two. */
function sameIgnoringCase(left: string, right: string): boolean {
  if (left.length !== right.length) return false;
  if (left === right) return true;
  for (let i = 0; i < left.length; i += 1) {
    const a = left.charCodeAt(i);
    const b = right.charCodeAt(i);
    if (a === b) continue;
    const same =
      a < 128 && b < 128 ? foldAscii(a) === foldAscii(b) : fold(left.charAt(i)) === fold(right.charAt(i));
    if (!same) return false;
  }
  return true;
}

function foldAscii(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code;
}

function fold(c: string): string {
  const upper = c.toUpperCase();
  const single = upper.length === 1 ? upper : c;
  const lower = single.toLowerCase();
  return lower.length === 1 ? lower : single;
}

/** Java's `trim` cuts everything up to and including the blank. */
function trim(self: string): string {
  let begin = 0;
  let end = self.length;
  while (begin < end && self.charCodeAt(begin) <= 32) begin += 1;
  while (end > begin && self.charCodeAt(end - 1) <= 32) end -= 1;
  return self.slice(begin, end);
}

const character = (code: number) => String.fromCodePoint(code & 0x1fffff);
