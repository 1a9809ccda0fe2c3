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
import type { FunctionRecord, PolicyStatement } from "../function-record.ts";
import type { LambdaContext } from "./context.ts";
import { resourceConflict, resourceNotFound, staleRevision } from "./errors.ts";
import { findFunction, functions } from "./function-name.ts";

/** D: bytes. */
const MAXIMUM_POLICY = 20_480;

export function AddPermission(
  input: Checked<AddPermissionRequest>,
  context: LambdaContext,
): Promise<AddPermissionResponse> {
  return context.store.transact((store) => {
    const record = findFunction(store, context, input.FunctionName, input.Qualifier);
    checkRevision(record, input.RevisionId);
    if (own(record.policy, input.StatementId) !== undefined) {
      throw resourceConflict(
        `The statement id (${input.StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
      );
    }
    const statement = toStatement(input, record);
    const policy = { ...record.policy, [input.StatementId]: statement };
    const size = Buffer.byteLength(documentOf(policy));
    if (size > MAXIMUM_POLICY) {
      throw new AwsError(
        "PolicyLengthExceededException",
        400,
        `The final policy size (${size}) is bigger than the limit (${MAXIMUM_POLICY}).`,
        { members: { Type: "User" } },
      );
    }
    store.put(functions, [record.region, record.functionName], {
      ...record,
      policy,
      revisionId: context.ids.uuid(),
    });
    return { Statement: JSON.stringify(statement) };
  });
}

export function RemovePermission(
  input: Checked<RemovePermissionRequest>,
  context: LambdaContext,
): Promise<void> {
  return context.store.transact((store) => {
    const record = findFunction(store, context, input.FunctionName, input.Qualifier);
    if (Object.keys(record.policy).length === 0) {
      throw resourceNotFound("No policy is associated with the given resource.");
    }
    if (own(record.policy, input.StatementId) === undefined) {
      throw resourceNotFound(`Statement ${input.StatementId} is not found in resource policy.`);
    }
    checkRevision(record, input.RevisionId);
    store.put(functions, [record.region, record.functionName], {
      ...record,
      policy: without(record.policy, input.StatementId),
      revisionId: context.ids.uuid(),
    });
  });
}

export function GetPolicy(input: Checked<GetPolicyRequest>, context: LambdaContext): GetPolicyResponse {
  const record = findFunction(context.store, context, input.FunctionName, input.Qualifier);
  if (Object.keys(record.policy).length === 0) {
    throw resourceNotFound("The resource you requested does not exist.");
  }
  return { Policy: documentOf(record.policy), RevisionId: record.revisionId };
}

function documentOf(policy: FunctionRecord["policy"]): string {
  return JSON.stringify({ Version: "2012-10-17", Id: "default", Statement: Object.values(policy) });
}

/** How AddPermission's parameters become a statement (D: resource-based policies). */
function toStatement(input: Checked<AddPermissionRequest>, record: FunctionRecord): PolicyStatement {
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
  const qualifier = input.Qualifier === undefined ? "" : `:${input.Qualifier}`;
  return {
    Sid: input.StatementId,
    Effect: "Allow",
    Principal: principalOf(input.Principal),
    Action: input.Action,
    Resource: `${record.functionArn}${qualifier}`,
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  };
}

function principalOf(principal: string): PolicyStatement["Principal"] {
  if (principal === "*") return "*";
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  return principal.startsWith("arn:") ? { AWS: principal } : { Service: principal };
}

function checkRevision(record: FunctionRecord, revisionId: string | undefined): void {
  if (revisionId !== undefined && revisionId !== record.revisionId) throw staleRevision("GetPolicy");
}
