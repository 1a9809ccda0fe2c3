import type { After } from "../../lambda/timers.ts";
import type { Headers } from "../headers.ts";
import type { HttpCall, HttpRequest, IntegrationAnswer } from "../passing.ts";
import { Refusal } from "../refusal.ts";
import type { CallEndpoint } from "./endpoint.ts";

export interface EndpointCaller {
  readonly callEndpoint: CallEndpoint;
  readonly after: After;
}

/** Payload limit of a REST API, for answers too (D, quotas for configuring and running a REST API). */
const maximumAnswerBytes = 10 * 1024 * 1024;

/** Calls the endpoint; a proxy's answer goes to the caller, any other through the integration responses. */
export async function http(request: HttpRequest, caller: EndpointCaller): Promise<IntegrationAnswer> {
  const { status, headers, body } = await answerOf(request.call, caller);
  return request.kind === "http-proxy"
    ? { kind: "http-proxy", response: { status, headers, body } }
    : { kind: "custom", selectionValue: String(status), body, headers, overrides: request.overrides };
}

async function answerOf(
  call: HttpCall,
  { callEndpoint, after }: EndpointCaller,
): Promise<{ readonly status: number; readonly headers: Headers; readonly body: Uint8Array }> {
  const timedOut = new AbortController();
  const cancel = after(call.timeoutMilliseconds, () => timedOut.abort());
  try {
    const { status, headers, body } = await callEndpoint(call, timedOut.signal);
    return { status, headers, body: await whole(body, call) };
  } catch (cause) {
    if (cause instanceof Refusal) throw cause;
    throw timedOut.signal.aborted ? late(call) : unreachable(call, cause);
  } finally {
    cancel();
  }
}

async function whole(body: AsyncIterable<Uint8Array>, call: HttpCall): Promise<Uint8Array> {
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
  const message = cause instanceof Error ? cause.message : String(cause);
  const isUnknownHost = code === "ENOTFOUND" || code === "EAI_AGAIN";
  return new Refusal(
    isUnknownHost ? "configuration-error" : "integration-failure",
    `${url.origin} cannot be called: ${message}`,
    { cause },
  );
}
