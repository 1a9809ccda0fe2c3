import { lintIf } from "../directives/if.ts";
import { lintMacroCall } from "../directives/macro-call.ts";
import { lintSet } from "../directives/set.ts";
import type { Block, DirectiveNode, ParsedTemplate, ReferenceNode, SetNode } from "../parser/syntax.ts";
import { rootNames } from "../variables/roots.ts";
import { walkBranches } from "./branches.ts";
import { createEnvironment } from "./environment.ts";
import type { Report } from "./finding.ts";
import { createGuards } from "./guards.ts";
import { createInspection } from "./inspection.ts";
import { type JsonPosition, positionIn, start, unknown } from "./json-state.ts";
import type { Linter } from "./linter.ts";
import { walkLoop } from "./loops.ts";
import { walkMacro, walkMacroCall } from "./macros.ts";
import { anything, either, mayBeMissing, type Origin } from "./origin.ts";
import { assuming, costOf, distinct, feed, feedUnknown, type ReportComma, unsure } from "./paths.ts";
import type { Print } from "./rules/print-rule.ts";
import { printedWhitespace } from "./rules/printed-whitespace.ts";
import { printRules } from "./rules/registry.ts";
import type { KnownParameters } from "./rules/use-rule.ts";
import { survey as surveyOf } from "./survey.ts";
import { originsOf, traceOf } from "./trace.ts";
import { expressionsOf, literalText } from "./tree.ts";
import { aside, forgetVariable, giveUp, type Walker } from "./walker.ts";

/**
 * Walks a template without a request. Instead of values, variables have what they may be; instead of one output there
 * are the ways that conditions allow, each with its place in the JSON. What the rules see is what would be printed,
 * wherever a `#set` or macro took it from.
 */

export interface AnalysisOptions {
  readonly kind: "request" | "response";
  readonly contentType: string;
  readonly parameters: KnownParameters | undefined;
}

/** How much is looked at. Each statement costs what is known on the ways to it, and text a little for each of them. */
const budget = 500_000;

export function analyse(
  source: string,
  parsed: ParsedTemplate,
  options: AnalysisOptions,
  report: Report,
): void {
  const isJson = /[/+]json\b/i.test(options.contentType);
  const survey = surveyOf(parsed.block);
  const environment = createEnvironment(roots);
  const guards = createGuards(environment);
  const inspection = createInspection(environment, options.parameters, survey.evaluates, report);
  const names = new Set([...rootNames, ...survey.assigned]);
  const namesInLoop = new Set([...names, "foreach", "velocityCount", "velocityHasNext"]);
  // A macro may be called in a loop, and with a block.
  const namesInMacro = new Set([...namesInLoop, "bodyContent"]);

  const linter: Linter = {
    kind: options.kind,
    get inLoop() {
      return walker.loop !== undefined;
    },
    macros: [...parsed.macros.keys()],
    origins: (expression) => originsOf(expression, environment),
    mayBeMissing: (expression) =>
      originsOf(expression, environment).some((each) => mayBeMissing(each) && !isKnown(each)),
    wasSetInTurn: (name) => walker.loop?.settled.has(name) ?? false,
    overridePath,
    isOverridden: (path) => environment.get(overrideKey(path)).every(({ kind }) => kind === "assigned"),
    report,
  };

  const walker: Walker = {
    parsed,
    survey,
    environment,
    guards,
    linter,
    paths: [{ json: isJson ? start : unknown, assumptions: new Map(), sure: isJson, comma: -1 }],
    loop: undefined,
    macroDepth: 0,
    left: budget,
    run,
    inspect(expression, role) {
      const known = walker.macroDepth > 0 ? namesInMacro : walker.loop === undefined ? names : namesInLoop;
      walker.left -= inspection.inspect(expression, role, known);
    },
    printText,
  };

  function overridePath(target: ReferenceNode): string | undefined {
    const last = target.steps.at(-1);
    const owner = traceOf(target, environment).from.at(-1);
    const name =
      last?.type === "property" ? last.name : last?.type === "index" ? literalText(last.index) : undefined;
    const [only, another] = owner ?? [];
    if (only?.kind !== "context" || another !== undefined || name === undefined) return undefined;
    return /^(?:request|response)Override\b/.test(only.path) ? `${only.path}.${name}` : undefined;
  }

  function isKnown(origin: Origin): boolean {
    return (origin.kind === "payload" || origin.kind === "json") && guards.isAsked(origin.path);
  }

  function run(block: Block): void {
    for (const [i, statement] of block.entries()) {
      if (walker.paths.length === 0) return;
      walker.left -= costOf(walker.paths);
      switch (statement.type) {
        case "text": {
          const advice = printedWhitespace(statement, block[i - 1], block[i + 1], options.contentType);
          if (advice !== undefined) report("PrintedWhitespace", advice.offset ?? statement.offset, advice);
          printText(statement.text, statement.offset);
          break;
        }
        case "reference":
          print(statement);
          break;
        case "set":
          assign(statement);
          break;
        case "if":
          for (const { condition } of statement.branches) walker.inspect(condition, "read");
          lintIf(statement, linter);
          walkBranches(statement, walker);
          break;
        case "macroCall":
          lintMacroCall(statement, linter);
          walkMacroCall(statement, walker);
          break;
        case "directive":
          for (const each of expressionsOf(statement)) walker.inspect(each, "target");
          statement.directive.lint?.(statement, linter);
          direct(statement);
      }
    }
  }

  function printText(text: string, offset: number): void {
    walker.left -= (text.length * walker.paths.length) / 16;
    const isWhole = source.startsWith(text, offset);
    walker.paths = feed(walker.paths, text, (i) => (isWhole ? offset + i : offset), reportComma);
  }

  function reportComma(...[code, offset]: Parameters<ReportComma>): void {
    if (code === "StrayComma") {
      const message =
        "On one way through the template this comma has no value before it or none after it, and JSON wants both";
      const fix = "Write the comma only where a value follows: in a #foreach #if($foreach.hasNext),#end";
      report(code, offset, { message, fix: `${fix}; else put a member that is always there last` });
    } else {
      const message =
        "On one way through the template another value stands before this one, without a comma between";
      report(code, offset, {
        message,
        fix: "Write a comma between them: in a #foreach #if($foreach.hasNext),#end",
      });
    }
  }

  function position(): JsonPosition {
    const found = new Set(walker.paths.map(({ json }) => positionIn(json)));
    const [only = "unknown"] = found;
    return found.size === 1 ? only : "unknown";
  }

  function print(node: ReferenceNode): void {
    walker.inspect(node, "printed");
    const origins = originsOf(node, environment);
    if (isJson && !node.escaped) lintPrinted(node, origins);
    if (node.before !== "") walker.paths = feed(walker.paths, node.before, () => node.offset, reportComma);
    const texts = origins.map((origin) => (origin.kind === "literal" ? origin.text : undefined));
    const isWritten = texts.every((text) => text !== undefined);
    if (isWritten && texts.length > 0) {
      const sure = texts.length === 1;
      const before = sure ? walker.paths : unsure(walker.paths);
      walker.paths = distinct(
        texts.flatMap((text) => feed(before, text ?? "", () => node.offset, reportComma)),
      );
    } else {
      walker.paths = feedUnknown(
        walker.paths,
        origins.every(({ kind }) => kind !== "unknown" && kind !== "unset"),
      );
    }
  }

  function lintPrinted(node: ReferenceNode, origins: readonly Origin[]): void {
    const where = position();
    for (const origin of origins) {
      const shown: Print = { node, origin, position: where, kind: options.kind, isGuarded: guards.isAsked };
      for (const { code, check } of printRules) {
        const advice = check(shown);
        if (advice !== undefined) report(code, node.offset, advice);
      }
    }
  }

  function assign(node: SetNode): void {
    walker.inspect(node.target, "target");
    walker.inspect(node.value, "read");
    lintSet(node, linter);
    const override = overridePath(node.target);
    if (override !== undefined) environment.set(overrideKey(override), [{ kind: "assigned" }]);
    const { root, steps, plain } = node.target;
    if (steps.length > 0 || !plain) return;
    const values = originsOf(node.value, environment).map((origin) =>
      origin.kind === "payload" && isKnown(origin) ? { ...origin, present: true } : origin,
    );
    // Null leaves the old value.
    const kept = values.some(mayBeMissing)
      ? environment.get(root).filter(({ kind }) => kind !== "unset")
      : [];
    environment.set(root, either(values, kept));
    if (!values.some(mayBeMissing)) walker.loop?.settled.add(root);
    forgetVariable(walker, root);
    if (node.value.type === "boolean")
      walker.paths = assuming(walker.paths, [[`$${root}`, node.value.value]]);
  }

  function direct(node: DirectiveNode): void {
    switch (node.directive.name) {
      case "foreach":
        walkLoop(node, walker);
        break;
      case "macro":
        walkMacro(node, walker);
        break;
      case "define": {
        const [target] = node.args;
        if (target?.type === "reference") environment.set(target.root, anything);
        aside(walker, () => run(node.body));
        break;
      }
      case "break":
        walker.loop?.left.push(...unsure(walker.paths));
        walker.paths = [];
        break;
      case "stop":
        walker.paths = [];
        break;
      case "literal":
        printText(node.bodySource, node.offset);
        break;
      case "evaluate":
        giveUp(walker);
        break;
      default:
    }
  }

  run(parsed.block);
  inspection.finish();
}

function overrideKey(path: string): string {
  return `$context.${path}`;
}

const roots: ReadonlyMap<string, readonly Origin[]> = new Map(
  (["input", "util", "context", "stageVariables"] as const).map((name) => [name, [{ kind: "root", name }]]),
);
