import { ValueError } from "../template-error.ts";
import {
  anyCharacter,
  both,
  either,
  escapes,
  ignoringCase,
  lineEnd,
  lineStart,
  noLineEnd,
  not,
  property,
  range,
  textEnd,
  textEndOrLast,
  textStart,
  wordBoundary,
} from "./characters.ts";
import type { CharacterTest, ParsedRegex, PositionTest, RegexNode, RepeatMode } from "./syntax.ts";

const maximumDepth = 200;

/** `i`, `s`, `m` and `x`, as they stand at a place of the pattern. */
interface Flags {
  readonly i: boolean;
  readonly s: boolean;
  readonly m: boolean;
  readonly x: boolean;
}

/**
 * Parses a Java regular expression.
 * @throws ValueError `TemplateMethod` for what Java refuses, and for the few things that are not supported.
 */
export function parseRegex(pattern: string): ParsedRegex {
  let at = 0;
  let depth = 0;
  let groups = 0;
  let flags: Flags = { i: false, s: false, m: false, x: false };
  const names = new Map<string, number>();

  function refuse(reason: string): never {
    throw new ValueError(
      "TemplateMethod",
      `PatternSyntaxException: ${reason} near index ${at} of ${pattern.slice(0, 80)}`,
    );
  }

  function eat(text: string): boolean {
    if (!pattern.startsWith(text, at)) return false;
    at += text.length;
    return true;
  }

  function choice(): RegexNode {
    depth += 1;
    if (depth > maximumDepth) refuse("nested too deep");
    const before = flags;
    const nodes = [sequence()];
    while (eat("|")) nodes.push(sequence());
    flags = before;
    depth -= 1;
    const [only] = nodes;
    return nodes.length === 1 && only !== undefined ? only : { type: "choice", nodes };
  }

  function sequence(): RegexNode {
    const nodes: RegexNode[] = [];
    while (at < pattern.length && pattern[at] !== "|" && pattern[at] !== ")") {
      if (flags.x && skipComment()) continue;
      const node = atom();
      if (node !== undefined) nodes.push(...quantified(node));
    }
    return { type: "sequence", nodes };
  }

  function skipComment(): boolean {
    const comment = /^(?:\s+|#[^\n]*)/.exec(pattern.slice(at))?.[0];
    at += comment?.length ?? 0;
    return comment !== undefined;
  }

  /** A quoted text is several nodes, of which only the last is repeated. */
  function quantified(nodes: RegexNode | readonly RegexNode[]): readonly RegexNode[] {
    const all = "type" in nodes ? [nodes] : nodes;
    const last = all.at(-1);
    const bounds = last === undefined ? undefined : quantifier();
    if (last === undefined || bounds === undefined) return all;
    const mode: RepeatMode = eat("+") ? "possessive" : eat("?") ? "lazy" : "greedy";
    return [...all.slice(0, -1), { type: "repeat", node: last, ...bounds, mode }];
  }

  function quantifier(): { readonly min: number; readonly max: number } | undefined {
    if (eat("*")) return { min: 0, max: Number.POSITIVE_INFINITY };
    if (eat("+")) return { min: 1, max: Number.POSITIVE_INFINITY };
    if (eat("?")) return { min: 0, max: 1 };
    if (pattern[at] !== "{") return undefined;
    const [all, from = "", comma, to = ""] =
      /^\{([0-9]{1,9})(,)?([0-9]{1,9})?\}/.exec(pattern.slice(at, at + 24)) ?? [];
    if (all === undefined) return refuse("illegal repetition");
    at += all.length;
    const min = Number(from);
    const max = comma === undefined ? min : to === "" ? Number.POSITIVE_INFINITY : Number(to);
    return max < min ? refuse("illegal repetition range") : { min, max };
  }

  function atom(): RegexNode | readonly RegexNode[] | undefined {
    const c = pattern.charAt(at);
    switch (c) {
      case "(":
        return group();
      case "[":
        at += 1;
        return set(characterClass());
      case ".":
        at += 1;
        return { type: "set", has: flags.s ? anyCharacter : noLineEnd };
      case "^":
        at += 1;
        return position(flags.m ? lineStart : textStart);
      case "$":
        at += 1;
        return position(flags.m ? lineEnd : textEndOrLast);
      case "*":
      case "+":
      case "?":
        return refuse(`dangling meta character ${JSON.stringify(c)}`);
      case "{":
        return refuse("illegal repetition");
      case "\\":
        at += 1;
        return escaped();
      default:
        return character(codePoint());
    }
  }

  function codePoint(): number {
    const c = pattern.codePointAt(at) ?? 0;
    at += c > 0xffff ? 2 : 1;
    return c;
  }

  function character(c: number): RegexNode {
    return set(range(c, c));
  }

  function set(has: CharacterTest): RegexNode {
    return { type: "set", has: flags.i ? ignoringCase(has) : has };
  }

  function position(is: PositionTest): RegexNode {
    return { type: "position", is };
  }

  function group(): RegexNode | undefined {
    at += 1;
    if (!eat("?")) return capture();
    if (eat(":")) return closed(choice());
    if (eat("=")) return { type: "look", node: closed(choice()), behind: false, negated: false };
    if (eat("!")) return { type: "look", node: closed(choice()), behind: false, negated: true };
    if (eat("<=")) return { type: "look", node: closed(choice()), behind: true, negated: false };
    if (eat("<!")) return { type: "look", node: closed(choice()), behind: true, negated: true };
    if (eat(">")) return { type: "atomic", node: closed(choice()) };
    const name = /^<([A-Za-z][A-Za-z0-9]*)>/.exec(pattern.slice(at, at + 100));
    if (name !== null) {
      at += name[0].length;
      if (names.has(name[1] ?? "")) refuse(`the group ${name[1]} is defined twice`);
      names.set(name[1] ?? "", groups + 1);
      return capture();
    }
    return flagGroup();
  }

  function capture(): RegexNode {
    groups += 1;
    const number = groups;
    return { type: "capture", node: closed(choice()), group: number };
  }

  function closed(node: RegexNode): RegexNode {
    return eat(")") ? node : refuse("unclosed group");
  }

  /** `(?i)` up to the end of the group around it, `(?i:…)` for its own. */
  function flagGroup(): RegexNode | undefined {
    const [all, on = "", off = "", end] =
      /^([imsxud]*)(?:-([imsxud]*))?([:)])/.exec(pattern.slice(at, at + 20)) ?? [];
    if (all === undefined) return refuse("unknown inline modifier");
    at += all.length;
    const before = flags;
    const is = (flag: keyof Flags) => (flags[flag] || on.includes(flag)) && !off.includes(flag);
    flags = { i: is("i"), s: is("s"), m: is("m"), x: is("x") };
    if (end === ")") return undefined;
    const node = closed(choice());
    flags = before;
    return node;
  }

  function escaped(): RegexNode | readonly RegexNode[] {
    if (eat("Q")) return Array.from(quoted(), (c) => character(c.codePointAt(0) ?? 0));
    if (eat("b")) return position(wordBoundary);
    if (eat("B")) return position((text, i) => !wordBoundary(text, i));
    if (eat("A")) return position(textStart);
    if (eat("z")) return position(textEnd);
    if (eat("Z")) return position(textEndOrLast);
    if (eat("R")) return lineBreak();
    const back = /^(?:([1-9])|k<([A-Za-z][A-Za-z0-9]*)>)/.exec(pattern.slice(at, at + 100));
    if (back === null) return set(escapedClass() ?? range1(escapedCharacter()));
    at += back[0].length;
    const number = back[1] === undefined ? names.get(back[2] ?? "") : Number(back[1]);
    return number === undefined
      ? refuse("unknown group")
      : { type: "back", group: number, ignoreCase: flags.i };
  }

  function range1(c: number): CharacterTest {
    return range(c, c);
  }

  function quoted(): string {
    const end = pattern.indexOf("\\E", at);
    const text = pattern.slice(at, end < 0 ? undefined : end);
    at = end < 0 ? pattern.length : end + 2;
    return text;
  }

  function lineBreak(): RegexNode {
    const pair: RegexNode = { type: "sequence", nodes: [character(13), character(10)] };
    const nodes = [pair, set(escapes.get("v") ?? anyCharacter)];
    return { type: "atomic", node: { type: "choice", nodes } };
  }

  /** `\d`, `\p{Alpha}` and the like, in a class or outside. */
  function escapedClass(): CharacterTest | undefined {
    const known = escapes.get(pattern.charAt(at));
    if (known !== undefined) {
      at += 1;
      return known;
    }
    const named = /^([pP])(?:\{(\w+)\}|(\w))/.exec(pattern.slice(at, at + 60));
    if (named === null) return undefined;
    const test = property(named[2] ?? named[3] ?? "");
    if (test === undefined) return refuse(`unknown character property ${named[0]}`);
    at += named[0].length;
    return named[1] === "P" ? not(test) : test;
  }

  function escapedCharacter(): number {
    const c = pattern.charAt(at);
    if (c === "") return refuse("the pattern ends with a backslash");
    const plain = controls.get(c);
    if (plain !== undefined) {
      at += 1;
      return plain;
    }
    if (c === "c" && at + 1 < pattern.length) {
      at += 2;
      return pattern.charCodeAt(at - 1) ^ 64;
    }
    const coded = /^(?:x([0-9a-fA-F]{2})|x\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|0([0-3]?[0-7]{1,2}))/.exec(
      pattern.slice(at, at + 10),
    );
    if (coded !== null) {
      at += coded[0].length;
      const [, short, long, unit, octal] = coded;
      return octal === undefined
        ? Number.parseInt(short ?? long ?? unit ?? "", 16)
        : Number.parseInt(octal, 8);
    }
    if (/[A-Za-z0-9]/.test(c)) return refuse(`illegal or unsupported escape \\${c}`);
    return codePoint();
  }

  /** After `[`: ranges, other classes, and `&&` between what both sides have. */
  function characterClass(): CharacterTest {
    depth += 1;
    if (depth > maximumDepth) refuse("nested too deep");
    const negated = eat("^");
    let result: CharacterTest | undefined;
    let tests: CharacterTest[] = [];
    for (let first = true; ; first = false) {
      if (at >= pattern.length) refuse("unclosed character class");
      if (!first && eat("]")) break;
      if (eat("&&")) {
        // Nothing before the first && leaves all to what follows.
        if (result !== undefined || tests.length > 0) result = intersection(result, tests);
        tests = [];
      } else {
        tests.push(classItem());
      }
    }
    depth -= 1;
    const has = intersection(result, tests);
    return negated ? not(has) : has;
  }

  function intersection(left: CharacterTest | undefined, tests: readonly CharacterTest[]): CharacterTest {
    if (left !== undefined && tests.length === 0) return left;
    const right = either(...tests);
    return left === undefined ? right : both(left, right);
  }

  function classItem(): CharacterTest {
    if (eat("[")) return characterClass();
    if (eat("\\Q")) {
      const text = quoted();
      return either(...Array.from(text, (c) => range1(c.codePointAt(0) ?? 0)));
    }
    const from = classCharacter();
    if (typeof from === "function") return from;
    const next = pattern[at + 1];
    if (pattern[at] !== "-" || next === "]" || next === "[" || next === undefined) return range1(from);
    at += 1;
    const to = classCharacter();
    if (typeof to === "function" || to < from) return refuse("illegal character range");
    return range(from, to);
  }

  function classCharacter(): number | CharacterTest {
    return eat("\\") ? (escapedClass() ?? escapedCharacter()) : codePoint();
  }

  const node = choice();
  if (at < pattern.length) refuse("unmatched closing )");
  return { node, groups, names };
}

const controls: ReadonlyMap<string, number> = new Map([
  ["t", 9],
  ["n", 10],
  ["r", 13],
  ["f", 12],
  ["a", 7],
  ["e", 27],
]);
