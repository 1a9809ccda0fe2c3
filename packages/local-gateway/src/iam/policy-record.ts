import { AwsError } from "../aws-error.ts";
import { type Kind, kind } from "../store/tables.ts";
import type { IdentityContext } from "./context.ts";
import { noSuchEntity } from "./role-record.ts";

/** Policies of the account, "customer managed". Key: ARN. */
export const policies: Kind<PolicyRecord> = kind("policy");

export interface PolicyRecord {
  readonly arn: string;
  readonly name: string;
  readonly policyId: string;
  readonly path: string;
  readonly description?: string | undefined;
  /** Milliseconds since 1970. */
  readonly created: number;
  /** Milliseconds since 1970. */
  readonly updated: number;
  readonly defaultVersion: string;
  /** The number of the version made last, deleted or not. */
  readonly lastVersion: number;
  /** JSON texts by version id, in the order in which they were made. */
  readonly versions: { readonly [id: string]: { readonly document: string; readonly created: number } };
}

/** R test_delete_non_existent_policy_returns_no_such_entity. */
export function findPolicy(context: IdentityContext, arn: string): PolicyRecord {
  checkArn(arn);
  const record = context.store.get(policies, arn);
  if (record === undefined) throw noSuchEntity(`Policy ${arn} was not found.`);
  return record;
}

/**
 * AWS's own policies can be attached by any name, since there is no list of them here.
 *
 * @throws AwsError R test_role_attach_policy.
 */
export function checkAttachable(context: IdentityContext, arn: string): void {
  checkArn(arn);
  const isThere =
    /^arn:aws[a-z-]*:iam::aws:policy\/./.test(arn) || context.store.get(policies, arn) !== undefined;
  if (!isThere) throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
}

function checkArn(arn: string): void {
  if (/^arn:[^:]+:iam::[^:]*:policy\/./.test(arn)) return;
  throw new AwsError("ValidationError", 400, "Invalid ARN:  Could not be parsed!");
}
