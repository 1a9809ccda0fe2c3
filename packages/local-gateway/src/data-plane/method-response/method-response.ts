import type { RawHeader, RawResponse } from "../../raw-http.ts";
import { type Headers, lastValue, type NameSet, nameSet } from "../mapping/headers.ts";
import { asSent } from "../mapping/wire-header.ts";
import type { MethodAnswer } from "../passing.ts";
import { Refusal } from "../refusal.ts";

export interface MethodResponseInput {
  readonly answer: MethodAnswer;
  /** `x-amzn-RequestId` and `x-amz-apigw-id`, and what the cache warns of. */
  readonly identifying: readonly RawHeader[];
  /** The value of `X-Amzn-Trace-Id`, for integrations that have one. */
  readonly traceId: string | undefined;
}

/** Gives the answer its final headers: renamed, dropped, completed. */
export function methodResponse({
  answer: { kind, answer },
  identifying,
  traceId,
}: MethodResponseInput): RawResponse {
  if (answer.status < 200) {
    throw new Refusal("configuration-error", `the status ${answer.status} is not that of a final answer`);
  }
  const headers: RawHeader[] = [];
  if (lastValue(answer.headers, "content-type") === undefined) headers.push(defaultType);
  addRenamed(headers, answer.headers, kind === "mapped" ? remappedForCustom : remappedForProxies);
  for (const header of identifying) headers.push(header);
  if (traceId !== undefined) headers.push(["X-Amzn-Trace-Id", traceId]);
  return { status: answer.status, headers, body: answer.body, stream: answer.stream };
}

const defaultType: RawHeader = ["Content-Type", "application/json"];

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

function addRenamed(sent: RawHeader[], headers: Headers, remapped: NameSet): void {
  for (const header of headers) {
    const [name] = header;
    const isRemapped = remapped.has(name);
    if (dropped.has(name) && !isRemapped) continue;
    const line = sendable(header);
    sent.push(isRemapped ? [`x-amzn-Remapped-${name}`, line[1]] : line);
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
