import { type Frame, spend, spendText } from "../../compile/frame.ts";
import { type Match, type Regex, regex } from "../regex/match.ts";
import { javaThrows } from "./method.ts";

/** What `java.lang.String` does with regular expressions. */

/** `matches`: the whole text. */
export function wholeMatch(self: string, pattern: string, frame: Frame): boolean {
  return regex(pattern).matches(self, payer(frame));
}

/** A step of a matcher is less than a statement; half as much keeps the worst pattern below a second. */
function payer(frame: Frame): (steps: number) => void {
  return (steps) => spend(frame, steps / 2);
}

/** The match after another one, or the first. */
function nextMatch(
  self: string,
  pattern: Regex,
  last: Match | undefined,
  pay: (steps: number) => void,
): Match | undefined {
  pay(2);
  const from = last === undefined ? 0 : last.end === last.start ? last.end + 1 : last.end;
  return from > self.length ? undefined : pattern.find(self, from, pay);
}

/** `replaceAll` and `replaceFirst`: `$1` and `${name}` stand for groups, a backslash for the next character itself. */
export function replaceMatches(
  self: string,
  pattern: string,
  by: string,
  all: boolean,
  frame: Frame,
): string {
  const compiled = regex(pattern);
  const pay = payer(frame);
  let match = nextMatch(self, compiled, undefined, pay);
  if (match === undefined) return self;
  let result = "";
  let from = 0;
  do {
    result += self.slice(from, match.start) + expand(by, match, self, compiled);
    spendText(frame, result.length > 80 ? by : "");
    from = match.end;
    match = all ? nextMatch(self, compiled, match, pay) : undefined;
  } while (match !== undefined);
  result += self.slice(from);
  spendText(frame, result);
  return result;
}

function expand(by: string, match: Match, self: string, { groups, names }: Regex): string {
  if (!/[\\$]/.test(by)) return by;
  let text = "";
  for (let i = 0; i < by.length; i += 1) {
    const c = by.charAt(i);
    if (c === "\\") {
      i += 1;
      if (i >= by.length) javaThrows("IllegalArgumentException", "character to be escaped is missing");
      text += by.charAt(i);
    } else if (c === "$") {
      const { number, length } = groupReference(by.slice(i + 1), groups, names);
      text += number === 0 ? self.slice(match.start, match.end) : (match.group(number) ?? "");
      i += length;
    } else {
      text += c;
    }
  }
  return text;
}

/** As many digits as still name a group. */
function groupReference(
  after: string,
  groups: number,
  names: ReadonlyMap<string, number>,
): { readonly number: number; readonly length: number } {
  const name = /^\{([A-Za-z][A-Za-z0-9]*)\}/.exec(after);
  if (name !== null) {
    const number = names.get(name[1] ?? "");
    if (number === undefined) javaThrows("IllegalArgumentException", `No group with name {${name[1]}}`);
    return { number, length: name[0].length };
  }
  const digits = /^[0-9]+/.exec(after)?.[0] ?? "";
  if (digits === "") javaThrows("IllegalArgumentException", "Illegal group reference");
  let number = Number(digits.charAt(0));
  if (number > groups) javaThrows("IndexOutOfBoundsException", `No group ${number}`);
  let length = 1;
  for (; length < digits.length; length += 1) {
    const longer = number * 10 + Number(digits.charAt(length));
    if (longer > groups) break;
    number = longer;
  }
  return { number, length };
}

/** `split`: without trailing empty parts when `limit` is 0; at most `limit` parts when it is positive. */
export function splitText(self: string, pattern: string, limit: number, frame: Frame): string[] {
  const parts: string[] = [];
  let from = 0;
  const compiled = regex(pattern);
  const pay = payer(frame);
  for (let match: Match | undefined; ; ) {
    match = nextMatch(self, compiled, match, pay);
    if (match === undefined || (limit > 0 && parts.length === limit - 1)) break;
    // An empty match at the beginning makes no empty first part.
    if (match.end === 0) continue;
    parts.push(self.slice(from, match.start));
    from = match.end;
  }
  if (from === 0) return [self];
  parts.push(self.slice(from));
  while (limit === 0 && parts.at(-1) === "") parts.pop();
  return parts;
}
