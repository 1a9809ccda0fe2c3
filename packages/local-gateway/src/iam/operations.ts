import type { OperationTable } from "../protocol/rest-json-service.ts";
import { GetCallerIdentity } from "./caller-identity.ts";
import type { IdentityContext } from "./context.ts";
import * as role from "./role.ts";
import * as rolePolicy from "./role-policy.ts";

/** The operations of IAM that are implemented. */
export const iamOperations: OperationTable<IdentityContext> = {
  CreateRole: role.CreateRole,
  GetRole: role.GetRole,
  DeleteRole: role.DeleteRole,
  TagRole: role.TagRole,
  ListRoleTags: role.ListRoleTags,

  PutRolePolicy: rolePolicy.PutRolePolicy,
  GetRolePolicy: rolePolicy.GetRolePolicy,
  DeleteRolePolicy: rolePolicy.DeleteRolePolicy,
  ListRolePolicies: rolePolicy.ListRolePolicies,
  AttachRolePolicy: rolePolicy.AttachRolePolicy,
  DetachRolePolicy: rolePolicy.DetachRolePolicy,
  ListAttachedRolePolicies: rolePolicy.ListAttachedRolePolicies,
};

/** The operations of STS that are implemented. */
export const stsOperations: OperationTable<IdentityContext> = { GetCallerIdentity };
