import type { Policy, PolicyStatement } from "./function-record.ts";

export interface Access {
  /** The service principal that asks, such as `apigateway.amazonaws.com`. */
  readonly service: string;
  /** Such as `lambda:InvokeFunction`. */
  readonly action: string;
  readonly sourceArn: string;
}

/**
 * Whether a function's resource-based policy allows a service to do something on behalf of a resource. Every
 * condition of a statement has to hold; one that is not known here does not.
 */
export function permits(policy: Policy, access: Access): boolean {
  return Object.values(policy).some(
    (statement) =>
      statement.Effect === "Allow" &&
      isPrincipal(statement.Principal, access.service) &&
      like(statement.Action, access.action, "i") &&
      Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
        Object.entries(keys).every(([key, value]) => holds(operator, key, value, access)),
      ),
  );
}

function isPrincipal(principal: PolicyStatement["Principal"], service: string): boolean {
  if (principal === "*") return true;
  if ("Service" in principal) return principal.Service === service;
  return principal.AWS === "*";
}

/** Operators and keys that `AddPermission` writes (D, condition operators of the IAM user guide). */
function holds(operator: string, key: string, wanted: string, { sourceArn }: Access): boolean {
  const actual = { "aws:sourcearn": sourceArn, "aws:sourceaccount": sourceArn.split(":")[4] }[
    key.toLowerCase()
  ];
  if (actual === undefined) return false;
  switch (operator) {
    case "ArnLike":
    case "ArnEquals":
      return arnLike(wanted, actual);
    case "StringEquals":
      return wanted === actual;
    case "StringLike":
      return like(wanted, actual);
    default:
      return false;
  }
}

/** Each of the six parts is matched alone: a `*` does not reach over a colon, but in the last part. */
function arnLike(pattern: string, arn: string): boolean {
  const wanted = partsOf(pattern);
  const actual = partsOf(arn);
  return wanted.length === actual.length && wanted.every((part, index) => like(part, actual[index] ?? ""));
}

function partsOf(arn: string): string[] {
  const parts = arn.split(":");
  return [...parts.slice(0, 5), parts.slice(5).join(":")];
}

function like(pattern: string, text: string, flags = ""): boolean {
  const source = pattern
    .replaceAll(/[\\^$.+()[\]{}|/]/g, "\\$&")
    .replaceAll("*", "[\\s\\S]*")
    .replaceAll("?", "[\\s\\S]");
  return new RegExp(`^${source}$`, flags).test(text);
}
