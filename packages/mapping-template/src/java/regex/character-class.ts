import { both, either, not, only, range } from "./characters.ts";
import { parseEscape, parseQuoted } from "./escape.ts";
import { deeper, eat, type PatternReader, refuse, takeCodePoint } from "./reader.ts";
import type { CharacterTest } from "./syntax.ts";

/** After `[`: ranges, other classes, and `&&` between what both sides have. */
export function parseClass(r: PatternReader): CharacterTest {
  return deeper(r, () => {
    const negated = eat(r, "^");
    const has = classItems(r);
    return negated ? not(has) : has;
  });
}

function classItems(r: PatternReader): CharacterTest {
  let result: CharacterTest | undefined;
  let tests: CharacterTest[] = [];
  for (let first = true; ; first = false) {
    if (r.at >= r.pattern.length) refuse(r, "unclosed character class");
    if (!first && eat(r, "]")) break;
    if (eat(r, "&&")) {
      // Nothing before the first && leaves all to what follows.
      if (result !== undefined || tests.length > 0) result = intersection(result, tests);
      tests = [];
    } else {
      tests.push(classItem(r));
    }
  }
  return intersection(result, tests);
}

function intersection(left: CharacterTest | undefined, tests: readonly CharacterTest[]): CharacterTest {
  if (left !== undefined && tests.length === 0) return left;
  const right = either(...tests);
  return left === undefined ? right : both(left, right);
}

function classItem(r: PatternReader): CharacterTest {
  if (eat(r, "[")) return parseClass(r);
  if (eat(r, "\\Q")) return either(...parseQuoted(r).map(only));
  const from = classCharacter(r);
  if (typeof from === "function") return from;
  const next = r.pattern[r.at + 1];
  if (r.pattern[r.at] !== "-" || next === "]" || next === "[" || next === undefined) return only(from);
  r.at += 1;
  const to = classCharacter(r);
  if (typeof to === "function" || to < from) return refuse(r, "illegal character range");
  return range(from, to);
}

function classCharacter(r: PatternReader): number | CharacterTest {
  return eat(r, "\\") ? parseEscape(r) : takeCodePoint(r);
}
