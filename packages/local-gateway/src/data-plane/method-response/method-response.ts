import type { RawHeader, RawResponse } from "../../raw-http.ts";
import { type Headers, isName, lastValue, nameSet } from "../mapping/headers.ts";
import { asSent } from "../mapping/wire-header.ts";
import type { IntegrationAnswer, MethodAnswer } from "../passing.ts";
import { Refusal } from "../refusal.ts";

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
  const headers: RawHeader[] = [];
  if (lastValue(answer.headers, "content-type") === undefined) {
    headers.push(["Content-Type", answer.contentType ?? "application/json"]);
  }
  addRenamed(headers, answer.headers.map(sendable), integration);
  for (const header of identifying) headers.push(header);
  if (traceId !== undefined) headers.push(["X-Amzn-Trace-Id", traceId]);
  return { status: answer.status, headers, body: answer.body, stream: answer.stream };
}

/** R test_apigateway_header_remapping_{http,aws}: these come back as `x-amzn-Remapped-…`. */
const remappedAlways = ["connection", "content-length", "date", "server"];

/** R test_http_integration_with_lambda: the endpoint's request id. */
const remappedForProxies = nameSet(...remappedAlways, "x-amzn-requestid");

const remappedForCustom = nameSet(
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
);

/** R the same; K for `Trailer`, which has no place in front of a body whose length is known. */
const dropped = nameSet("transfer-encoding", "trailer");

/** Adds headers under the names that a caller gets to see. */
export function addRenamed(
  sent: RawHeader[],
  headers: Headers,
  integration: IntegrationAnswer["kind"],
): void {
  const remapped = integration === "custom" ? remappedForCustom : remappedForProxies;
  for (const header of headers) {
    const [name, value] = header;
    const isRemapped = remapped.has(name);
    if (dropped.has(name) && !isRemapped) continue;
    // C
    if (integration === "http-proxy" && isName(name, "via")) continue;
    sent.push(isRemapped ? [`x-amzn-Remapped-${name}`, value] : header);
  }
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
