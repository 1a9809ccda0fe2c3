import type { WireError } from "./gateway-response.ts";
import { valueAt } from "./json-path.ts";
import type { BoxRecord } from "./request-record.ts";

/** Receives a stage's access log: one line a request. */
export type AccessLog = (destinationArn: string, line: string) => void;

/** What is known of a request when it has been answered, besides its `$context`. */
export interface Answered {
  readonly status: number;
  /** Bytes. */
  readonly responseLength: number;
  /** Milliseconds. */
  readonly responseLatency: number;
  readonly traceId: string;
  readonly boxes: readonly BoxRecord[];
  /** Absent when an integration answered. */
  readonly error?: WireError;
}

/**
 * A line of an access log: the stage's format with each `$context.…` replaced, by `-` where it has no value (D,
 * "Variables for access logging for API Gateway").
 */
export function accessLogLine(format: string, context: object, answered: Answered): string {
  const variables = { ...context, ...ofAnswer(answered) };
  return format.replaceAll(/\$context((?:\.[\w-]+)+)/g, (_, path: string) => {
    const value = valueAt(variables, path);
    if (value === undefined || value === null || value === "") return "-";
    return typeof value === "object" ? JSON.stringify(value) : String(value);
  });
}

function ofAnswer({ status, responseLength, responseLatency, traceId, boxes, error }: Answered): object {
  const box = boxes.find(({ box }) => box === "integration");
  const latency = box?.milliseconds;
  const output = box?.outcome.kind === "passed" ? box.outcome.output : undefined;
  const integrationStatus = output === undefined ? undefined : serviceStatus(output);
  return {
    status,
    responseLength,
    responseLatency,
    xrayTraceId: traceId,
    integrationLatency: latency,
    integrationStatus,
    integration: {
      latency,
      integrationStatus,
      status: valueAt(output, "response.status") ?? integrationStatus,
    },
    error: error && { ...error, messageString: JSON.stringify(error.message) },
  };
}

/** D: for a Lambda proxy, what Lambda answered and not the function; else what the endpoint did. */
function serviceStatus(output: unknown): unknown {
  switch (valueAt(output, "kind")) {
    case "lambda-proxy":
      return 200;
    case "http-proxy":
      return valueAt(output, "response.status");
    default: {
      const selected = String(valueAt(output, "selectionValue"));
      return /^\d{3}$/.test(selected) ? Number(selected) : 200;
    }
  }
}
