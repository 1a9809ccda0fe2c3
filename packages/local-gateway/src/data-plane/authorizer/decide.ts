import type { Policy } from "../../policy/document.ts";
import { type Access, type Decision, decidingStatement } from "../../policy/evaluate.ts";
import { printStatement } from "../../policy/print.ts";
import type { Caller } from "../caller.ts";
import { Refusal } from "../refusal.ts";

/** What the policies say that bear on a request; undefined: there is no such policy. */
export interface Decisions {
  /** Of the identity-based policies of an IAM caller, or of the policy that a Lambda authorizer answered. */
  readonly identity: Decision | undefined;
  readonly resource: Decision | undefined;
  /** Whether the caller is of the API's own account. */
  readonly sameAccount: boolean;
}

/** Who denies a request: a policy, by a statement or by having none that allows. */
export type Denial =
  | { readonly by: "identity" | "resource"; readonly explicit: boolean }
  /** Nothing denies it. */
  | undefined;

/**
 * API Gateway's tables of how a resource policy and the other policies come together (D, How API Gateway resource
 * policies affect authorization workflow: "resource policy only", Amazon Cognito, and tables A and B).
 */
export function denialOf(
  authorization: Caller["kind"],
  { identity, resource, sameAccount }: Decisions,
): Denial {
  if (resource === "deny") return { by: "resource", explicit: true };
  if (identity === "deny") return { by: "identity", explicit: true };
  switch (authorization) {
    case "anonymous":
    case "cognito":
      return resource === "neither" ? { by: "resource", explicit: false } : undefined;
    case "iam":
    case "lambda":
      if (sameAccount) {
        return identity === "allow" || resource === "allow" ? undefined : { by: "identity", explicit: false };
      }
      if (identity !== "allow") return { by: "identity", explicit: false };
      return resource === "allow" ? undefined : { by: "resource", explicit: false };
  }
}

/**
 * The 403 of a denial. API Gateway hides all but the last four digits of the account.
 *
 * @param policies those that denied it, of which the record names the statement that did
 */
export function refusalOf(
  denial: NonNullable<Denial>,
  caller: Caller,
  access: Access,
  policies: readonly Policy[],
): Refusal {
  const { action, resource } = access;
  const policy = denial.by === "identity" ? "identity-based policy" : "resource-based policy";
  const why = denial.explicit
    ? `with an explicit deny in ${denial.by === "identity" ? "an" : "a"} ${policy}`
    : `because no ${policy} allows the ${action} action`;
  const who = caller.kind === "iam" ? caller.userArn : "anonymous";
  const known = caller.kind === "lambda" ? `${caller.principalId} (who the authorizer says it is)` : who;
  const kept =
    caller.kind === "lambda" && caller.isKept
      ? "; it said so of an earlier request with the same identity: a policy that is kept has to be for all methods (aws apigateway flush-stage-authorizers-cache forgets it)"
      : "";
  const sentence =
    caller.kind === "lambda"
      ? "User is not authorized to access this resource"
      : `User: ${who} is not authorized to perform: ${action} on resource: ${masked(resource)}`;
  return new Refusal("access-denied", `${known} may not call ${resource} ${why}${kept}`, {
    wireMessage: `${sentence} ${why}`,
    details: statementOf(denial, access, policies),
    caller,
  });
}

/** An implicit deny has no statement that decided it. */
function statementOf(
  { by, explicit }: NonNullable<Denial>,
  { principal, ...rest }: Access,
  policies: readonly Policy[],
): Record<string, string> {
  const access = by === "resource" && principal !== undefined ? { ...rest, principal } : rest;
  for (const policy of explicit ? policies : []) {
    const index = decidingStatement(policy, access);
    const statement = index === undefined ? undefined : policy.statements[index];
    if (index === undefined || statement?.effect !== "Deny") continue;
    return { decidedBy: `statement ${index + 1}`, statement: JSON.stringify(printStatement(statement)) };
  }
  return {};
}

function masked(arn: string): string {
  return arn.replace(/:\d{8}(\d{4}):/, ":********$1:");
}
