import type {
  CreateRoleRequest,
  CreateRoleResponse,
  DeleteRoleRequest,
  GetRoleRequest,
  GetRoleResponse,
  ListRoleTagsRequest,
  ListRoleTagsResponse,
  Role,
  Tag,
  TagRoleRequest,
} from "@aws-sdk/client-iam";
import { AwsError } from "../aws-error.ts";
import type { Checked } from "../protocol/checked.ts";
import type { IdentityContext } from "./context.ts";
import { checkedName, checkedPolicy, findRole, putRole, type RoleRecord, roles } from "./role-record.ts";

export function CreateRole(input: Checked<CreateRoleRequest>, context: IdentityContext): CreateRoleResponse {
  const roleName = checkedName(input.RoleName, "roleName", 64);
  if (context.store.get(roles, roleName) !== undefined) {
    throw new AwsError("EntityAlreadyExists", 409, `Role with name ${roleName} already exists.`);
  }
  const path = input.Path ?? "/";
  const record: RoleRecord = {
    roleName,
    roleId: `AROA${context.ids.upper(17)}`,
    arn: `arn:aws:iam::${context.accountId}:role${path}${roleName}`,
    path,
    createDate: context.now,
    assumeRolePolicyDocument: checkedPolicy(input.AssumeRolePolicyDocument),
    description: input.Description,
    maxSessionDuration: input.MaxSessionDuration ?? 3600,
    tags: tagMap(input.Tags),
    inlinePolicies: {},
    attachedPolicies: [],
  };
  putRole(context, record);
  return { Role: toRole(record) };
}

export function GetRole(input: Checked<GetRoleRequest>, context: IdentityContext): GetRoleResponse {
  return { Role: { ...toRole(findRole(context, input.RoleName)), RoleLastUsed: {} } };
}

export function DeleteRole(input: Checked<DeleteRoleRequest>, context: IdentityContext): void {
  const role = findRole(context, input.RoleName);
  if (role.attachedPolicies.length > 0) {
    throw new AwsError("DeleteConflict", 409, "Cannot delete entity, must detach all policies first.");
  }
  if (Object.keys(role.inlinePolicies).length > 0) {
    throw new AwsError("DeleteConflict", 409, "Cannot delete entity, must delete policies first.");
  }
  context.store.delete(roles, role.roleName);
}

export function TagRole(input: Checked<TagRoleRequest>, context: IdentityContext): void {
  const role = findRole(context, input.RoleName);
  putRole(context, { ...role, tags: { ...role.tags, ...tagMap(input.Tags) } });
}

export function ListRoleTags(
  input: Checked<ListRoleTagsRequest>,
  context: IdentityContext,
): ListRoleTagsResponse {
  return { Tags: tagList(findRole(context, input.RoleName).tags), IsTruncated: false };
}

/** Documents travel percent-encoded in IAM's answers (D: RFC 3986). */
function toRole(record: RoleRecord): Role {
  return {
    Path: record.path,
    RoleName: record.roleName,
    RoleId: record.roleId,
    Arn: record.arn,
    CreateDate: new Date(record.createDate),
    AssumeRolePolicyDocument: encodeURIComponent(record.assumeRolePolicyDocument),
    Description: record.description,
    MaxSessionDuration: record.maxSessionDuration,
    ...(Object.keys(record.tags).length > 0 && { Tags: tagList(record.tags) }),
  };
}

function tagMap(tags: readonly Tag[] | undefined): { readonly [key: string]: string } {
  return Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key ?? "", Value ?? ""]));
}

function tagList(tags: { readonly [key: string]: string }): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
