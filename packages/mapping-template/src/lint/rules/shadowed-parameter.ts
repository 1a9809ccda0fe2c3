import { headerLoop, parameterName } from "./parameter-name.ts";
import type { UseRule } from "./use-rule.ts";

/** `$input.params("X-User-Id")`, which a query parameter of that name answers first. */
export const shadowedParameter: UseRule = {
  code: "ShadowedParameter",
  check(use) {
    const name = parameterName(use);
    if (name === undefined || !isHeader(name, use)) return undefined;
    return {
      message: `The path and the query are searched before the headers: ?${name}=… replaces the header ${name}`,
      fix: `Write ${headerLoop(name)}`,
    };
  },
};

function isHeader(name: string, { parameters }: Parameters<UseRule["check"]>[0]): boolean {
  if (parameters?.path?.includes(name) || parameters?.querystring?.includes(name)) return false;
  const lower = name.toLowerCase();
  if (parameters?.header?.some((each) => each.toLowerCase() === lower)) return true;
  return lower.startsWith("x-") || commonHeaders.has(lower);
}

const commonHeaders: ReadonlySet<string> = new Set([
  "accept",
  "accept-encoding",
  "accept-language",
  "authorization",
  "cache-control",
  "content-encoding",
  "content-length",
  "content-type",
  "cookie",
  "if-match",
  "if-modified-since",
  "if-none-match",
  "if-unmodified-since",
  "origin",
  "referer",
  "user-agent",
  "idempotency-key",
  "traceparent",
  "tracestate",
]);
