import type { CharacterTest, PositionTest } from "./syntax.ts";

/** Java's predefined classes: ASCII, unless they say Unicode. */

export const either =
  (...tests: readonly CharacterTest[]): CharacterTest =>
  (c) =>
    tests.some((test) => test(c));

export const both =
  (left: CharacterTest, right: CharacterTest): CharacterTest =>
  (c) =>
    left(c) && right(c);

export const not =
  (test: CharacterTest): CharacterTest =>
  (c) =>
    !test(c);

export const range =
  (from: number, to: number): CharacterTest =>
  (c) =>
    c >= from && c <= to;

/** One code point. */
export const only = (codePoint: number): CharacterTest => range(codePoint, codePoint);

const oneOf =
  (characters: string): CharacterTest =>
  (c) =>
    c < 0x10000 && characters.includes(String.fromCharCode(c));

const digit = range(48, 57);
const lower = range(97, 122);
const upper = range(65, 90);
const letter = either(lower, upper);
const word = either(letter, digit, (c) => c === 95);
const space = oneOf(" \t\n\v\f\r");
const horizontal = either(oneOf(" \t\u00a0\u1680\u180e\u202f\u205f\u3000"), range(0x2000, 0x200a));
const vertical = oneOf("\n\v\f\r\u0085\u2028\u2029");
const punctuation = either(range(33, 47), range(58, 64), range(91, 96), range(123, 126));

/** `\d`, `\W`, …: the letter after the backslash. */
export const escapes: ReadonlyMap<string, CharacterTest> = new Map([
  ["d", digit],
  ["D", not(digit)],
  ["w", word],
  ["W", not(word)],
  ["s", space],
  ["S", not(space)],
  ["h", horizontal],
  ["H", not(horizontal)],
  ["v", vertical],
  ["V", not(vertical)],
]);

const posix: ReadonlyMap<string, CharacterTest> = new Map([
  ["Lower", lower],
  ["Upper", upper],
  ["Alpha", letter],
  ["Digit", digit],
  ["Alnum", either(letter, digit)],
  ["Punct", punctuation],
  ["Graph", range(33, 126)],
  ["Print", range(32, 126)],
  ["Blank", oneOf(" \t")],
  ["Cntrl", either(range(0, 31), range(127, 127))],
  ["XDigit", either(digit, range(97, 102), range(65, 70))],
  ["Space", space],
  ["ASCII", range(0, 127)],
]);

/** `\p{name}`: POSIX's names, or Unicode's categories, scripts and properties; `undefined` for others. */
export function property(name: string): CharacterTest | undefined {
  const known = posix.get(name);
  if (known !== undefined) return known;
  const plain = name.replace(/^Is/, "");
  for (const spelling of [plain, `Script=${plain}`]) {
    const pattern = unicode(spelling);
    if (pattern !== undefined) return (c) => pattern.test(String.fromCodePoint(c));
  }
  return undefined;
}

function unicode(spelling: string): RegExp | undefined {
  if (!/^[\w=]+$/.test(spelling)) return undefined;
  try {
    return new RegExp(`^\\p{${spelling}}$`, "u");
  } catch {
    // JavaScript knows no such property, which is an answer.
    return undefined;
  }
}

const lineEnds = oneOf("\n\r\u0085\u2028\u2029");

export const anyCharacter: CharacterTest = () => true;
export const noLineEnd: CharacterTest = not(lineEnds);

const wordLike = /[\p{L}\p{Nd}\p{Mn}_]/u;

function isWordAt(text: string, at: number): boolean {
  const c = at < 0 ? undefined : text.codePointAt(at);
  return c !== undefined && wordLike.test(String.fromCodePoint(c));
}

export const wordBoundary: PositionTest = (text, at) => isWordAt(text, at - 1) !== isWordAt(text, at);
export const textStart: PositionTest = (_, at) => at === 0;
export const textEnd: PositionTest = (text, at) => at === text.length;

function endsLineAt(text: string, at: number): boolean {
  return at < text.length && lineEnds(text.charCodeAt(at));
}

/** At the beginning or after a line's end, but never at the end of the text. */
export const lineStart: PositionTest = (text, at) => {
  if (at === text.length) return false;
  if (at === 0) return true;
  if (!endsLineAt(text, at - 1)) return false;
  return !(text[at - 1] === "\r" && text[at] === "\n");
};

export const lineEnd: PositionTest = (text, at) =>
  at === text.length || (endsLineAt(text, at) && !(text[at] === "\n" && text[at - 1] === "\r"));

/** The end of the text, or before the line end that ends it. */
export const textEndOrLast: PositionTest = (text, at) => {
  if (at === text.length) return true;
  if (at === text.length - 2) return text.startsWith("\r\n", at);
  return at === text.length - 1 && lineEnd(text, at);
};

/** Without regard to the case of ASCII letters, as Java's `(?i)` is. */
export function ignoringCase(test: CharacterTest): CharacterTest {
  return (c) => test(c) || (letter(c) && test(c ^ 32));
}
