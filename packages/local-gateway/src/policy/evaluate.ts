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
  readonly context: ConditionContext;
}

export type Principal =
  | { readonly kind: "anonymous" }
  | { readonly kind: "aws"; readonly arn: string }
  | { readonly kind: "service"; readonly name: string };

/** What a policy says of an access: an explicit deny beats every allow (D: IAM policy evaluation logic). */
export function evaluate({ statements }: Policy, access: Access): Decision {
  const effects = new Set(
    statements.filter((statement) => applies(statement, access)).map(({ effect }) => effect),
  );
  if (effects.has("Deny")) return "deny";
  return effects.has("Allow") ? "allow" : "neither";
}

/** The statement, counted from 0, by which a policy denies or allows an access; undefined when none applies. */
export function decidingStatement({ statements }: Policy, access: Access): number | undefined {
  const applying = statements.flatMap((statement, index) =>
    applies(statement, access) ? [{ statement, index }] : [],
  );
  return (applying.find(({ statement }) => statement.effect === "Deny") ?? applying[0])?.index;
}

function applies(statement: Statement, { action, resource, principal, context }: Access): boolean {
  return (
    (principal === undefined || isNamed(statement.principal, principal)) &&
    isOneOf(statement.action, action.toLowerCase(), (pattern) => pattern.toLowerCase()) &&
    isOneOf(statement.resource, resource, (pattern) => withVariables(pattern, context)) &&
    statement.conditions.every((condition) => holds(condition, context))
  );
}

function isOneOf({ negated, patterns }: Element, text: string, asPattern: (text: string) => string): boolean {
  return patterns.some((pattern) => like(asPattern(pattern), text)) !== negated;
}

function isNamed(element: PrincipalElement | undefined, principal: Principal): boolean {
  if (element === undefined) return false;
  const { AWS = [], Service = [] } = element.of;
  const names = principal.kind === "service" ? Service : AWS;
  const named = AWS.includes("*") || names.some((name) => isSame(name, principal));
  return named !== element.negated;
}

function isSame(name: string, principal: Principal): boolean {
  switch (principal.kind) {
    case "anonymous":
      return false;
    case "service":
      return name === principal.name;
    case "aws": {
      const account = principal.arn.split(":")[4] ?? "";
      return (
        name === principal.arn ||
        name === account ||
        new RegExp(`^arn:[^:]+:iam::${account}:root$`).test(name) ||
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
