import type { RawHeader, RawResponse } from "../../raw-http.ts";
import { lastValue } from "../mapping/headers.ts";
import { addRenamed } from "../mapping/renamed-headers.ts";
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
export function methodResponse({ answer: made, identifying, traceId }: MethodResponseInput): RawResponse {
  const { answer } = made;
  if (answer.status < 200) {
    throw new Refusal("configuration-error", `the status ${answer.status} is not that of a final answer`);
  }
  const headers: RawHeader[] = [];
  if (lastValue(answer.headers, "content-type") === undefined) {
    headers.push(["Content-Type", made.kind === "mapped" ? made.contentType : "application/json"]);
  }
  addRenamed(headers, answer.headers.map(sendable), made.kind === "mapped" ? "custom" : made.by);
  for (const header of identifying) headers.push(header);
  if (traceId !== undefined) headers.push(["X-Amzn-Trace-Id", traceId]);
  return { status: answer.status, headers, body: answer.body, stream: answer.stream };
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
