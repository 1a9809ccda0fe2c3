import { isObject, type JsonObject } from "../json-object.ts";

/** A policy document, read once: lists where JSON allows one value or many. */
export interface Policy {
  readonly statements: readonly Statement[];
}

export interface Statement {
  readonly effect: "Allow" | "Deny";
  /** Absent from identity-based policies and from what a Lambda authorizer answers. */
  readonly principal?: PrincipalElement;
  readonly action: Element;
  readonly resource: Element;
  readonly conditions: readonly Condition[];
}

/** `Action` or `NotAction`, `Resource` or `NotResource`. */
export interface Element {
  readonly negated: boolean;
  readonly patterns: readonly string[];
}

export interface PrincipalElement {
  readonly negated: boolean;
  /** `*` is written as `{ AWS: "*" }`. */
  readonly of: { readonly AWS?: readonly string[]; readonly Service?: readonly string[] };
}

export interface Condition {
  /** Such as `StringEquals` or `ForAnyValue:StringLikeIfExists`. */
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** What cannot be read as a policy; the message says where. */
export class PolicyError extends Error {
  override readonly name = "PolicyError";
  readonly code = "MalformedPolicy";
}

/**
 * Reads a policy document (D: IAM JSON policy elements reference), given as JSON text or as what JSON text says.
 *
 * @throws PolicyError
 */
export function readPolicy(document: unknown): Policy {
  return readStatements(document, readStatement);
}

/**
 * As `readPolicy`, of a policy whose statements name no resource because they are about what has the policy: a role's
 * trust policy.
 *
 * @throws PolicyError
 */
export function readTrustPolicy(document: unknown): Policy {
  return readStatements(document, (value, index) =>
    readStatement(isObject(value) ? { ...value, Resource: "*" } : value, index),
  );
}

function readStatements(document: unknown, read: (value: unknown, index: number) => Statement): Policy {
  const policy = objectOf(typeof document === "string" ? parsed(document) : document, "the policy");
  const statements = policy["Statement"];
  if (statements === undefined) throw new PolicyError("the policy has no Statement");
  return { statements: (Array.isArray(statements) ? statements : [statements]).map(read) };
}

function readStatement(value: unknown, index: number): Statement {
  const where = `statement ${index + 1}`;
  const statement = objectOf(value, where);
  const effect = statement["Effect"];
  if (effect !== "Allow" && effect !== "Deny") {
    throw new PolicyError(`Effect of ${where} is ${JSON.stringify(effect)}; it has to be "Allow" or "Deny"`);
  }
  const principal = readPrincipal(statement, where);
  return {
    effect,
    ...(principal && { principal }),
    action: readElement(statement, "Action", where),
    resource: readElement(statement, "Resource", where),
    conditions: readConditions(statement["Condition"], where),
  };
}

function readElement(statement: JsonObject, name: string, where: string): Element {
  const positive = statement[name];
  const negative = statement[`Not${name}`];
  if ((positive === undefined) === (negative === undefined)) {
    throw new PolicyError(`${where} needs ${name} or Not${name}, and not both`);
  }
  const patterns = textsOf(positive ?? negative, `${name} of ${where}`);
  if (patterns.length === 0) throw new PolicyError(`${name} of ${where} is empty`);
  return { negated: positive === undefined, patterns };
}

function readPrincipal(statement: JsonObject, where: string): PrincipalElement | undefined {
  const value = statement["Principal"] ?? statement["NotPrincipal"];
  if (value === undefined) return undefined;
  const negated = statement["Principal"] === undefined;
  if (value === "*") return { negated, of: { AWS: ["*"] } };
  const { AWS, Service } = Object.fromEntries(
    Object.entries(objectOf(value, `Principal of ${where}`)).map(
      ([type, names]) => [type, textsOf(names, `Principal of ${where}`)] as const,
    ),
  );
  return { negated, of: { ...(AWS && { AWS }), ...(Service && { Service }) } };
}

function readConditions(value: unknown, where: string): Condition[] {
  if (value === undefined) return [];
  return Object.entries(objectOf(value, `Condition of ${where}`)).flatMap(([operator, keys]) =>
    Object.entries(objectOf(keys, `${operator} of ${where}`)).map(([key, values]) => ({
      operator,
      key,
      values: textsOf(values, `${operator} of ${where}`),
    })),
  );
}

function objectOf(value: unknown, what: string): JsonObject {
  if (isObject(value)) return value;
  throw new PolicyError(`${what} has to be an object`);
}

function textsOf(value: unknown, what: string): string[] {
  return (Array.isArray(value) ? value : [value]).map((one: unknown) => {
    if (typeof one === "string") return one;
    if (typeof one === "number" || typeof one === "boolean") return String(one);
    throw new PolicyError(`${what} has to be text or a list of texts`);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PolicyError("the policy is not JSON", { cause });
  }
}
