import type { FindCredential } from "../data-plane/caller.ts";
import type { ActingAccess, ActingDecision, MayAct } from "../data-plane/outbound/acting.ts";
import type { Policy } from "../policy/document.ts";
import { type Access, evaluate } from "../policy/evaluate.ts";
import type { Reader } from "../store/store.ts";
import { policiesOf } from "./role-policies.ts";
import { type RoleRecord, roles } from "./role-record.ts";
import { trustsService } from "./trust.ts";

export interface ActingOptions {
  readonly store: Reader;
  readonly accountId: string;
  readonly findCredential: FindCredential;
  /** The resource-based policy of what has one. */
  readonly resourcePolicy: (resource: string) => Policy | undefined;
}

/** C: the name of the session in which API Gateway acts as a role. */
export const serviceSession = "BackplaneAssumeRoleSession";

/**
 * Makes the function that says what API Gateway may do in the name of a role or of a method's caller. A role that was
 * not made here has its policies elsewhere, and may do everything.
 *
 * D, IAM policy evaluation logic: in one account an identity-based or a resource-based policy has to allow it, and
 * none may deny it.
 */
export function createMayAct(options: ActingOptions): MayAct {
  const decide = (
    policies: readonly Policy[] | undefined,
    arn: string,
    access: ActingAccess,
  ): ActingDecision => {
    if (policies === undefined || access.action === undefined) return "allowed";
    const asked = { action: access.action, context: new Map([["aws:principalarn", [arn]]]) };
    const { resource } = access;
    const decisions =
      resource === undefined
        ? policies.map((policy) => evaluate(ofAnyResource(policy), { ...asked, resource: "*" }))
        : [
            ...policies.map((policy) => evaluate(policy, { ...asked, resource })),
            byResource(options.resourcePolicy(resource), arn, { ...asked, resource }),
          ];
    return !decisions.includes("deny") && decisions.includes("allow") ? "allowed" : "denied";
  };
  return (acting, access) => {
    if (acting.kind === "caller") {
      const credential =
        acting.accessKey === undefined ? undefined : options.findCredential(acting.accessKey);
      return credential === undefined ? "not-assumable" : decide(credential.policies, credential.arn, access);
    }
    const role = roleByArn(acting.roleArn, options);
    if (role === undefined) return "allowed";
    if (!isAssumable(role, options.accountId)) return "not-assumable";
    return decide(policiesOf(role, options.store), sessionArn(role.arn), access);
  };
}

/** The ARN of API Gateway's session of a role. */
export function sessionArn(roleArn: string): string {
  const [, partition = "aws", account = "", name = ""] =
    /^arn:([^:]+):iam::([^:]*):role\/(?:.*\/)?([^/]+)$/.exec(roleArn) ?? [];
  return `arn:${partition}:sts::${account}:assumed-role/${name}/${serviceSession}`;
}

/** A role of this gateway's; the account may be `*` (D, PutIntegration). */
export function roleByArn(
  arn: string,
  { store, accountId }: Pick<ActingOptions, "store" | "accountId">,
): RoleRecord | undefined {
  const role = store.get(roles, arn.slice(arn.lastIndexOf("/") + 1));
  return role?.arn === arn.replace(":iam::*:", `:iam::${accountId}:`) ? role : undefined;
}

const assumable = new WeakMap<RoleRecord, boolean>();

function isAssumable(role: RoleRecord, accountId: string): boolean {
  const known = assumable.get(role);
  if (known !== undefined) return known;
  const trusted = trustsService(role.assumeRolePolicyDocument, "apigateway.amazonaws.com", accountId);
  assumable.set(role, trusted);
  return trusted;
}

function byResource(policy: Policy | undefined, arn: string, access: Access) {
  return policy === undefined ? "neither" : evaluate(policy, { ...access, principal: { kind: "aws", arn } });
}

/** As if each statement that allows were about every resource: which one a call is about is not known. */
function ofAnyResource({ statements }: Policy): Policy {
  const everything = { negated: false, patterns: ["*"] };
  return {
    statements: statements.map((statement) =>
      statement.effect === "Allow" ? { ...statement, resource: everything } : statement,
    ),
  };
}
