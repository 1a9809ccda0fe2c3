import type {
  CreateRoleRequest,
  CreateRoleResponse,
  CreateServiceLinkedRoleRequest,
  CreateServiceLinkedRoleResponse,
  DeleteRoleRequest,
  GetRoleRequest,
  GetRoleResponse,
  ListInstanceProfilesForRoleRequest,
  ListInstanceProfilesForRoleResponse,
  ListRolesRequest,
  ListRolesResponse,
  ListRoleTagsRequest,
  ListRoleTagsResponse,
  Role,
  Tag,
  TagRoleRequest,
  UntagRoleRequest,
  UpdateAssumeRolePolicyRequest,
  UpdateRoleRequest,
  UpdateRoleResponse,
} from "@aws-sdk/client-iam";
import { AwsError } from "../aws-error.ts";
import type { Checked } from "../protocol/checked.ts";
import type { IdentityContext } from "./context.ts";
import { page } from "./page.ts";
import { checkedName, checkedPolicy, findRole, putRole, type RoleRecord, roles } from "./role-record.ts";

export function CreateRole(input: Checked<CreateRoleRequest>, context: IdentityContext): CreateRoleResponse {
  const roleName = checkedName(input.RoleName, "roleName", 64);
  if (context.store.get(roles, roleName) !== undefined) {
    throw new AwsError("EntityAlreadyExists", 409, `Role with name ${roleName} already exists.`);
  }
  const record = makeRole(context, roleName, input.Path ?? "/", {
    assumeRolePolicyDocument: checkedPolicy(input.AssumeRolePolicyDocument),
    description: input.Description,
    maxSessionDuration: checkedDuration(input.MaxSessionDuration ?? 3600),
    tags: tagMap(input.Tags),
  });
  // R test_create_describe_role: what is made is answered without the duration.
  const { MaxSessionDuration: _, ...role } = toRole(record);
  return { Role: role };
}

/** D: the name is the service's own on AWS; here it is made of the service's name. */
export function CreateServiceLinkedRole(
  input: Checked<CreateServiceLinkedRoleRequest>,
  context: IdentityContext,
): CreateServiceLinkedRoleResponse {
  const service = input.AWSServiceName;
  const words = service.replace(/\.amazonaws\.com$/, "").split(/[^A-Za-z0-9]+/);
  const suffix = input.CustomSuffix === undefined ? "" : `_${input.CustomSuffix}`;
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  const roleName = `AWSServiceRoleFor${name}${suffix}`;
  if (context.store.get(roles, roleName) !== undefined) {
    // R test_service_role_already_exists
    throw new AwsError(
      "InvalidInput",
      400,
      `Service role name ${roleName} has been taken in this account, please try a different suffix.`,
    );
  }
  const record = makeRole(context, roleName, `/aws-service-role/${service}/`, {
    assumeRolePolicyDocument: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
    }),
    description: input.Description,
    maxSessionDuration: 3600,
    tags: {},
  });
  return { Role: toRole(record) };
}

function makeRole(
  context: IdentityContext,
  roleName: string,
  path: string,
  settings: Pick<RoleRecord, "assumeRolePolicyDocument" | "description" | "maxSessionDuration" | "tags">,
): RoleRecord {
  const record: RoleRecord = {
    roleName,
    roleId: `AROA${context.ids.upper(17)}`,
    arn: `arn:aws:iam::${context.accountId}:role${path}${roleName}`,
    path,
    createDate: context.now,
    ...settings,
    inlinePolicies: {},
    attachedPolicies: [],
  };
  putRole(context, record);
  return record;
}

export function GetRole(input: Checked<GetRoleRequest>, context: IdentityContext): GetRoleResponse {
  return { Role: { ...toRole(findRole(context, input.RoleName)), RoleLastUsed: {} } };
}

export function ListRoles(input: Checked<ListRolesRequest>, context: IdentityContext): ListRolesResponse {
  const found = context.store
    .list(roles)
    .filter(({ path }) => path.startsWith(input.PathPrefix ?? "/"))
    .toSorted((a, b) => (a.roleName < b.roleName ? -1 : 1));
  const { items, ...marker } = page(found, input);
  // R test_role_with_tags: lists have no tags.
  return { Roles: items.map((role) => toRole({ ...role, tags: {} })), ...marker };
}

export function UpdateRole(input: Checked<UpdateRoleRequest>, context: IdentityContext): UpdateRoleResponse {
  const role = findRole(context, input.RoleName);
  putRole(context, {
    ...role,
    description: input.Description ?? role.description,
    maxSessionDuration: checkedDuration(input.MaxSessionDuration ?? role.maxSessionDuration),
  });
  return {};
}

export function UpdateAssumeRolePolicy(
  input: Checked<UpdateAssumeRolePolicyRequest>,
  context: IdentityContext,
): void {
  const role = findRole(context, input.RoleName);
  putRole(context, { ...role, assumeRolePolicyDocument: checkedPolicy(input.PolicyDocument) });
}

/** There are no instance profiles here; tools ask for them before they delete a role. */
export function ListInstanceProfilesForRole(
  input: Checked<ListInstanceProfilesForRoleRequest>,
  context: IdentityContext,
): ListInstanceProfilesForRoleResponse {
  findRole(context, input.RoleName);
  return { InstanceProfiles: [], IsTruncated: false };
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

export function UntagRole(input: Checked<UntagRoleRequest>, context: IdentityContext): void {
  const role = findRole(context, input.RoleName);
  const left = Object.entries(role.tags).filter(([key]) => !input.TagKeys.includes(key));
  putRole(context, { ...role, tags: Object.fromEntries(left) });
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

/** D: from one hour to twelve, in seconds. */
function checkedDuration(seconds: number): number {
  if (seconds >= 3600 && seconds <= 43_200) return seconds;
  const bound = seconds < 3600 ? "greater than or equal to 3600" : "less than or equal to 43200";
  throw new AwsError(
    "ValidationError",
    400,
    `1 validation error detected: Value '${seconds}' at 'maxSessionDuration' failed to satisfy constraint: Member must have value ${bound}`,
  );
}

function tagMap(tags: readonly Tag[] | undefined): { readonly [key: string]: string } {
  return Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key ?? "", Value ?? ""]));
}

function tagList(tags: { readonly [key: string]: string }): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
