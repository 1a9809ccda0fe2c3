import type { RequestContext } from "./request-context.ts";

/**
 * `$context` with what a test adds to it: names such as `identity.sourceIp`, as identity sources write them after
 * `context.` (D, TestInvokeAuthorizer: "additional context variables"; K: their names).
 */
export function withAdditional(
  context: RequestContext,
  additional: Readonly<Record<string, string>>,
): RequestContext {
  let whole = context;
  for (const [name, value] of Object.entries(additional)) {
    whole = { ...whole, ...added(whole, name.split("."), value) };
  }
  return whole;
}

function added(members: object, [name = "", ...rest]: readonly string[], value: string): object {
  if (rest.length === 0) return { [name]: value };
  const inner: unknown = Object.hasOwn(members, name) ? Reflect.get(members, name) : undefined;
  const before = typeof inner === "object" && inner !== null ? inner : {};
  return { [name]: { ...before, ...added(before, rest, value) } };
}
