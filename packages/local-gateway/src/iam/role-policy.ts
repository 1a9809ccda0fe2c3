import type {
  AttachRolePolicyRequest,
  DeleteRolePolicyRequest,
  DetachRolePolicyRequest,
  GetRolePolicyRequest,
  GetRolePolicyResponse,
  ListAttachedRolePoliciesRequest,
  ListAttachedRolePoliciesResponse,
  ListRolePoliciesRequest,
  ListRolePoliciesResponse,
  PutRolePolicyRequest,
} from "@aws-sdk/client-iam";
import { own, without } from "../own.ts";
import type { Checked } from "../protocol/checked.ts";
import type { IdentityContext } from "./context.ts";
import { checkAttachable } from "./policy-record.ts";
import { checkedName, checkedPolicy, findRole, noSuchEntity, putRole } from "./role-record.ts";

export function PutRolePolicy(input: Checked<PutRolePolicyRequest>, context: IdentityContext): void {
  const role = findRole(context, input.RoleName);
  const name = checkedName(input.PolicyName, "policyName", 128);
  const inlinePolicies = { ...role.inlinePolicies, [name]: checkedPolicy(input.PolicyDocument) };
  putRole(context, { ...role, inlinePolicies });
}

export function GetRolePolicy(
  input: Checked<GetRolePolicyRequest>,
  context: IdentityContext,
): GetRolePolicyResponse {
  const role = findRole(context, input.RoleName);
  const document = own(role.inlinePolicies, input.PolicyName);
  if (document === undefined) throw noSuchPolicy(input.PolicyName);
  return {
    RoleName: role.roleName,
    PolicyName: input.PolicyName,
    PolicyDocument: encodeURIComponent(document),
  };
}

export function DeleteRolePolicy(input: Checked<DeleteRolePolicyRequest>, context: IdentityContext): void {
  const role = findRole(context, input.RoleName);
  if (own(role.inlinePolicies, input.PolicyName) === undefined) throw noSuchPolicy(input.PolicyName);
  putRole(context, { ...role, inlinePolicies: without(role.inlinePolicies, input.PolicyName) });
}

export function ListRolePolicies(
  input: Checked<ListRolePoliciesRequest>,
  context: IdentityContext,
): ListRolePoliciesResponse {
  return { PolicyNames: Object.keys(findRole(context, input.RoleName).inlinePolicies), IsTruncated: false };
}

/** What the policies say is kept and not looked at. */
export function AttachRolePolicy(input: Checked<AttachRolePolicyRequest>, context: IdentityContext): void {
  const role = findRole(context, input.RoleName);
  checkAttachable(context, input.PolicyArn);
  const others = role.attachedPolicies.filter((arn) => arn !== input.PolicyArn);
  putRole(context, { ...role, attachedPolicies: [...others, input.PolicyArn] });
}

export function DetachRolePolicy(input: Checked<DetachRolePolicyRequest>, context: IdentityContext): void {
  const role = findRole(context, input.RoleName);
  if (!role.attachedPolicies.includes(input.PolicyArn)) {
    throw noSuchEntity(`Policy ${input.PolicyArn} was not found.`);
  }
  const attachedPolicies = role.attachedPolicies.filter((arn) => arn !== input.PolicyArn);
  putRole(context, { ...role, attachedPolicies });
}

export function ListAttachedRolePolicies(
  input: Checked<ListAttachedRolePoliciesRequest>,
  context: IdentityContext,
): ListAttachedRolePoliciesResponse {
  return {
    AttachedPolicies: findRole(context, input.RoleName).attachedPolicies.map((arn) => ({
      PolicyArn: arn,
      PolicyName: arn.slice(arn.lastIndexOf("/") + 1),
    })),
    IsTruncated: false,
  };
}

function noSuchPolicy(name: string): Error {
  return noSuchEntity(`The role policy with name ${name} cannot be found.`);
}
