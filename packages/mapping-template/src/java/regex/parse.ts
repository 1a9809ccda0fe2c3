import { parseClass } from "./character-class.ts";
import {
  anyCharacter,
  escapes,
  ignoringCase,
  lineEnd,
  lineStart,
  noLineEnd,
  only,
  textEnd,
  textEndOrLast,
  textStart,
  wordBoundary,
} from "./characters.ts";
import { parseEscape, parseQuoted } from "./escape.ts";
import { parseQuantifier } from "./quantifier.ts";
import { createReader, deeper, eat, look, type PatternReader, refuse, takeCodePoint } from "./reader.ts";
import type { CharacterTest, ParsedRegex, PositionTest, RegexNode } from "./syntax.ts";

/**
 * Parses a Java regular expression.
 * @throws ValueError `TemplateMethod` for what Java refuses, and for the few things that are not supported.
 */
export function parseRegex(pattern: string): ParsedRegex {
  const r = createReader(pattern);
  const node = choice(r);
  if (r.at < pattern.length) refuse(r, "unmatched closing )");
  return { node, groups: r.groups, names: r.names };
}

function choice(r: PatternReader): RegexNode {
  return deeper(r, () => {
    const before = r.flags;
    const nodes = [sequence(r)];
    while (eat(r, "|")) nodes.push(sequence(r));
    r.flags = before;
    const [first] = nodes;
    return nodes.length === 1 && first !== undefined ? first : { type: "choice", nodes };
  });
}

function sequence(r: PatternReader): RegexNode {
  const nodes: RegexNode[] = [];
  while (r.at < r.pattern.length && r.pattern[r.at] !== "|" && r.pattern[r.at] !== ")") {
    if (r.flags.x && skipComment(r)) continue;
    const node = atom(r);
    if (node !== undefined) nodes.push(...quantified(r, node));
  }
  return { type: "sequence", nodes };
}

function skipComment(r: PatternReader): boolean {
  const [comment] = look(r, /^(?:\s+|#[^\n]*)/, r.pattern.length);
  r.at += comment?.length ?? 0;
  return comment !== undefined;
}

/** A quoted text is several nodes, of which only the last is repeated. */
function quantified(r: PatternReader, nodes: RegexNode | readonly RegexNode[]): readonly RegexNode[] {
  const all = "type" in nodes ? [nodes] : nodes;
  const last = all.at(-1);
  const quantifier = last === undefined ? undefined : parseQuantifier(r);
  if (last === undefined || quantifier === undefined) return all;
  return [...all.slice(0, -1), { type: "repeat", node: last, ...quantifier }];
}

function atom(r: PatternReader): RegexNode | readonly RegexNode[] | undefined {
  const c = r.pattern.charAt(r.at);
  switch (c) {
    case "*":
    case "+":
    case "?":
      return refuse(r, `dangling meta character ${JSON.stringify(c)}`);
    case "{":
      return refuse(r, "illegal repetition");
    default:
  }
  const { flags } = r;
  if (eat(r, "(")) return group(r);
  if (eat(r, "[")) return set(r, parseClass(r));
  if (eat(r, ".")) return { type: "set", has: flags.s ? anyCharacter : noLineEnd };
  if (eat(r, "^")) return position(flags.m ? lineStart : textStart);
  if (eat(r, "$")) return position(flags.m ? lineEnd : textEndOrLast);
  return eat(r, "\\") ? escaped(r) : character(r, takeCodePoint(r));
}

function character(r: PatternReader, c: number): RegexNode {
  return set(r, only(c));
}

function set(r: PatternReader, has: CharacterTest): RegexNode {
  return { type: "set", has: r.flags.i ? ignoringCase(has) : has };
}

function position(is: PositionTest): RegexNode {
  return { type: "position", is };
}

/** After `(`; nothing for flags, which are no node. */
function group(r: PatternReader): RegexNode | undefined {
  if (!eat(r, "?")) return capture(r);
  if (eat(r, ":")) return closed(r);
  if (eat(r, "=")) return { type: "look", node: closed(r), behind: false, negated: false };
  if (eat(r, "!")) return { type: "look", node: closed(r), behind: false, negated: true };
  if (eat(r, "<=")) return { type: "look", node: closed(r), behind: true, negated: false };
  if (eat(r, "<!")) return { type: "look", node: closed(r), behind: true, negated: true };
  if (eat(r, ">")) return { type: "atomic", node: closed(r) };
  const [all, name] = look(r, /^<([A-Za-z][A-Za-z0-9]*)>/, 100);
  if (all === undefined || name === undefined) return flagGroup(r);
  r.at += all.length;
  if (r.names.has(name)) refuse(r, `the group ${name} is defined twice`);
  r.names.set(name, r.groups + 1);
  return capture(r);
}

function capture(r: PatternReader): RegexNode {
  r.groups += 1;
  const number = r.groups;
  return { type: "capture", node: closed(r), group: number };
}

/** What a group holds, and its `)`. */
function closed(r: PatternReader): RegexNode {
  const node = choice(r);
  return eat(r, ")") ? node : refuse(r, "unclosed group");
}

/** `(?i)` up to the end of the group around it, `(?i:…)` for its own. */
function flagGroup(r: PatternReader): RegexNode | undefined {
  const [all, on = "", off = "", end] = look(r, /^([imsxud]*)(?:-([imsxud]*))?([:)])/, 20);
  if (all === undefined) return refuse(r, "unknown inline modifier");
  r.at += all.length;
  const before = r.flags;
  const is = (flag: keyof typeof before) => (before[flag] || on.includes(flag)) && !off.includes(flag);
  r.flags = { i: is("i"), s: is("s"), m: is("m"), x: is("x") };
  if (end === ")") return undefined;
  const node = closed(r);
  r.flags = before;
  return node;
}

/** After a backslash, outside of classes. */
function escaped(r: PatternReader): RegexNode | readonly RegexNode[] {
  if (eat(r, "Q")) return parseQuoted(r).map((c) => character(r, c));
  if (eat(r, "b")) return position(wordBoundary);
  if (eat(r, "B")) return position((text, i) => !wordBoundary(text, i));
  if (eat(r, "A")) return position(textStart);
  if (eat(r, "z")) return position(textEnd);
  if (eat(r, "Z")) return position(textEndOrLast);
  if (eat(r, "R")) return lineBreak(r);
  const [all, number, name] = look(r, /^(?:([1-9])|k<([A-Za-z][A-Za-z0-9]*)>)/, 100);
  if (all === undefined) {
    const found = parseEscape(r);
    return typeof found === "function" ? set(r, found) : character(r, found);
  }
  r.at += all.length;
  const group = number === undefined ? r.names.get(name ?? "") : Number(number);
  return group === undefined ? refuse(r, "unknown group") : { type: "back", group, ignoreCase: r.flags.i };
}

function lineBreak(r: PatternReader): RegexNode {
  const pair: RegexNode = { type: "sequence", nodes: [character(r, 13), character(r, 10)] };
  const nodes = [pair, set(r, escapes.get("v") ?? anyCharacter)];
  return { type: "atomic", node: { type: "choice", nodes } };
}
