import type { Clock, Ids } from "../../effects.ts";
import type { RawRequest } from "../../raw-http.ts";
import { perSecond } from "../context/per-second.ts";
import type { RequestIds } from "../context/request-context.ts";
import { traceIdOf } from "../context/trace-id.ts";
import { lastValue } from "../mapping/headers.ts";

/** Gives a request its ids, once, when it arrives. */
export function identify(
  raw: Pick<RawRequest, "headers" | "requestId">,
  { clock, ids }: { readonly clock: Clock; readonly ids: Pick<Ids, "uuid" | "bytes"> },
): RequestIds {
  const receivedAt = clock();
  // Drawn at once: each drawing costs as much as a longer one.
  const drawn = ids.bytes(31);
  const random = Buffer.isBuffer(drawn) ? drawn : Buffer.from(drawn);
  const hex = random.toString("hex", 0, 20);
  return {
    requestId: requestIdOf(raw) ?? raw.requestId,
    endpointRequestId: ids.uuid(),
    // As those that AWS shows: of the alphabet for URLs, and yet padded.
    extendedRequestId: `${random.toString("base64url", 20, 31)}=`,
    trace: traceIdOf(lastValue(raw.headers, "x-amzn-trace-id"), {
      root: `1-${hexSecond(receivedAt)}-${hex.slice(0, 24)}`,
      parent: hex.slice(24),
    }),
    receivedAt,
  };
}

const hexSecond = perSecond((second) => second.toString(16).padStart(8, "0"));

/** D, access logging: a caller may name its request, by a UUID. */
function requestIdOf({ headers }: Pick<RawRequest, "headers">): string | undefined {
  const given = lastValue(headers, "x-amzn-requestid");
  return given !== undefined && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(given)
    ? given
    : undefined;
}
