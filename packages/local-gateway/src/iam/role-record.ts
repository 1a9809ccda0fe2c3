import { AwsError } from "../aws-error.ts";
import { isObject, memberOf } from "../json-object.ts";
import { type Kind, kind } from "../store/tables.ts";
import type { IdentityContext } from "./context.ts";

/** Key: role name. IAM has no Regions. */
export const roles: Kind<RoleRecord> = kind("role");

export interface RoleRecord {
  readonly roleName: string;
  readonly roleId: string;
  readonly arn: string;
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly createDate: number;
  /** JSON text. */
  readonly assumeRolePolicyDocument: string;
  readonly description?: string | undefined;
  /** Seconds. */
  readonly maxSessionDuration: number;
  readonly tags: { readonly [key: string]: string };
  /** JSON texts by policy name. */
  readonly inlinePolicies: { readonly [name: string]: string };
  /** ARNs in the order in which they were attached. */
  readonly attachedPolicies: readonly string[];
}

export function findRole(context: IdentityContext, roleName: string): RoleRecord {
  const role = context.store.get(roles, roleName);
  if (role === undefined) throw noSuchEntity(`The role with name ${roleName} cannot be found.`);
  return role;
}

export function putRole(context: IdentityContext, role: RoleRecord): void {
  context.store.put(roles, [role.roleName], role);
}

/**
 * @throws AwsError when the text is not a JSON object, or has no statement: the element is required (D, IAM JSON policy
 * elements: Statement), and for an empty list of them AWS was reported to find these errors
 * (cloudposse/terraform-aws-iam-policy#23, otterize/intents-operator#481).
 */
export function checkedPolicy(document: string): string {
  const policy = objectIn(document);
  if (policy === undefined) throw malformedPolicy("This policy contains invalid Json");
  const statement = memberOf(policy, "Statement");
  const hasStatement = Array.isArray(statement) ? statement.length > 0 : isObject(statement);
  if (!hasStatement) throw malformedPolicy("Syntax errors in policy.");
  return document;
}

function objectIn(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    // The same answer as for JSON that is no object.
    return undefined;
  }
}

function malformedPolicy(message: string): AwsError {
  return new AwsError("MalformedPolicyDocument", 400, message);
}

/** D: letters, digits and `+=,.@_-`. */
export function checkedName(name: string, what: string, maximum: number): string {
  if (/^[\w+=,.@-]+$/.test(name) && name.length <= maximum) return name;
  throw new AwsError(
    "ValidationError",
    400,
    `The specified value for ${what} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_- and be ${maximum} characters at most`,
  );
}

export function noSuchEntity(message: string): AwsError {
  return new AwsError("NoSuchEntity", 404, message);
}
