import { GatewayError } from "../gateway-error.ts";
import { isObject } from "../json-object.ts";
import { canBefall, type Fault, type FaultDocument, operationsOf, splitOperation } from "./fault-document.ts";

/** The operations of each service, by the name that it has in a credential scope. */
export interface KnownOperations {
  readonly [service: string]: readonly string[];
}

/**
 * Checks that a value is a document of faults.
 *
 * @throws GatewayError `FaultsInvalid` with every problem, each with its place and what to write instead.
 */
export function readFaultDocument(value: unknown, known: KnownOperations): FaultDocument {
  const problems = [...problemsOf(value, known)];
  if (problems.length > 0) throw new GatewayError("FaultsInvalid", problems.join("\n"));
  // The checks above are the checked boundary.
  return value as FaultDocument;
}

type Check = (value: unknown) => string | undefined;

function* problemsOf(value: unknown, known: KnownOperations): Generator<string> {
  if (!isObject(value)) {
    yield `The faults are not an object. Write ${example}.`;
    return;
  }
  yield* unknownMembers(value, ["seed", "rules"], "The document");
  if (value["seed"] !== undefined) yield* checked(value, "seed", wholeNumber(0, 2 ** 32 - 1), "");
  const rules = value["rules"];
  if (!Array.isArray(rules)) {
    yield `rules is not a list of rules. Write ${example}.`;
    return;
  }
  for (const [index, rule] of rules.entries()) yield* problemsOfRule(rule, `rules[${index}]`, known);
}

function* problemsOfRule(rule: unknown, where: string, known: KnownOperations): Generator<string> {
  if (!isObject(rule)) {
    yield `${where} is not an object. Write one such as {"operation":"PutMethod","fault":"throttle","count":1}.`;
    return;
  }
  const { fault } = rule;
  if (!isFault(fault)) {
    const names = Object.keys(members).join(", ");
    yield `${where}.fault is ${fault === undefined ? "missing" : `${JSON.stringify(fault)}, which is no fault`}. Write one of ${names}.`;
    return;
  }
  const { required = {}, optional } = members[fault];
  const all: { readonly [name: string]: Check } = { ...always, ...required, ...optional };
  yield* unknownMembers(rule, ["fault", ...Object.keys(all)], `${where}, a rule of ${fault},`);
  for (const [name, check] of Object.entries(all)) {
    if (rule[name] !== undefined) yield* checked(rule, name, check, `${where}.`);
    else if (Object.hasOwn(required, name)) yield `${where}.${name} is missing: ${fault} needs it.`;
  }
  if (typeof rule["operation"] === "string") {
    yield* problemsOfOperation(rule["operation"], fault, `${where}.operation`, known);
  }
}

function* problemsOfOperation(
  text: string,
  fault: Fault,
  where: string,
  known: KnownOperations,
): Generator<string> {
  const { service, operation } = splitOperation(text);
  const services = service === undefined ? Object.keys(known) : [service];
  const names = services.flatMap((name) => (Object.hasOwn(known, name) ? (known[name] ?? []) : []));
  if (names.length === 0) {
    yield `${where}: ${JSON.stringify(service)} is no service. Write one of ${Object.keys(known).join(", ")}.`;
  } else if (operation !== "*" && !names.includes(operation)) {
    yield `${where}: ${JSON.stringify(text)} is no operation of this gateway${suggestion(operation, names)}. Write AWS's name of one, or * for all.`;
  } else if (operation !== "*" && !canBefall(fault, operation)) {
    const fitting = operationsOf[fault]?.join(", ") ?? "those that change something";
    yield `${where}: ${fault} cannot befall ${operation}. Write one of ${fitting}, or leave it out for all of them.`;
  }
}

function* checked(
  object: { readonly [name: string]: unknown },
  name: string,
  check: Check,
  prefix: string,
): Generator<string> {
  const wanted = check(object[name]);
  if (wanted !== undefined)
    yield `${prefix}${name} is ${JSON.stringify(object[name])}, which is not ${wanted}.`;
}

function* unknownMembers(object: object, names: readonly string[], where: string): Generator<string> {
  for (const name of Object.keys(object)) {
    if (!names.includes(name)) yield `${where} has no ${JSON.stringify(name)}: it takes ${names.join(", ")}.`;
  }
}

/** The operation that was probably meant. */
function suggestion(operation: string, names: readonly string[]): string {
  const same = (name: string) => name.toLowerCase() === operation.toLowerCase();
  const near = (name: string) => name.startsWith(operation.slice(0, -2)) && operation.length > 4;
  const found = names.find(same) ?? names.find(near);
  return found === undefined ? "" : ` (${found} is)`;
}

function wholeNumber(least: number, most: number): Check {
  return (value) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most
      ? undefined
      : `a whole number from ${least} to ${most}`;
}

const text: Check = (value) => (typeof value === "string" && value !== "" ? undefined : "a name");
const probability: Check = (value) =>
  typeof value === "number" && value > 0 && value <= 1 ? undefined : "a number above 0 and up to 1";
const duration = wholeNumber(0, 3_600_000);

const always = {
  after: wholeNumber(0, 1e9),
  count: wholeNumber(1, 1e9),
  rate: probability,
};

interface Members {
  readonly required?: { readonly [name: string]: Check };
  readonly optional: { readonly [name: string]: Check };
}

const members: { readonly [F in Fault]: Members } = {
  throttle: { optional: { operation: text, retryAfterSeconds: wholeNumber(0, 3600) } },
  internalError: { optional: { operation: text } },
  conflict: { optional: { operation: text } },
  timeoutBefore: { optional: { operation: text, milliseconds: duration } },
  timeoutAfter: { optional: { operation: text, milliseconds: duration } },
  halfway: { optional: { operation: text } },
  updating: { required: { milliseconds: duration }, optional: { operation: text } },
  propagationDelay: { required: { milliseconds: duration }, optional: { operation: text } },
  coldStart: { required: { milliseconds: duration }, optional: { function: text } },
};

const example = '{"rules":[{"operation":"PutMethod","fault":"throttle","count":1}]}';

function isFault(value: unknown): value is Fault {
  return typeof value === "string" && Object.hasOwn(members, value);
}
