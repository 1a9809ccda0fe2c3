import type { Clock } from "../../effects.ts";
import type { RawRequest, RawResponse } from "../../raw-http.ts";
import type { RequestIds } from "../context/request-context.ts";
import { printTraceId } from "../context/trace-id.ts";
import { wireError } from "../gateway-response/gateway-response.ts";
import type { Refusal } from "../refusal.ts";
import type { BoxRecord, CallRecord } from "../request-record.ts";
import { type Answered, accessLogLine } from "./access-log.ts";
import { progressOf } from "./stream-progress.ts";

/** What an access log is to be told of a request. */
export interface AccessLogEntry {
  readonly raw: Pick<RawRequest, "basePathMatched" | "sourceVpce">;
  readonly ids: RequestIds;
  readonly response: RawResponse;
  /** Until the answer, or its head, was there. */
  readonly milliseconds: number;
  readonly refusal: Refusal | undefined;
  readonly boxes: readonly BoxRecord[];
  readonly calls: readonly CallRecord[];
  /** `$context`. */
  readonly context: object;
}

/** Writes a request's line: when its answer is there, or has ended where it is streamed. */
export function writeAccessLog(
  format: string,
  { raw, ids, response, milliseconds, refusal, boxes, calls, context }: AccessLogEntry,
  clock: Clock,
  write: (line: string) => void,
): void {
  const { status, body, stream } = response;
  const answered = {
    status,
    traceId: printTraceId(ids.trace),
    boxes,
    calls,
    basePathMatched: raw.basePathMatched,
    sourceVpce: raw.sourceVpce,
    error: refusal && {
      ...wireError(refusal),
      validationErrorString: refusal.details["validationErrorString"],
    },
  };
  const print = (sent: Pick<Answered, "responseLength" | "responseLatency" | "streamed">) =>
    write(accessLogLine(format, context, { ...answered, ...sent }));
  if (stream === undefined) {
    print({ responseLength: body.byteLength, responseLatency: milliseconds });
    return;
  }
  const answeredAt = clock();
  stream.once("close", () => {
    const endedAt = clock();
    const progress = progressOf(stream);
    print({
      responseLength: body.byteLength + progress.bytes,
      responseLatency: milliseconds + endedAt - answeredAt,
      streamed: { ...progress, endedAt },
    });
  });
}
