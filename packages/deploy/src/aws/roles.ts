import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  ListAttachedRolePoliciesCommand,
} from "@aws-sdk/client-iam";
import { compare } from "../canonical.ts";
import { notOurs } from "../errors.ts";
import { hasTagsOf, roleName, tagsOf } from "../names.ts";
import type { RoleState, Scope } from "../state.ts";
import type { Clients } from "../target.ts";
import { orNothing } from "./or-nothing.ts";
import type { Performers } from "./run.ts";

/** The execution role of an API's functions. */
export const roles: Performers<"CreateRole" | "AttachRolePolicy" | "DetachRolePolicy" | "DeleteRole"> = {
  async CreateRole({ roleName }, { clients, scope }) {
    await clients.iam.send(
      new CreateRoleCommand({
        RoleName: roleName,
        Description: `Execution role of the functions of ${scope.api}, stage ${scope.stage}`,
        AssumeRolePolicyDocument: JSON.stringify(trustLambda),
        Tags: Object.entries(tagsOf(scope)).map(([Key, Value]) => ({ Key, Value })),
      }),
    );
  },
  async AttachRolePolicy({ roleName, policyArn }, { clients }) {
    await clients.iam.send(new AttachRolePolicyCommand({ RoleName: roleName, PolicyArn: policyArn }));
  },
  async DetachRolePolicy({ roleName, policyArn }, { clients }) {
    await clients.iam.send(new DetachRolePolicyCommand({ RoleName: roleName, PolicyArn: policyArn }));
  },
  async DeleteRole({ roleName }, { clients }) {
    await clients.iam.send(new DeleteRoleCommand({ RoleName: roleName }));
  },
};

const trustLambda = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
};

/** Our role as it is; absent when it is not there. Throws `NotOurs` when its name is somebody else's. */
export async function readRole({ iam }: Clients, scope: Scope): Promise<RoleState | undefined> {
  const name = roleName(scope);
  const found = await orNothing(iam.send(new GetRoleCommand({ RoleName: name })));
  if (found === undefined) return undefined;
  const tags = Object.fromEntries((found.Role?.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
  if (!hasTagsOf(scope, tags)) throw notOurs("role", name, scope);
  const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: name }));
  return { name, managedPolicies: AttachedPolicies.map(({ PolicyArn = "" }) => PolicyArn).sort(compare) };
}
