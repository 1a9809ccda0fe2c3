import { escapes, not, property } from "./characters.ts";
import { look, type PatternReader, refuse, takeCodePoint } from "./reader.ts";
import type { CharacterTest } from "./syntax.ts";

/** After a backslash, in a class or outside: one character, or `\d`, `\p{Alpha}` and the like. */
export function parseEscape(r: PatternReader): number | CharacterTest {
  return escapedClass(r) ?? escapedCharacter(r);
}

function escapedClass(r: PatternReader): CharacterTest | undefined {
  const known = escapes.get(r.pattern.charAt(r.at));
  if (known !== undefined) {
    r.at += 1;
    return known;
  }
  const [all, p, braced, letter] = look(r, /^([pP])(?:\{(\w+)\}|(\w))/, 60);
  if (all === undefined) return undefined;
  const test = property(braced ?? letter ?? "");
  if (test === undefined) return refuse(r, `unknown character property ${all}`);
  r.at += all.length;
  return p === "P" ? not(test) : test;
}

function escapedCharacter(r: PatternReader): number {
  const c = r.pattern.charAt(r.at);
  if (c === "") return refuse(r, "the pattern ends with a backslash");
  const control = controls.get(c);
  if (control !== undefined) {
    r.at += 1;
    return control;
  }
  if (c === "c" && r.at + 1 < r.pattern.length) {
    r.at += 2;
    return r.pattern.charCodeAt(r.at - 1) ^ 64;
  }
  const [all, short, long, unit, octal] = look(r, coded, 10);
  if (all !== undefined) {
    r.at += all.length;
    return octal === undefined ? Number.parseInt(short ?? long ?? unit ?? "", 16) : Number.parseInt(octal, 8);
  }
  if (/[A-Za-z0-9]/.test(c)) return refuse(r, `illegal or unsupported escape \\${c}`);
  return takeCodePoint(r);
}

/** `\x41`, `\x{1F600}`, `\u0041`, `\012`. */
const coded = /^(?:x([0-9a-fA-F]{2})|x\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|0([0-3]?[0-7]{1,2}))/;

const controls: ReadonlyMap<string, number> = new Map([
  ["t", 9],
  ["n", 10],
  ["r", 13],
  ["f", 12],
  ["a", 7],
  ["e", 27],
]);

/** After `\Q`: the code points up to `\E`, whatever they are. */
export function parseQuoted(r: PatternReader): readonly number[] {
  const end = r.pattern.indexOf("\\E", r.at);
  const text = r.pattern.slice(r.at, end < 0 ? undefined : end);
  r.at = end < 0 ? r.pattern.length : end + 2;
  return Array.from(text, (c) => c.codePointAt(0) ?? 0);
}
