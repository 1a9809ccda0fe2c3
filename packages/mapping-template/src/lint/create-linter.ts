import type { Linter } from "./linter.ts";
import { mayBeMissing } from "./origin.ts";
import { overrideKey, overridePath } from "./overrides.ts";
import { originsOf } from "./trace.ts";
import type { Walker } from "./walker.ts";

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
