import { type ConditionContext, holds, withVariables } from "./condition.ts";
import type { Element, Policy, PrincipalElement, Statement } from "./document.ts";
import { like } from "./wildcard.ts";

/** `neither` is what IAM calls an implicit deny. */
export type Decision = "allow" | "deny" | "neither";

export interface Access {
  /** Such as `execute-api:Invoke`. */
  readonly action: string;
  readonly resource: string;
  /** Who asks a resource-based policy; absent for policies that name no principals. */
  readonly principal?: Principal;
  /**
   * Whose the resource is. A policy that allows this account as a whole leaves it to the account's own policies whom
   * they allow, and so allows none of its callers by itself (D: IAM JSON policy elements, principal: account
   * principals); absent where that is all the same.
   */
  readonly resourceAccount?: string;
  readonly context: ConditionContext;
}

export type Principal =
  | { readonly kind: "anonymous" }
  | { readonly kind: "aws"; readonly arn: string }
  | { readonly kind: "service"; readonly name: string };

/** What a policy says of an access: an explicit deny beats every allow (D: IAM policy evaluation logic). */
export function evaluate({ statements }: Policy, access: Access): Decision {
  let decision: Decision = "neither";
  for (const statement of statements) {
    if (!applies(statement, access)) continue;
    if (statement.effect === "Deny") return "deny";
    decision = "allow";
  }
  return decision;
}

/** The statement, counted from 0, by which a policy denies or allows an access; undefined when none applies. */
export function decidingStatement({ statements }: Policy, access: Access): number | undefined {
  const applying = statements.flatMap((statement, index) =>
    applies(statement, access) ? [{ statement, index }] : [],
  );
  return (applying.find(({ statement }) => statement.effect === "Deny") ?? applying[0])?.index;
}

function applies(statement: Statement, access: Access): boolean {
  const { action, resource, principal, context, resourceAccount } = access;
  const delegating = statement.effect === "Allow" ? resourceAccount : undefined;
  return (
    (principal === undefined || isNamed(statement.principal, principal, delegating)) &&
    isAction(statement.action, action.toLowerCase()) &&
    isResource(statement.resource, resource, context) &&
    statement.conditions.every((condition) => holds(condition, context))
  );
}

function isAction({ negated, patterns }: Element, lowerCased: string): boolean {
  for (const pattern of patterns) if (like(pattern.toLowerCase(), lowerCased)) return !negated;
  return negated;
}

function isResource({ negated, patterns }: Element, resource: string, context: ConditionContext): boolean {
  for (const pattern of patterns) if (like(withVariables(pattern, context), resource)) return !negated;
  return negated;
}

function isNamed(
  element: PrincipalElement | undefined,
  principal: Principal,
  delegating: string | undefined,
): boolean {
  if (element === undefined) return false;
  const { AWS = [], Service = [] } = element.of;
  const names = principal.kind === "service" ? Service : AWS;
  const delegatingTo = element.negated ? undefined : delegating;
  const named = AWS.includes("*") || names.some((name) => isSame(name, principal, delegatingTo));
  return named !== element.negated;
}

function isSame(name: string, principal: Principal, delegating: string | undefined): boolean {
  switch (principal.kind) {
    case "anonymous":
      return false;
    case "service":
      return name === principal.name;
    case "aws": {
      const account = principal.arn.split(":")[4] ?? "";
      return (
        name === principal.arn ||
        (account !== delegating &&
          (name === account || /^arn:[^:]+:iam::([^:]*):root$/.exec(name)?.[1] === account)) ||
        // A role's name is unique whatever its path, and the session's ARN has none.
        name.replace(/:role\/.*\//, ":role/") === roleOf(principal.arn)
      );
    }
  }
}

/** The role behind `arn:aws:sts::A:assumed-role/NAME/SESSION`; its path is not in the session's ARN. */
export function roleOf(arn: string): string | undefined {
  const [, partition, account, name] = /^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\/.+$/.exec(arn) ?? [];
  return name === undefined ? undefined : `arn:${partition}:iam::${account}:role/${name}`;
}
