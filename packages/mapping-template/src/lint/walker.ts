import type { Block, DirectiveArgument, ParsedTemplate } from "../parser/syntax.ts";
import type { Environment } from "./environment.ts";
import type { Report } from "./finding.ts";
import type { Guards } from "./guards.ts";
import { givenUp, unknown } from "./json-state.ts";
import type { Linter } from "./linter.ts";
import { forgetting, type Path } from "./paths.ts";
import type { Survey } from "./survey.ts";

/** A walk through a template: what it knows at one place, and how it goes on. */
export interface Walker {
  readonly source: string;
  readonly parsed: ParsedTemplate;
  readonly kind: "request" | "response";
  readonly contentType: string;
  /** Whether the rules about JSON apply. */
  readonly isJson: boolean;
  readonly survey: Survey;
  readonly environment: Environment;
  readonly guards: Guards;
  readonly linter: Linter;
  readonly report: Report;
  /** All ways on which this place is reached; none if it is not. */
  paths: readonly Path[];
  /** The innermost `#foreach` around this place. */
  loop: Loop | undefined;
  macroDepth: number;
  /** How much may still be looked at. */
  left: number;
  run(block: Block): void;
  /** Asks the rules about every reference of an expression. */
  inspect(expression: DirectiveArgument, role: "printed" | "read" | "target"): void;
}

export interface Loop {
  readonly depth: number;
  /** Variables that this turn has given a value. */
  readonly settled: Set<string>;
  /** The ways that ended at a `#break`. */
  readonly left: Path[];
}

/** What was assumed about a variable that has a new value is forgotten; rather too much than too little. */
export function forgetVariable(walker: Walker, name: string): void {
  walker.paths = forgetting(walker.paths, (key) => key.includes(`$${name}`));
}

/** After something was printed of which nothing is known. */
export function giveUp(walker: Walker): void {
  walker.paths = walker.paths.map((path) => ({ ...path, json: givenUp(path.json), sure: false }));
}

/** Runs what is printed elsewhere, or never; it leaves nothing behind. */
export function aside(walker: Walker, inside: () => void): void {
  const before = walker.paths;
  walker.paths = [{ json: unknown, assumptions: new Map(), sure: false, comma: -1 }];
  walker.environment.attempt(inside);
  walker.paths = before;
}
