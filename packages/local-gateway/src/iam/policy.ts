import type {
  CreatePolicyRequest,
  CreatePolicyResponse,
  CreatePolicyVersionRequest,
  CreatePolicyVersionResponse,
  DeletePolicyRequest,
  DeletePolicyVersionRequest,
  GetPolicyRequest,
  GetPolicyResponse,
  GetPolicyVersionRequest,
  GetPolicyVersionResponse,
  ListPoliciesRequest,
  ListPoliciesResponse,
  ListPolicyVersionsRequest,
  ListPolicyVersionsResponse,
  Policy,
  PolicyVersion,
} from "@aws-sdk/client-iam";
import { AwsError } from "../aws-error.ts";
import { own, without } from "../own.ts";
import type { Checked } from "../protocol/checked.ts";
import type { IdentityContext } from "./context.ts";
import { page } from "./page.ts";
import { findPolicy, type PolicyRecord, policies } from "./policy-record.ts";
import { checkedName, checkedPolicy, noSuchEntity, roles } from "./role-record.ts";

/** D, IAM quotas: versions of one policy. */
const maximumVersions = 5;

export function CreatePolicy(
  input: Checked<CreatePolicyRequest>,
  context: IdentityContext,
): CreatePolicyResponse {
  const name = checkedName(input.PolicyName, "policyName", 128);
  const path = input.Path ?? "/";
  const arn = `arn:aws:iam::${context.accountId}:policy${path}${name}`;
  const isTaken = context.store.list(policies).some((policy) => policy.name === name);
  if (isTaken) {
    throw new AwsError(
      "EntityAlreadyExists",
      409,
      `A policy called ${name} already exists. Duplicate names are not allowed.`,
    );
  }
  const record: PolicyRecord = {
    arn,
    name,
    policyId: `ANPA${context.ids.upper(17)}`,
    path,
    description: input.Description,
    created: context.now,
    updated: context.now,
    defaultVersion: "v1",
    lastVersion: 1,
    versions: { v1: { document: checkedPolicy(input.PolicyDocument), created: context.now } },
  };
  put(context, record);
  return { Policy: toListed(record, context) };
}

export function GetPolicy(input: Checked<GetPolicyRequest>, context: IdentityContext): GetPolicyResponse {
  const record = findPolicy(context, input.PolicyArn);
  return { Policy: { ...toListed(record, context), Description: record.description, Tags: [] } };
}

/** AWS's own policies are not kept here, so that only the account's are listed. */
export function ListPolicies(
  input: Checked<ListPoliciesRequest>,
  context: IdentityContext,
): ListPoliciesResponse {
  const found = context.store
    .list(policies)
    .filter(({ path }) => path.startsWith(input.PathPrefix ?? "/") && input.Scope !== "AWS")
    .filter(({ arn }) => input.OnlyAttached !== true || attachments(arn, context) > 0);
  const { items, ...marker } = page(found, input);
  return { Policies: items.map((record) => toListed(record, context)), ...marker };
}

export function DeletePolicy(input: Checked<DeletePolicyRequest>, context: IdentityContext): void {
  const record = findPolicy(context, input.PolicyArn);
  if (attachments(record.arn, context) > 0) {
    throw new AwsError("DeleteConflict", 409, "Cannot delete a policy attached to entities.");
  }
  if (Object.keys(record.versions).length > 1) {
    throw new AwsError(
      "DeleteConflict",
      409,
      "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
    );
  }
  context.store.delete(policies, record.arn);
}

export function CreatePolicyVersion(
  input: Checked<CreatePolicyVersionRequest>,
  context: IdentityContext,
): CreatePolicyVersionResponse {
  const record = findPolicy(context, input.PolicyArn);
  if (Object.keys(record.versions).length >= maximumVersions) {
    throw new AwsError(
      "LimitExceeded",
      409,
      "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.",
    );
  }
  const id = `v${record.lastVersion + 1}`;
  const version = { document: checkedPolicy(input.PolicyDocument), created: context.now };
  const after: PolicyRecord = {
    ...record,
    updated: context.now,
    lastVersion: record.lastVersion + 1,
    versions: { ...record.versions, [id]: version },
    defaultVersion: input.SetAsDefault === true ? id : record.defaultVersion,
  };
  put(context, after);
  return { PolicyVersion: toVersion(after, id) };
}

export function GetPolicyVersion(
  input: Checked<GetPolicyVersionRequest>,
  context: IdentityContext,
): GetPolicyVersionResponse {
  const record = findPolicy(context, input.PolicyArn);
  const version = findVersion(record, input.VersionId);
  return {
    PolicyVersion: {
      ...toVersion(record, input.VersionId),
      Document: encodeURIComponent(version.document),
    },
  };
}

export function ListPolicyVersions(
  input: Checked<ListPolicyVersionsRequest>,
  context: IdentityContext,
): ListPolicyVersionsResponse {
  const record = findPolicy(context, input.PolicyArn);
  const newestFirst = Object.keys(record.versions).reverse();
  const { items, ...marker } = page(newestFirst, input);
  return { Versions: items.map((id) => toVersion(record, id)), ...marker };
}

export function DeletePolicyVersion(
  input: Checked<DeletePolicyVersionRequest>,
  context: IdentityContext,
): void {
  const record = findPolicy(context, input.PolicyArn);
  findVersion(record, input.VersionId);
  if (input.VersionId === record.defaultVersion) {
    throw new AwsError("DeleteConflict", 409, "Cannot delete the default version of a policy.");
  }
  put(context, { ...record, versions: without(record.versions, input.VersionId) });
}

function put(context: IdentityContext, record: PolicyRecord): void {
  context.store.put(policies, [record.arn], record);
}

function findVersion(record: PolicyRecord, id: string): PolicyRecord["versions"][string] {
  const version = own(record.versions, id);
  if (version === undefined) {
    throw noSuchEntity(`Policy ${record.arn} version ${id} does not exist or is not attachable.`);
  }
  return version;
}

function attachments(arn: string, context: IdentityContext): number {
  return context.store.list(roles).filter(({ attachedPolicies }) => attachedPolicies.includes(arn)).length;
}

function toListed(record: PolicyRecord, context: IdentityContext): Policy {
  return {
    PolicyName: record.name,
    PolicyId: record.policyId,
    Arn: record.arn,
    Path: record.path,
    DefaultVersionId: record.defaultVersion,
    AttachmentCount: attachments(record.arn, context),
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    CreateDate: new Date(record.created),
    UpdateDate: new Date(record.updated),
  };
}

function toVersion(record: PolicyRecord, id: string): PolicyVersion {
  return {
    VersionId: id,
    IsDefaultVersion: id === record.defaultVersion,
    CreateDate: new Date(record.versions[id]?.created ?? record.created),
  };
}
