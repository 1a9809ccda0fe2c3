import { breakDirective } from "./break.ts";
import { define } from "./define.ts";
import type { Directive } from "./directive.ts";
import { evaluate } from "./evaluate.ts";
import { foreach } from "./foreach.ts";
import { include, parseFile } from "./include.ts";
import { literal } from "./literal.ts";
import { macro } from "./macro.ts";
import { stop } from "./stop.ts";

const directives: ReadonlyMap<string, Directive> = new Map(
  [foreach, macro, define, evaluate, breakDirective, stop, literal, include, parseFile].map((each) => [
    each.name,
    each,
  ]),
);

/** The directive of this name, if Velocity has one; `#if` and `#set` are the grammar's own. */
export function findDirective(name: string): Directive | undefined {
  return directives.get(name);
}
