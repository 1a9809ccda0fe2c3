import type { ParsedTemplate } from "../parser/syntax.ts";
import { rootNames } from "../variables/roots.ts";
import { createLinter } from "./create-linter.ts";
import { createEnvironment } from "./environment.ts";
import type { Report } from "./finding.ts";
import { createGuards } from "./guards.ts";
import { createInspection } from "./inspection.ts";
import { start, unknown } from "./json-state.ts";
import type { Origin } from "./origin.ts";
import type { KnownParameters } from "./rules/use-rule.ts";
import { walkBlock } from "./statements.ts";
import { survey as surveyOf } from "./survey.ts";
import type { Walker } from "./walker.ts";

export interface AnalysisOptions {
  readonly kind: "request" | "response";
  readonly contentType: string;
  readonly parameters: KnownParameters | undefined;
}

/** How much is looked at. Each statement costs what is known on the ways to it, and text a little for each of them. */
const budget = 500_000;

/**
 * Walks a template without a request. Instead of values, variables have what they may be; instead of one output there
 * are the ways that conditions allow, each with its place in the JSON. What the rules see is what would be printed,
 * wherever a `#set` or macro took it from.
 */
export function analyse(
  source: string,
  parsed: ParsedTemplate,
  { kind, contentType, parameters }: AnalysisOptions,
  report: Report,
): void {
  const isJson = /[/+]json\b/i.test(contentType);
  const survey = surveyOf(parsed.block);
  const environment = createEnvironment(roots);
  const inspection = createInspection(environment, parameters, survey.evaluates, report);
  const namesAt = namesByPlace(survey.assigned);
  const walker: Walker = {
    source,
    parsed,
    kind,
    contentType,
    isJson,
    survey,
    environment,
    guards: createGuards(environment),
    get linter() {
      return linter;
    },
    report,
    paths: [{ json: isJson ? start : unknown, assumptions: new Map(), sure: isJson, comma: -1 }],
    loop: undefined,
    macroDepth: 0,
    left: budget,
    run: (block) => walkBlock(block, walker),
    inspect(expression, role) {
      walker.left -= inspection.inspect(expression, role, namesAt(walker));
    },
  };
  const linter = createLinter(walker);
  walker.run(parsed.block);
  inspection.finish();
}

/** The names that something gives a value to, for each place. */
function namesByPlace(assigned: ReadonlySet<string>): (walker: Walker) => ReadonlySet<string> {
  const names = new Set([...rootNames, ...assigned]);
  const inLoop = new Set([...names, "foreach", "velocityCount", "velocityHasNext"]);
  // A macro may be called in a loop, and with a block.
  const inMacro = new Set([...inLoop, "bodyContent"]);
  return ({ macroDepth, loop }) => {
    if (macroDepth > 0) return inMacro;
    return loop === undefined ? names : inLoop;
  };
}

const roots: ReadonlyMap<string, readonly Origin[]> = new Map(
  rootNames.map((name) => [name, [{ kind: "root", name }]]),
);
