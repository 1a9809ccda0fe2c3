import { membersOf, ownMember } from "../java/from-json.ts";
import { readingCost } from "../java/json.ts";
import type { Value } from "../java/values.ts";
import type { Step } from "../parser/syntax.ts";
import { parameter } from "../variables/input.ts";
import { utilFunction } from "../variables/util.ts";
import type { Compiler, Evaluate } from "./compiler.ts";
import { type Frame, spend, spendText } from "./frame.ts";

/**
 * Short ways to what templates ask of API Gateway's own variables most often: a parameter by its name, a function of
 * `$util`, a text of `$context` or `$stageVariables`. Each gives what the general way gives, without making the objects
 * in between, and is taken only while nothing was assigned to the variable.
 */
export interface Shortcut {
  /** How many steps of the reference it takes at once. */
  readonly length: number;
  /** `undefined`: take the general way. */
  readonly read: (frame: Frame) => Value | undefined;
}

/** @param args of the first step, compiled. */
export function findShortcut(
  root: string,
  steps: readonly Step[],
  args: readonly Evaluate[],
  compiler: Compiler,
): Shortcut | undefined {
  const [first] = steps;
  if (first === undefined) return undefined;
  switch (root) {
    case "input":
      return parameterByName(first, compiler);
    case "util":
      return functionOfUtil(first, args, compiler);
    case "context":
      return textOfContext(steps);
    case "stageVariables":
      return stageVariable(first);
    default:
      return undefined;
  }
}

/** `$input.params('name')`. */
function parameterByName(step: Step, compiler: Compiler): Shortcut | undefined {
  if (step.type !== "method" || step.name !== "params" || step.args.length !== 1) return undefined;
  const [name] = step.args;
  if (name?.type !== "string" || name.block !== undefined) return undefined;
  const { text } = name;
  const { offset } = step;
  return {
    length: 1,
    read: (frame) => paid(frame, parameter(frame.request.params, text), offset, compiler),
  };
}

/** `$util.escapeJavaScript(…)` and the others. */
function functionOfUtil(step: Step, args: readonly Evaluate[], compiler: Compiler): Shortcut | undefined {
  const [argument] = args;
  if (step.type !== "method" || args.length !== 1 || argument === undefined) return undefined;
  const run = utilFunction(step.name, compiler.behaviours);
  if (run === undefined) return undefined;
  const { offset } = step;
  return {
    length: 1,
    read(frame) {
      const text = argument(frame);
      if (typeof text !== "string") return null;
      let result: Value;
      try {
        spend(frame, readingCost(text));
        result = run(text);
      } catch (error) {
        throw compiler.placed(error, offset);
      }
      return paid(frame, result, offset, compiler);
    },
  };
}

/** What a method call costs, as {@link spend} counts. */
function paid(frame: Frame, result: Value, offset: number, compiler: Compiler): Value {
  try {
    spend(frame, 1);
    if (typeof result === "string") spendText(frame, result);
    return result;
  } catch (error) {
    throw compiler.placed(error, offset);
  }
}

/** `$context.identity.sourceIp`: straight from the request, unless a template may have changed it. */
function textOfContext(steps: readonly Step[]): Shortcut | undefined {
  const end = steps.findIndex((step) => step.type !== "property");
  const names = (end < 0 ? steps : steps.slice(0, end)).map((step) =>
    step.type === "property" ? step.name : "",
  );
  const [first] = names;
  if (first === undefined || first === "requestOverride" || first === "responseOverride") return undefined;
  return {
    length: names.length,
    read(frame) {
      if (frame.context !== undefined) return undefined;
      let found: unknown = frame.request.context;
      for (const name of names) {
        if (typeof found !== "object" || found === null || Array.isArray(found)) return undefined;
        found = ownMember(membersOf(found), name);
        if (found === undefined) return null;
      }
      return typeof found === "string" ? found : undefined;
    },
  };
}

/** `$stageVariables.name`. */
function stageVariable(step: Step): Shortcut | undefined {
  if (step.type !== "property") return undefined;
  const { name } = step;
  return {
    length: 1,
    read(frame) {
      if (frame.stageVariables !== undefined) return undefined;
      const found = ownMember(frame.request.stageVariables, name);
      return typeof found === "string" ? found : undefined;
    },
  };
}
