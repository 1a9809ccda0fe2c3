import { regex } from "@gatewright/mapping-template";

/** Some tenths of a second, which no honest body needs. */
const maximumSteps = 5_000_000;

/** What can take JavaScript longer than anybody waits: a choice or a repetition inside a repetition. */
const isSlow = /[+*}]\??\)+[+*{]|\|[^()]*\)+[+*{]/;

/**
 * A `pattern` of a model, which is found anywhere in a text (ECMA 262). One that could take forever is matched by
 * counted steps.
 *
 * @throws Error from `test` when there are too many of them
 */
export function modelPattern(pattern: string): { test(text: string): boolean } {
  const native = new RegExp(pattern);
  if (!isSlow.test(pattern)) return native;
  const counted = readable(pattern);
  if (counted === undefined) return native;
  return {
    test: (text) => {
      let left = maximumSteps;
      return (
        counted.find(text, 0, (steps) => {
          left -= steps;
          if (left < 0) throw new Error(`the pattern ${pattern} takes more than ${maximumSteps} steps`);
        }) !== undefined
      );
    },
  };
}

/** The pattern as Java has it, whose `$` lets a line feed follow; undefined for what Java has not. */
function readable(pattern: string): ReturnType<typeof regex> | undefined {
  try {
    return regex(pattern.replace(/(?<!\\)\$$/, "\\z"));
  } catch {
    return undefined;
  }
}
