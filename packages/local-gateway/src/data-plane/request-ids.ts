import type { Clock, Ids } from "../effects.ts";
import { lastValue } from "./headers.ts";
import type { RawRequest } from "./raw-http.ts";
import type { RequestIds } from "./request-context.ts";
import { traceIdOf } from "./trace-id.ts";

/** Gives a request its ids, once, when it arrives. */
export function identify(
  raw: Pick<RawRequest, "headers">,
  { clock, ids }: { readonly clock: Clock; readonly ids: Pick<Ids, "uuid" | "bytes"> },
): RequestIds {
  const receivedAt = clock();
  const hex = (bytes: number) => Buffer.from(ids.bytes(bytes)).toString("hex");
  const seconds = Math.floor(receivedAt / 1000)
    .toString(16)
    .padStart(8, "0");
  return {
    requestId: requestIdOf(raw) ?? ids.uuid(),
    endpointRequestId: ids.uuid(),
    // As those that AWS shows: of the alphabet for URLs, and yet padded.
    extendedRequestId: `${Buffer.from(ids.bytes(11)).toString("base64url")}=`,
    trace: traceIdOf(lastValue(raw.headers, "x-amzn-trace-id"), {
      root: `1-${seconds}-${hex(12)}`,
      parent: hex(8),
    }),
    receivedAt,
  };
}

/** D, access logging: a caller may name its request, by a UUID. */
function requestIdOf({ headers }: Pick<RawRequest, "headers">): string | undefined {
  const given = lastValue(headers, "x-amzn-requestid");
  return given !== undefined && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(given)
    ? given
    : undefined;
}
