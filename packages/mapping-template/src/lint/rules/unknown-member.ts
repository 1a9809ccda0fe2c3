import type { Step } from "../../parser/syntax.ts";
import type { Advice } from "../finding.ts";
import {
  contextShape,
  elsewhere,
  foreachMembers,
  inputMethods,
  memberNames,
  memberOf,
  nearest,
  parameterGroups,
  type Shape,
  utilMethods,
} from "../known-names.ts";
import type { Origin } from "../origin.ts";
import { memberName, type UseRule } from "./use-rule.ts";

/** A method or property that API Gateway's variables do not have; it is null. */
export const unknownMember: UseRule = {
  code: "UnknownMember",
  check({ node, from, role, names }) {
    if (node.root === "foreach" && names.has("foreach")) return ofForeach(node.steps[0], role === "target");
    for (const [i, step] of node.steps.entries()) {
      const [origin, another] = from[i] ?? [];
      const advice = origin === undefined || another !== undefined ? undefined : check(origin, step);
      if (advice !== undefined) return { ...advice, offset: step.offset };
    }
    return undefined;
  },
};

function check(origin: Origin, step: Step): Advice | undefined {
  const name = memberName(step);
  if (name === undefined) return undefined;
  const isCall = step.type === "method";
  switch (origin.kind) {
    case "root":
      if (origin.name === "input") return ofInput(name, isCall, isCall ? step.args.length : -1);
      if (origin.name === "util") return ofUtil(name, isCall, isCall ? step.args.length : -1);
      return origin.name === "context" && !isCall ? ofContext("", contextShape, name) : undefined;
    case "context":
      return isCall ? undefined : ofContext(`${origin.path}.`, origin.shape, name);
    case "params":
      if (isCall || parameterGroups.includes(name)) return undefined;
      return unknown(
        "$input.params()",
        name,
        nearest(name, parameterGroups) ?? synonyms.get(name),
        parameterGroups,
      );
    case "text":
      if (origin.source !== "body" || isCall || origin.escape !== "none") return undefined;
      return {
        message: "$input.body is a text and has no members",
        fix: `Write $input.path("$.${name}"), or $input.json("$.${name}") for JSON`,
      };
    default:
      return undefined;
  }
}

const synonyms: ReadonlyMap<string, string> = new Map([
  ["query", "querystring"],
  ["queryString", "querystring"],
  ["queryStringParameters", "querystring"],
  ["pathParameters", "path"],
]);

function ofInput(name: string, isCall: boolean, arity: number): Advice | undefined {
  if (name === "body" && !isCall) return undefined;
  const known = [...inputMethods, "body"];
  if (!known.includes(name) || (name === "body") === isCall) {
    if (inputMethods.includes(name)) return needsArguments("$input", name);
    return unknown("$input", name, nearest(name, known), known);
  }
  const fits = name === "params" ? arity === 0 || arity === 1 : arity === 1;
  return fits ? undefined : needsArguments("$input", name);
}

/** What AppSync's `$util` has instead. */
const foreignMethods: ReadonlyMap<string, string> = new Map([
  ["toJson", "$input.json"],
  ["defaultIfNull", "#if"],
]);

function ofUtil(name: string, isCall: boolean, arity: number): Advice | undefined {
  if (!utilMethods.includes(name)) {
    const foreign = foreignMethods.get(name);
    if (foreign !== undefined) {
      return { message: `API Gateway's $util has no ${name}; AppSync's has`, fix: `Use ${foreign}` };
    }
    return unknown("$util", name, nearest(name, utilMethods), utilMethods);
  }
  return isCall && arity === 1 ? undefined : needsArguments("$util", name);
}

function needsArguments(owner: string, name: string): Advice {
  const written = name === "params" ? `params() or ${owner}.params("name")` : `${name}(…), with one argument`;
  return { message: `${owner}.${name} written so is null`, fix: `Write ${owner}.${written}` };
}

function ofContext(prefix: string, shape: Shape, name: string): Advice | undefined {
  if (memberOf(shape, name) !== undefined && !elsewhere.has(prefix + name)) return undefined;
  if (typeof shape !== "object") {
    return {
      message: `$context.${prefix.slice(0, -1)} is a text and has no member ${name}`,
      fix: `Write $context.${prefix.slice(0, -1)}`,
    };
  }
  const place = elsewhere.get(prefix + name);
  if (place !== undefined) {
    return {
      message: `$context.${prefix}${name} exists in ${place} only; in a mapping template it is null`,
      fix: "Leave it out",
    };
  }
  const known = memberNames(shape);
  const owner = `$context${prefix === "" ? "" : `.${prefix.slice(0, -1)}`}`;
  // AWS: "API Gateway might add additional context variables".
  return { ...unknown(owner, name, nearest(name, known), known), severity: "warning" };
}

function ofForeach(step: Step | undefined, isTarget: boolean): Advice | undefined {
  const name = memberName(step);
  if (step === undefined || name === undefined || isTarget || foreachMembers.includes(name)) return undefined;
  return { ...unknown("$foreach", name, nearest(name, foreachMembers), foreachMembers), offset: step.offset };
}

function unknown(owner: string, name: string, meant: string | undefined, known: readonly string[]): Advice {
  const some = known.length > 12 ? "a variable of AWS's list" : `one of ${known.join(", ")}`;
  return {
    message: `${owner} has no ${name}: it is null, and prints nothing`,
    fix: meant === undefined ? `Write ${some}` : `Write ${owner}.${meant}`,
  };
}
