import { ValueError } from "../template-error.ts";

/** How deep values may nest where they are printed or compared, and how many one of them may hold in all. */
export const maximumValueDepth = 400;
const maximumValueSize = 1_000_000;

/** A walk through a value; one that contains itself, or itself twice at each of forty levels, must not take forever. */
export interface Walk {
  depth: number;
  left: number;
}

/** Runs one level deeper. */
export function deeper<T>(walk: Walk, visit: () => T): T {
  enter(walk);
  const result = visit();
  walk.depth -= 1;
  return result;
}

/** One level deeper, until the caller takes one from the depth again. */
export function enter(walk: Walk): void {
  walk.depth += 1;
  walk.left -= 1;
  if (walk.depth > maximumValueDepth) throw new ValueError("TemplateTooDeep", "A value is nested too deep");
  if (walk.left < 0)
    throw new ValueError("TemplateBudget", `A value holds more than ${maximumValueSize} values`);
}

export function newWalk(): Walk {
  return { depth: 0, left: maximumValueSize };
}
