import { nameSet } from "../mapping/headers.ts";
import { methodName } from "../mapping/template.ts";
import type { MethodRequest } from "../passing.ts";
import { Refusal } from "../refusal.ts";

/**
 * R test_apigateway_header_remapping_{http,aws}: mapping one of these is a 500, for AWS_PROXY too, which
 * otherwise ignores mappings. The last of the first row: C.
 */
const everywhere = ["content-length", "transfer-encoding", "x-amzn-trace-id", "x-amzn-apigateway-api-id"];
const forbiddenEverywhere = nameSet(...everywhere);
const forbiddenForAws = nameSet(
  ...everywhere,
  "authorization",
  "connection",
  "expect",
  "proxy-authenticate",
  "te",
);

/** Of headers that are mapped, or that a template sets (C). */
export function refuseForbiddenHeaders(
  header: Readonly<Record<string, string>>,
  request: MethodRequest,
): void {
  const { type } = request.integration;
  const forbidden = type === "AWS" || type === "AWS_PROXY" ? forbiddenForAws : forbiddenEverywhere;
  for (const name in header) {
    if (!forbidden.has(name)) continue;
    throw new Refusal(
      "configuration-error",
      `the request parameters of ${methodName(request)} map the header ${name}, which API Gateway does not allow`,
    );
  }
}
