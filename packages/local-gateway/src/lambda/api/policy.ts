import type {
  AddPermissionRequest,
  AddPermissionResponse,
  GetPolicyRequest,
  GetPolicyResponse,
  RemovePermissionRequest,
} from "@aws-sdk/client-lambda";
import { AwsError } from "../../aws-error.ts";
import { own, without } from "../../own.ts";
import type { Checked } from "../../protocol/checked.ts";
import type { Reader, Transaction } from "../../store/store.ts";
import type { Policy, PolicyStatement } from "../function-record.ts";
import { noSuchAlias } from "./alias.ts";
import type { LambdaContext } from "./context.ts";
import { invalidParameter, resourceConflict, resourceNotFound, staleRevision } from "./errors.ts";
import { aliases, type Found, findQualified, functions, versions } from "./find-function.ts";
import { functionArn, parseQualified } from "./function-name.ts";

/** D: bytes. */
const maximumPolicy = 20_480;

export function AddPermission(
  input: Checked<AddPermissionRequest>,
  context: LambdaContext,
): Promise<AddPermissionResponse> {
  return context.store.transact((store) => {
    const found = findHolder(store, context, input);
    if (found.qualifier === "$LATEST") {
      throw invalidParameter("We currently do not support adding policies for $LATEST.");
    }
    const before = policyOf(found);
    checkRevision(found, input.RevisionId);
    if (own(before, input.StatementId) !== undefined) {
      throw resourceConflict(
        `The statement id (${input.StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
      );
    }
    const statement = toStatement(input, found.arn);
    const policy = { ...before, [input.StatementId]: statement };
    const size = Buffer.byteLength(documentOf(policy));
    if (size > maximumPolicy) {
      throw new AwsError(
        "PolicyLengthExceededException",
        400,
        `The final policy size (${size}) is bigger than the limit (${maximumPolicy}).`,
        { members: { Type: "User" } },
      );
    }
    putPolicy(store, context, found, policy);
    return { Statement: JSON.stringify(statement) };
  });
}

export function RemovePermission(
  input: Checked<RemovePermissionRequest>,
  context: LambdaContext,
): Promise<void> {
  return context.store.transact((store) => {
    const { name, region } = parseQualified(input.FunctionName, context, input.Qualifier);
    if (store.get(functions, region, name) === undefined) {
      throw resourceNotFound(`No policy found for: ${functionArn(context, name)}`);
    }
    const found = findHolder(store, context, input);
    const policy = policyOf(found);
    if (Object.keys(policy).length === 0) {
      throw resourceNotFound("No policy is associated with the given resource.");
    }
    if (own(policy, input.StatementId) === undefined) {
      throw resourceNotFound(`Statement ${input.StatementId} is not found in resource policy.`);
    }
    checkRevision(found, input.RevisionId);
    putPolicy(store, context, found, without(policy, input.StatementId));
  });
}

export function GetPolicy(input: Checked<GetPolicyRequest>, context: LambdaContext): GetPolicyResponse {
  const found = findOrUndefined(context, input);
  const policy = found === undefined ? {} : policyOf(found);
  if (found === undefined || Object.keys(policy).length === 0) {
    throw resourceNotFound("The resource you requested does not exist.");
  }
  return { Policy: documentOf(policy), RevisionId: revisionOf(found) };
}

interface Named {
  readonly FunctionName: string;
  readonly Qualifier?: string | undefined;
}

/** An alias that is not there is reported as one (R test_permission_exceptions). */
function findHolder(store: Reader, context: LambdaContext, input: Named): Found {
  const { name, region, qualifier } = parseQualified(input.FunctionName, context, input.Qualifier);
  const latest = store.get(functions, region, name);
  const isAlias = qualifier !== undefined && /^(?!\d+$)[a-zA-Z0-9-_]+$/.test(qualifier);
  if (latest !== undefined && isAlias && store.get(aliases, region, name, qualifier) === undefined) {
    throw noSuchAlias(latest, qualifier);
  }
  return findQualified(store, context, input.FunctionName, input.Qualifier);
}

function findOrUndefined(context: LambdaContext, input: Named): Found | undefined {
  try {
    return findQualified(context.store, context, input.FunctionName, input.Qualifier);
  } catch (error) {
    if (error instanceof AwsError && error.status === 404) return undefined;
    throw error;
  }
}

function policyOf({ alias, record }: Found): Policy {
  return (alias ?? record).policy;
}

function revisionOf({ alias, record }: Found): string {
  return (alias ?? record).revisionId;
}

function putPolicy(store: Transaction, context: LambdaContext, found: Found, policy: Policy): void {
  const { alias, record, latest } = found;
  const key = [latest.region, latest.functionName];
  const change = { policy, revisionId: context.ids.uuid() };
  if (alias !== undefined) store.put(aliases, [...key, alias.name], { ...alias, ...change });
  else if (record.version === undefined) store.put(functions, key, { ...record, ...change });
  else store.put(versions, [...key, record.version], { ...record, ...change });
}

function documentOf(policy: Policy): string {
  return JSON.stringify({ Version: "2012-10-17", Id: "default", Statement: Object.values(policy) });
}

/** How AddPermission's parameters become a statement (D: resource-based policies). */
function toStatement(input: Checked<AddPermissionRequest>, arn: string): PolicyStatement {
  const equals = {
    ...(input.SourceAccount !== undefined && { "AWS:SourceAccount": input.SourceAccount }),
    ...(input.PrincipalOrgID !== undefined && { "aws:PrincipalOrgID": input.PrincipalOrgID }),
    ...(input.EventSourceToken !== undefined && { "lambda:EventSourceToken": input.EventSourceToken }),
    ...(input.FunctionUrlAuthType !== undefined && {
      "lambda:FunctionUrlAuthType": input.FunctionUrlAuthType,
    }),
  };
  const condition = {
    ...(Object.keys(equals).length > 0 && { StringEquals: equals }),
    ...(input.SourceArn !== undefined && { ArnLike: { "AWS:SourceArn": input.SourceArn } }),
  };
  return {
    Sid: input.StatementId,
    Effect: "Allow",
    Principal: principalOf(input.Principal),
    Action: input.Action,
    Resource: arn,
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  };
}

function principalOf(principal: string): PolicyStatement["Principal"] {
  if (principal === "*") return "*";
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  if (principal.startsWith("arn:")) return { AWS: principal };
  if (/\.amazonaws\.com(?:\.cn)?$/.test(principal)) return { Service: principal };
  throw invalidParameter("The provided principal was invalid. Please check the principal and try again.");
}

function checkRevision(found: Found, revisionId: string | undefined): void {
  if (revisionId !== undefined && revisionId !== revisionOf(found)) throw staleRevision("GetPolicy");
}
