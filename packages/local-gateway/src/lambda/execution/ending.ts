import type { LogStatus } from "./log-lines.ts";
import type { FromRuntime } from "./messages.ts";
import type { Exit } from "./runtime-process.ts";

/** Lambda's limit of a result (D, Lambda quotas; the figure is the one in its error message). */
export const maximumResultBytes = 6_291_556;

/** How an invocation ended. */
export type Ending =
  | Extract<FromRuntime, { kind: "answer" | "init-failed" }>
  | { readonly kind: "timeout"; readonly seconds: number }
  | Exit;

export interface Result {
  /** The result or the error document, as JSON text. */
  readonly payload: string;
  readonly failed: boolean;
}

/** What Lambda answers; the texts of timeouts and exits are R (LocalStack's test_lambda, November 2025). */
export function resultOf(requestId: string, ending: Ending): Result {
  switch (ending.kind) {
    case "answer":
      return isTooLarge(ending.payload)
        ? resultTooLarge()
        : { payload: ending.payload, failed: ending.failed };
    case "init-failed":
      return { payload: ending.error, failed: true };
    case "timeout":
      return failure(
        "Sandbox.Timedout",
        `RequestId: ${requestId} Error: Task timed out after ${ending.seconds.toFixed(2)} seconds`,
      );
    case "exit":
      return failure(
        "Runtime.ExitError",
        `RequestId: ${requestId} Error: Runtime exited ${ending.description}`,
      );
  }
}

function isTooLarge(payload: string): boolean {
  // No character needs more than three bytes a unit, so that hardly any text has to be measured.
  return payload.length * 3 > maximumResultBytes && Buffer.byteLength(payload) > maximumResultBytes;
}

export function resultTooLarge(): Result {
  return failure(
    "Function.ResponseSizeTooLarge",
    `Response payload size exceeded maximum allowed payload size (${maximumResultBytes} bytes).`,
  );
}

function failure(errorType: string, errorMessage: string): Result {
  return { payload: JSON.stringify({ errorType, errorMessage }), failed: true };
}

/** How the lines around an invocation call it. */
export function statusOf(ending: Ending): { readonly status: LogStatus; readonly errorType?: string } {
  switch (ending.kind) {
    case "answer":
      return { status: "success" };
    case "timeout":
      return { status: "timeout" };
    case "exit":
      return { status: "error", errorType: "Runtime.ExitError" };
    case "init-failed":
      return { status: "error", errorType: errorTypeOf(ending.error) };
  }
}

function errorTypeOf(document: string): string {
  try {
    const value: unknown = JSON.parse(document);
    const type: unknown =
      typeof value === "object" && value !== null ? Reflect.get(value, "errorType") : undefined;
    return typeof type === "string" ? type : "Runtime.Unknown";
  } catch {
    return "Runtime.Unknown";
  }
}
