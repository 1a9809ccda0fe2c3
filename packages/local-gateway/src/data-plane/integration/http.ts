import type { Readable } from "node:stream";
import { errorText } from "../../error-text.ts";
import type { After } from "../../lambda/timers.ts";
import type { Pace } from "../../paced-stream.ts";
import { noBytes } from "../mapping/content-handling.ts";
import type { HttpCall, HttpRequest, IntegrationAnswer } from "../passing.ts";
import { Refusal } from "../refusal.ts";
import { certificateFailure } from "./certificate-failure.ts";
import type { CallEndpoint } from "./endpoint.ts";
import { limited, streamOf } from "./stream-limit.ts";

/** Told of each chunk of a streamed answer. */
export type OnChunk = (stream: Readable, bytes: number) => void;

export interface EndpointCaller {
  readonly callEndpoint: CallEndpoint;
  /** For answers that are streamed. */
  readonly pace: Pace;
  readonly onChunk: OnChunk;
  readonly after: After;
}

/** Payload limit of a REST API, for answers too (D, quotas for configuring and running a REST API). */
const maximumAnswerBytes = 10 * 1024 * 1024;

/** Calls the endpoint; a proxy's answer goes to the caller, any other through the integration responses. */
export async function http(request: HttpRequest, caller: EndpointCaller): Promise<IntegrationAnswer> {
  const { call, overrides } = request;
  const timedOut = new AbortController();
  const cancel = caller.after(call.timeoutMilliseconds, () => timedOut.abort());
  try {
    const { status, headers, body: stream } = await caller.callEndpoint(call, timedOut.signal);
    if (request.transfer.mode === "STREAM") {
      const limit = { whole: call.timeoutMilliseconds, idle: request.transfer.maximumIdle };
      const chunks = caller.pace(limited(stream, limit, caller.after));
      const passedOn = streamOf(chunks, stream, caller.onChunk);
      return { kind: "http-proxy", response: { status, headers, body: noBytes, stream: passedOn } };
    }
    const body = await whole(stream, call);
    return request.kind === "http-proxy"
      ? { kind: "http-proxy", response: { status, headers, body, stream: undefined } }
      : { kind: "custom", selectionValue: String(status), body, headers, overrides };
  } catch (cause) {
    if (cause instanceof Refusal) throw cause;
    throw timedOut.signal.aborted ? late(call) : unreachable(call, cause);
  } finally {
    cancel();
  }
}

async function whole(body: Readable, call: HttpCall): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.byteLength;
    if (length > maximumAnswerBytes) {
      throw new Refusal(
        "configuration-error",
        `${call.url.origin} answered with more than ${maximumAnswerBytes} bytes, which is all that API Gateway takes`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

function late({ url, timeoutMilliseconds }: HttpCall): Refusal {
  return new Refusal(
    "integration-timeout",
    `${url.origin} has not answered within ${timeoutMilliseconds} ms (timeoutInMillis)`,
  );
}

/**
 * D, gateway response types: INTEGRATION_FAILURE is a 504, and an invalid endpoint address, which a host name
 * that nobody knows is too (K), an API_CONFIGURATION_ERROR.
 */
function unreachable({ url }: HttpCall, cause: unknown): Refusal {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const message = errorText(cause);
  const untrusted = certificateFailure(url.origin, code, cause);
  if (untrusted !== undefined) return untrusted;
  const isUnknownHost = code === "ENOTFOUND" || code === "EAI_AGAIN";
  return new Refusal(
    isUnknownHost ? "configuration-error" : "integration-failure",
    `${url.origin} cannot be called: ${message}`,
    { cause },
  );
}
