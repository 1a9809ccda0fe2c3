import type { PatchOperation } from "@aws-sdk/client-api-gateway";
import type { AwsError } from "../aws-error.ts";
import { own, without } from "../own.ts";
import { badRequest, notFound } from "./errors.ts";

/** One operation of a patch, with what the braces of the rule's path stood for, unescaped. */
export interface Change {
  readonly op: string;
  readonly path: string;
  readonly names: readonly string[];
  /** Absent when the operation had none: for `replace` that means "reset". */
  readonly value: string | undefined;
  /** Where `copy` copies from. */
  readonly from: string | undefined;
}

type Step<T> = (state: T, change: Change) => T;

/** A path that may be patched, such as `/requestParameters/{name}`, and what each operation does there. */
export interface PatchRule<T> {
  readonly path: string;
  readonly add?: Step<T>;
  readonly replace?: Step<T>;
  readonly remove?: Step<T>;
  readonly copy?: Step<T>;
}

/** What one kind of resource lets a patch do, and the words in which it refuses the rest. */
export interface PatchTable<T> {
  readonly rules: readonly PatchRule<T>[];
  readonly refusal: Refusal;
}

/**
 * Makes the error for an operation that no rule takes, from the paths that take such an operation and from the
 * path's own rule, if there is one.
 */
export type Refusal = (
  change: Change,
  paths: readonly string[],
  rule: { readonly path: string; readonly supported: readonly string[] } | undefined,
) => AwsError;

/**
 * Carries out a patch on a value, in order, and returns the new value. All of it succeeds or nothing is changed.
 *
 * @throws AwsError `BadRequestException` in the words of the table, or `NotFoundException` of a step.
 */
export function applyPatch<T>(
  table: PatchTable<T>,
  state: T,
  operations: readonly PatchOperation[] | undefined,
): T {
  return (operations ?? []).reduce((current, operation) => {
    const { op = "", path = "" } = operation;
    const rule = table.rules.find((candidate) => namesOf(candidate.path, path) !== undefined);
    const change: Change = {
      op,
      path,
      names: rule === undefined ? [] : (namesOf(rule.path, path) ?? []),
      value: operation.value,
      from: operation.from,
    };
    const step = rule === undefined ? undefined : stepOf(rule, op);
    if (step === undefined) {
      const paths = table.rules.filter((other) => stepOf(other, op) !== undefined).map(({ path }) => path);
      throw table.refusal(change, paths, rule && { path: rule.path, supported: opsOf(rule) });
    }
    return step(current, change);
  }, state);
}

/**
 * R: Resource, Model, ApiKey, DocumentationPart (test_update_resource_behaviour, test_update_model); that `remove`
 * lists its own paths is reported of usage plans (boto3#2629). The two spaces are AWS's.
 */
export const refuseWithList: Refusal = ({ op, path }, paths) =>
  paths.length > 0
    ? badRequest(
        `Invalid patch path  '${path}' specified for op '${op}'. Must be one of: [${paths.join(", ")}]`,
      )
    : badRequest(
        `Invalid patch path  '${path}' specified for op '${op}'. Please choose supported operations`,
      );

/**
 * R: RestApi and MethodResponse (test_update_rest_api_compression,
 * test_update_method_lack_response_parameters_and_models).
 */
export const refusePlainly: Refusal = ({ path }, _paths, rule) => {
  if (rule === undefined) return badRequest(`Invalid patch path ${path}`);
  return badRequest(`Invalid patch operation specified. Must be one of: [${rule.supported.join(", ")}]`);
};

/** Rules for a map of texts or flags that is patched entry by entry; an empty map is left out of answers. */
export function entryRules<T, V>(
  path: string,
  read: (state: T) => { readonly [name: string]: V } | undefined,
  write: (state: T, map: { readonly [name: string]: V } | undefined) => T,
  convert: (change: Change) => V,
  missing: string,
): PatchRule<T> {
  const put: Step<T> = (state, change) =>
    write(state, { ...read(state), [change.names[0] ?? ""]: convert(change) });
  return {
    path: `${path}/{name}`,
    add: put,
    replace: put,
    remove: (state, { names: [name = ""] }) => {
      if (own(read(state), name) === undefined) throw notFound(missing);
      const rest = without(read(state), name);
      return write(state, Object.keys(rest).length === 0 ? undefined : rest);
    },
  };
}

/** R: an absent value resets a flag to false (test_request_validator_lifecycle). */
export function flagOf(change: Change): boolean {
  return change.value?.toLowerCase() === "true";
}

export function textOf(change: Change): string {
  return change.value ?? "";
}

/** Text that is dropped when it is empty or absent. */
export function optionalTextOf(change: Change): string | undefined {
  return change.value === undefined || change.value === "" ? undefined : change.value;
}

/** @throws AwsError `BadRequestException` when the value is none of the choices; its words are not recorded. */
export function choiceOf<V extends string>(
  choices: { readonly [name: string]: V },
  { value, path }: Change,
): V {
  const all = Object.values(choices);
  const found = all.find((candidate) => candidate === value);
  if (found === undefined) {
    throw badRequest(`Invalid value specified for ${path}. Valid options are ${all.join(",")}`);
  }
  return found;
}

function opsOf<T>(rule: PatchRule<T>): readonly string[] {
  return (["add", "remove", "replace"] as const).filter((op) => rule[op] !== undefined);
}

function stepOf<T>(rule: PatchRule<T>, op: string): Step<T> | undefined {
  return op === "add" || op === "replace" || op === "remove" || op === "copy" ? rule[op] : undefined;
}

/**
 * What the braces of a rule's path stand for in a path, or nothing when they do not fit. JSON pointer escapes are
 * undone. A name that ends in `+` stands for one part or more.
 */
function namesOf(rule: string, path: string): string[] | undefined {
  const wanted = rule.split("/");
  const found = path.split("/");
  const greedy = wanted.findIndex((part) => part.endsWith("+}"));
  if (greedy >= 0 && found.length > wanted.length) {
    const more = found.length - wanted.length + 1;
    found.splice(greedy, more, found.slice(greedy, greedy + more).join("/"));
  }
  if (wanted.length !== found.length) return undefined;
  const names: string[] = [];
  for (const [index, part] of wanted.entries()) {
    const text = found[index] ?? "";
    if (part.startsWith("{")) names.push(text.replaceAll("~1", "/").replaceAll("~0", "~"));
    else if (part !== text) return undefined;
  }
  return names;
}
