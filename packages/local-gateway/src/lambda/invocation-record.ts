import type { Attempt } from "./event-outcome.ts";
import type { EventRecord } from "./event-record.ts";

/** What a destination is told of an event (D, capturing records of Lambda asynchronous invocations), as JSON text. */
export function invocationRecord(
  { invocation, failures }: EventRecord,
  condition: "Success" | "RetriesExhausted" | "EventAgeExceeded",
  attempt: Attempt,
  now: number,
): string {
  const { functionArn, requestId, payload } = invocation;
  return JSON.stringify({
    version: "1.0",
    timestamp: new Date(now).toISOString(),
    requestContext: {
      requestId,
      functionArn: isQualified(functionArn) ? functionArn : `${functionArn}:$LATEST`,
      condition,
      approximateInvokeCount: failures + (attempt.kind === "ran" ? 1 : 0),
    },
    requestPayload: parsed(payload),
    ...(attempt.kind === "ran" && {
      responseContext: {
        statusCode: 200,
        executedVersion: attempt.result.executedVersion,
        ...(attempt.result.functionError !== undefined && { functionError: attempt.result.functionError }),
      },
      responsePayload: parsed(attempt.result.payload),
    }),
  });
}

function isQualified(functionArn: string): boolean {
  return functionArn.split(":").length > 7;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
