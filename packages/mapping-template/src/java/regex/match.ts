import { parseRegex } from "./parse.ts";
import type { ParsedRegex, RegexNode } from "./syntax.ts";

/**
 * A matcher that backtracks as Java's does and counts its steps, so that a pattern which would take forever
 * ends with the rendering's budget. JavaScript's own cannot be stopped.
 */
export interface Regex {
  readonly groups: number;
  readonly names: ReadonlyMap<string, number>;
  /** The first match at or after `from`. `pay` is called for the work done and may throw. */
  find(text: string, from: number, pay: (steps: number) => void): Match | undefined;
  /** Whether the pattern matches the whole text. */
  matches(text: string, pay: (steps: number) => void): boolean;
}

export interface Match {
  readonly start: number;
  readonly end: number;
  /** Texts of the groups, from 1 on; `undefined` where a group took no part. */
  readonly group: (number: number) => string | undefined;
}

interface State {
  readonly text: string;
  /** Start and end of each group, two numbers each; -1 for none. */
  readonly marks: number[];
  readonly step: () => void;
}

/** Tries to match at a position, then what follows. */
type Matcher = (state: State, at: number, then: (end: number) => boolean) => boolean;

const cache = new Map<string, Regex>();
const cacheSize = 200;

/** Compiles a Java pattern; the last few are kept. */
export function regex(pattern: string): Regex {
  const known = cache.get(pattern);
  if (known !== undefined) return known;
  const literal = literalOf(pattern);
  const made = literal === undefined ? compile(parseRegex(pattern)) : literally(literal);
  if (cache.size >= cacheSize) cache.clear();
  cache.set(pattern, made);
  return made;
}

/** The text that a pattern without operators stands for; most patterns in templates are such. */
function literalOf(pattern: string): string | undefined {
  const plain = /^(?:[^\\[\](){}.*+?^$|\ud800-\udfff]|\\[^A-Za-z0-9\ud800-\udfff])+$/.test(pattern);
  return plain ? pattern.replace(/\\(.)/gs, "$1") : undefined;
}

function literally(literal: string): Regex {
  return {
    groups: 0,
    names: new Map(),
    find(text, from, pay) {
      const start = text.indexOf(literal, from);
      pay(((start < 0 ? text.length : start) - from) >> 3);
      return start < 0 ? undefined : { start, end: start + literal.length, group: () => undefined };
    },
    matches: (text) => text === literal,
  };
}

const stepsPerPayment = 256;

function compile({ node, groups, names }: ParsedRegex): Regex {
  const matcher = build(node);

  function state(text: string, pay: (steps: number) => void): State {
    let steps = 0;
    return {
      text,
      marks: new Array<number>(2 * (groups + 1)).fill(-1),
      step() {
        steps += 1;
        if (steps % stepsPerPayment === 0) pay(stepsPerPayment);
      },
    };
  }

  return {
    groups,
    names,
    find(text, from, pay) {
      const attempt = state(text, pay);
      let end = -1;
      const ends = (at: number) => {
        end = at;
        return true;
      };
      for (let start = from; start <= text.length; start += 1) {
        if (groups > 0) attempt.marks.fill(-1);
        if (matcher(attempt, start, ends))
          return { start, end, group: (number) => groupText(attempt, number) };
        if (start % stepsPerPayment === 0) pay(stepsPerPayment);
      }
      return undefined;
    },
    matches: (text, pay) => matcher(state(text, pay), 0, (at) => at === text.length),
  };
}

function groupText({ text, marks }: State, number: number): string | undefined {
  const [from = -1, to = -1] = marks.slice(2 * number, 2 * number + 2);
  return from < 0 ? undefined : text.slice(from, to);
}

function build(node: RegexNode): Matcher {
  switch (node.type) {
    case "set":
      return (state, at, then) => {
        const end = after(node, state.text, at);
        return end >= 0 && then(end);
      };
    case "sequence":
      return sequence(node.nodes.map(build));
    case "choice":
      return choice(node.nodes.map(build));
    case "capture":
      return capture(build(node.node), node.group);
    case "repeat":
      return repeat(node);
    case "look":
      return look(build(node.node), node.behind, node.negated);
    case "atomic":
      return atomic(build(node.node));
    case "back":
      return back(node.group, node.ignoreCase);
    case "position":
      return (state, at, then) => node.is(state.text, at) && then(at);
  }
}

type SetNode = Extract<RegexNode, { type: "set" }>;

/** Where the character of a set ends, -1 if there is none. */
function after(set: SetNode, text: string, at: number): number {
  const c = text.codePointAt(at);
  if (c === undefined || !set.has(c)) return -1;
  return at + (c > 0xffff ? 2 : 1);
}

function sequence(matchers: readonly Matcher[]): Matcher {
  const [first, second, ...rest] = matchers;
  if (first === undefined) return (_, at, then) => then(at);
  if (second === undefined) return first;
  const tail = sequence([second, ...rest]);
  return (state, at, then) => {
    state.step();
    return first(state, at, (middle) => tail(state, middle, then));
  };
}

function choice(matchers: readonly Matcher[]): Matcher {
  return (state, at, then) => {
    state.step();
    return matchers.some((matcher) => matcher(state, at, then));
  };
}

function capture(inner: Matcher, group: number): Matcher {
  return (state, at, then) => {
    const { marks } = state;
    const [from = -1, to = -1] = [marks[2 * group], marks[2 * group + 1]];
    const restore = () => {
      marks[2 * group] = from;
      marks[2 * group + 1] = to;
      return false;
    };
    const matched = inner(state, at, (end) => {
      const [innerFrom = -1, innerTo = -1] = [marks[2 * group], marks[2 * group + 1]];
      marks[2 * group] = at;
      marks[2 * group + 1] = end;
      if (then(end)) return true;
      marks[2 * group] = innerFrom;
      marks[2 * group + 1] = innerTo;
      return false;
    });
    return matched || restore();
  };
}

type RepeatNode = Extract<RegexNode, { type: "repeat" }>;

function repeat(node: RepeatNode): Matcher {
  const matcher = node.node.type === "set" ? repeatSet(node, node.node) : repeatAny(node, build(node.node));
  return node.mode === "possessive" ? atomic(matcher) : matcher;
}

/** Characters are repeated in a loop; a text of a million of them must not need a stack as deep. */
function repeatSet({ min, max, mode }: RepeatNode, set: SetNode): Matcher {
  return (state, at, then) => {
    const ends = [at];
    const end = () => ends[ends.length - 1] ?? at;
    const advance = () => {
      const next = after(set, state.text, end());
      if (next >= 0) ends.push(next);
      state.step();
      return next >= 0;
    };
    while (ends.length <= min) {
      if (!advance()) return false;
    }
    if (mode === "lazy") {
      for (;;) {
        if (then(end())) return true;
        if (ends.length > max || !advance()) return false;
      }
    }
    while (ends.length <= max && advance());
    for (; ends.length > min; ends.pop()) {
      state.step();
      if (then(end())) return true;
    }
    return false;
  };
}

function repeatAny({ min, max, mode }: RepeatNode, inner: Matcher): Matcher {
  return (state, at, then) => {
    function loop(from: number, count: number): boolean {
      state.step();
      // A turn that took nothing is the last one.
      const turn = () =>
        count < max && inner(state, from, (end) => (end === from ? then(end) : loop(end, count + 1)));
      if (count < min) return turn();
      return mode === "lazy" ? then(from) || turn() : turn() || then(from);
    }
    return loop(at, 0);
  };
}

function atomic(inner: Matcher): Matcher {
  return (state, at, then) => {
    let end = -1;
    const before = [...state.marks];
    const matched = inner(state, at, (found) => {
      end = found;
      return true;
    });
    if (matched && then(end)) return true;
    state.marks.splice(0, before.length, ...before);
    return false;
  };
}

function look(inner: Matcher, behind: boolean, negated: boolean): Matcher {
  return (state, at, then) => {
    const before = [...state.marks];
    const found = behind ? endsAt(inner, state, at) : inner(state, at, () => true);
    if (found === negated || negated) state.marks.splice(0, before.length, ...before);
    return found !== negated && then(at);
  };
}

/** Whether some match ends here: the nearest start is tried first. */
function endsAt(inner: Matcher, state: State, at: number): boolean {
  for (let start = at; start >= 0; start -= 1) {
    state.step();
    if (inner(state, start, (end) => end === at)) return true;
  }
  return false;
}

function back(group: number, ignoreCase: boolean): Matcher {
  return (state, at, then) => {
    const text = groupText(state, group);
    if (text === undefined) return false;
    const found = state.text.slice(at, at + text.length);
    const same = ignoreCase ? found.toLowerCase() === text.toLowerCase() : found === text;
    return same && then(at + text.length);
  };
}
