import { type Policy, PolicyError, readPolicy } from "../../policy/document.ts";
import { Refusal } from "../refusal.ts";

/** What a Lambda authorizer says: who calls, and what the caller may. */
export interface AuthorizerAnswer {
  readonly principalId: string;
  readonly policy: Policy;
  readonly context: Readonly<Record<string, string>>;
  readonly usageIdentifierKey?: string;
}

/** Characters of a resource that a policy names (D, output from a Lambda authorizer). */
const maximumResource = 512;

/**
 * Reads what a Lambda authorizer returned (D, output from a Lambda authorizer: `principalId` and `policyDocument` are
 * there, the values of `context` are texts, numbers or booleans, and arrive as text; an empty `principalId` is none,
 * ministack#1367).
 *
 * @throws Refusal `authorizer-configuration-error`; the reason says what is wrong.
 */
export function readAnswer(payload: string): AuthorizerAnswer {
  const answer = membersOf(parsed(payload), "the result");
  const { principalId, policyDocument, context, usageIdentifierKey } = answer;
  if (!isScalar(principalId) || principalId === "") throw misbehaved("the result has no principalId");
  if (policyDocument === undefined || policyDocument === null) {
    throw misbehaved("the result has no policyDocument");
  }
  return {
    principalId: String(principalId),
    policy: policyOf(policyDocument),
    context: context === undefined || context === null ? {} : texts(membersOf(context, "context")),
    ...(isScalar(usageIdentifierKey) && { usageIdentifierKey: String(usageIdentifierKey) }),
  };
}

/** A refusal of what an authorizer did. */
export function misbehaved(what: string, cause?: unknown): Refusal {
  const logged = cause instanceof Refusal ? cause.logged : undefined;
  const options = { cause, ...(logged !== undefined && { logged }) };
  return new Refusal("authorizer-configuration-error", `the authorizer: ${what}`, options);
}

function policyOf(document: unknown): Policy {
  const policy = readOf(document);
  const long = policy.statements
    .flatMap(({ resource }) => resource.patterns)
    .find((pattern) => pattern.length > maximumResource);
  if (long === undefined) return policy;
  throw misbehaved(
    `its policyDocument names a resource of ${long.length} characters, and ${maximumResource} at most are taken: ${long.slice(0, 100)}…`,
  );
}

function readOf(document: unknown): Policy {
  try {
    return readPolicy(document);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    throw misbehaved(`its policyDocument cannot be used: ${error.message}`, error);
  }
}

function isScalar(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function texts(context: Members): Record<string, string> {
  return Object.fromEntries(
    Object.entries(context).flatMap(([name, value]) => {
      if (value === null) return [];
      if (typeof value === "object") {
        throw misbehaved(`context.${name} is an object or a list; it may be text, a number or a boolean`);
      }
      return [[name, String(value)] as const];
    }),
  );
}

type Members = { readonly [name: string]: unknown };

function membersOf(
  value: unknown,
  what: string,
): Members & {
  readonly principalId?: unknown;
  readonly policyDocument?: unknown;
  readonly context?: unknown;
  readonly usageIdentifierKey?: unknown;
} {
  if (isObject(value)) return value;
  throw misbehaved(`${what} is not an object`);
}

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parsed(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch (error) {
    throw misbehaved("the result is not JSON", error);
  }
}
