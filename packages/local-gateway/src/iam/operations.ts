import type { OperationTable } from "../protocol/operation-table.ts";
import { AssumeRole } from "./assume-role.ts";
import { GetCallerIdentity } from "./caller-identity.ts";
import type { IdentityContext } from "./context.ts";
import * as policy from "./policy.ts";
import * as role from "./role.ts";
import * as rolePolicy from "./role-policy.ts";

/** The operations of IAM that are implemented. */
export const iamOperations: OperationTable<IdentityContext> = {
  CreateRole: role.CreateRole,
  GetRole: role.GetRole,
  ListRoles: role.ListRoles,
  UpdateRole: role.UpdateRole,
  UpdateAssumeRolePolicy: role.UpdateAssumeRolePolicy,
  DeleteRole: role.DeleteRole,
  CreateServiceLinkedRole: role.CreateServiceLinkedRole,
  ListInstanceProfilesForRole: role.ListInstanceProfilesForRole,
  TagRole: role.TagRole,
  UntagRole: role.UntagRole,
  ListRoleTags: role.ListRoleTags,

  PutRolePolicy: rolePolicy.PutRolePolicy,
  GetRolePolicy: rolePolicy.GetRolePolicy,
  DeleteRolePolicy: rolePolicy.DeleteRolePolicy,
  ListRolePolicies: rolePolicy.ListRolePolicies,
  AttachRolePolicy: rolePolicy.AttachRolePolicy,
  DetachRolePolicy: rolePolicy.DetachRolePolicy,
  ListAttachedRolePolicies: rolePolicy.ListAttachedRolePolicies,

  CreatePolicy: policy.CreatePolicy,
  GetPolicy: policy.GetPolicy,
  ListPolicies: policy.ListPolicies,
  DeletePolicy: policy.DeletePolicy,
  CreatePolicyVersion: policy.CreatePolicyVersion,
  GetPolicyVersion: policy.GetPolicyVersion,
  ListPolicyVersions: policy.ListPolicyVersions,
  DeletePolicyVersion: policy.DeletePolicyVersion,
};

/** The operations of STS that are implemented. */
export const stsOperations: OperationTable<IdentityContext> = { GetCallerIdentity, AssumeRole };
