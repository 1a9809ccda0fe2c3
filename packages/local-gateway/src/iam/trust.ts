/** Who wants to assume a role. */
export interface TrustRequest {
  /** The ARN of a user or of a role session. */
  readonly caller: string;
  readonly accountId: string;
  readonly externalId: string | undefined;
}

/**
 * Whether a role's trust policy lets somebody assume it: an `Allow` that names the caller, its role, its account or
 * everybody, and no `Deny` that does. Of conditions only `sts:ExternalId` is known; any other does not hold, so that
 * nothing is let in that AWS would keep out.
 */
export function trusts(document: string, request: TrustRequest): boolean {
  const parsed: unknown = JSON.parse(document);
  const statements = listOf(memberOf(parsed, "Statement")).filter((statement) => applies(statement, request));
  const effects = statements.map((statement) => memberOf(statement, "Effect"));
  return effects.includes("Allow") && !effects.includes("Deny");
}

function applies(statement: unknown, request: TrustRequest): boolean {
  const actions = listOf(memberOf(statement, "Action")).map((action) => String(action).toLowerCase());
  return (
    actions.some((action) => ["*", "sts:*", "sts:assumerole", "sts:assume*"].includes(action)) &&
    isNamed(memberOf(statement, "Principal"), request) &&
    conditionHolds(memberOf(statement, "Condition"), request)
  );
}

function isNamed(principal: unknown, { caller, accountId }: TrustRequest): boolean {
  if (principal === "*") return true;
  const [, role] = /^arn:aws:sts::\d+:assumed-role\/([^/]+)\//.exec(caller) ?? [];
  return listOf(memberOf(principal, "AWS")).some(
    (named) =>
      ["*", accountId, `arn:aws:iam::${accountId}:root`, caller].includes(String(named)) ||
      // A role's sessions are named by the role, whatever its path.
      (role !== undefined &&
        new RegExp(`^arn:aws:iam::${accountId}:role/(.*/)?${escaped(role)}$`).test(String(named))),
  );
}

function conditionHolds(condition: unknown, { externalId }: TrustRequest): boolean {
  if (condition === undefined) return true;
  if (typeof condition !== "object" || condition === null) return false;
  return Object.entries(condition).every(
    ([operator, keys]) =>
      operator === "StringEquals" &&
      Object.entries(typeof keys === "object" && keys !== null ? keys : { unknown: "" }).every(
        ([key, values]) =>
          key.toLowerCase() === "sts:externalid" && listOf(values).some((value) => value === externalId),
      ),
  );
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.+*?()[\]{}|]/g, "\\$&");
}
