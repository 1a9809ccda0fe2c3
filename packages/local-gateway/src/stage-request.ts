import { lastValue } from "./data-plane/mapping/headers.ts";
import type { Destination } from "./destination.ts";
import type { RawRequest } from "./raw-http.ts";
import type { ServerRequest } from "./server.ts";

/** The request to a stage as the data plane has it. */
export function stageRequest(
  request: ServerRequest,
  {
    restApiId,
    stageName,
    rawPath,
    sourceVpce,
    basePath,
    basePathMatched,
  }: Extract<Destination, { kind: "stage" }>,
): RawRequest {
  const { method, urlPath, rawQuery, headers, body, sourceIp, host, requestId } = request;
  return {
    method,
    rawPath,
    urlPath,
    rawQuery,
    headers,
    body,
    sourceIp,
    host,
    restApiId,
    stageName,
    sourceVpce,
    basePath,
    basePathMatched,
    requestId,
    userAgent: lastValue(headers, "user-agent"),
  };
}
