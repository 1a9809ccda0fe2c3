import type { DirectiveArgument, ReferenceNode } from "../parser/syntax.ts";
import type { Advice, LintCode } from "./finding.ts";
import { mayBeMissing, type Origin } from "./origin.ts";
import { overrideKey, overridePath } from "./overrides.ts";
import { originsOf } from "./trace.ts";
import type { Walker } from "./walker.ts";

/** What a directive's lint part is given: what is known at this point of the template, and where to say something. */
export interface Linter {
  readonly kind: "request" | "response";
  /** Inside a `#foreach`. */
  readonly inLoop: boolean;
  /** All that an expression may be. */
  origins(expression: DirectiveArgument): readonly Origin[];
  /** Whether this may print nothing, or be null. */
  mayBeMissing(expression: DirectiveArgument): boolean;
  /** Whether this turn of the loop has given the variable a value before. */
  wasSetInTurn(name: string): boolean;
  /** The names of all macros. */
  readonly macros: readonly string[];
  /** `responseOverride.status` for a reference to it. */
  overridePath(target: ReferenceNode): string | undefined;
  /** Whether an override was made on every way to here. */
  isOverridden(path: string): boolean;
  report(code: LintCode, offset: number, advice: Advice): void;
}

/** The linter for wherever the walker is. */
export function createLinter(walker: Walker): Linter {
  const { environment, guards } = walker;
  return {
    kind: walker.kind,
    get inLoop() {
      return walker.loop !== undefined;
    },
    macros: [...walker.parsed.macros.keys()],
    origins: (expression) => originsOf(expression, environment),
    mayBeMissing: (expression) =>
      originsOf(expression, environment).some((each) => mayBeMissing(each) && !guards.isGuarded(each)),
    wasSetInTurn: (name) => walker.loop?.settled.has(name) ?? false,
    overridePath: (target) => overridePath(target, environment),
    isOverridden: (path) => environment.get(overrideKey(path)).every(({ kind }) => kind === "assigned"),
    report: walker.report,
  };
}
