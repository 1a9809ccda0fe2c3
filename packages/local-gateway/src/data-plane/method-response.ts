import { type Headers, lastValue } from "./headers.ts";
import type { IntegrationAnswer, MethodAnswer } from "./passing.ts";
import type { RawHeader, RawResponse } from "./raw-http.ts";
import { Refusal } from "./refusal.ts";
import { asSent } from "./wire-header.ts";

/** Gives the answer its final headers: renamed, dropped, completed. */
export function methodResponse({
  answer,
  integration,
  identifying,
  traceId,
}: {
  readonly answer: MethodAnswer;
  readonly integration: IntegrationAnswer["kind"];
  /** `x-amzn-RequestId` and `x-amz-apigw-id`. */
  readonly identifying: readonly RawHeader[];
  /** The value of `X-Amzn-Trace-Id`, for integrations that have one. */
  readonly traceId: string | undefined;
}): RawResponse {
  if (answer.status < 200) {
    throw new Refusal("configuration-error", `the status ${answer.status} is not that of a final answer`);
  }
  const contentType = lastValue(answer.headers, "content-type");
  return {
    status: answer.status,
    headers: [
      ...(contentType === undefined ? [["Content-Type", "application/json"] as const] : []),
      ...renamed(answer.headers, integration === "custom" ? remappedForCustom : remappedForProxies),
      ...identifying,
      ...(traceId === undefined ? [] : [["X-Amzn-Trace-Id", traceId] as const]),
    ],
    body: answer.body,
    ...(answer.stream === undefined ? {} : { stream: answer.stream }),
  };
}

/** R test_apigateway_header_remapping_{http,aws}: these come back as `x-amzn-Remapped-…`. */
const remappedAlways: ReadonlySet<string> = new Set(["connection", "content-length", "date", "server"]);

/** R test_http_integration_with_lambda: the endpoint's request id. */
const remappedForProxies: ReadonlySet<string> = new Set([...remappedAlways, "x-amzn-requestid"]);

const remappedForCustom: ReadonlySet<string> = new Set([
  ...remappedAlways,
  "authorization",
  "content-md5",
  "expect",
  "host",
  "max-forwards",
  "proxy-authenticate",
  "trailer",
  "upgrade",
  "user-agent",
  "www-authenticate",
]);

/** R the same; K for `Trailer`, which has no place in front of a body whose length is known. */
const dropped: ReadonlySet<string> = new Set(["transfer-encoding", "trailer"]);

function renamed(headers: Headers, remapped: ReadonlySet<string>): Headers {
  return headers
    .filter(([name]) => !dropped.has(name.toLowerCase()) || remapped.has(name.toLowerCase()))
    .map(sendable)
    .map(([name, value]) => [remapped.has(name.toLowerCase()) ? `x-amzn-Remapped-${name}` : name, value]);
}

function sendable(header: RawHeader): RawHeader {
  const sent = asSent(header);
  if (sent === undefined) {
    throw new Refusal(
      "configuration-error",
      `the value of the header ${JSON.stringify(header[0])} has characters that no header can have`,
    );
  }
  return sent;
}
