/** What the data plane needs of Lambda, and Lambda's own Invoke operation too. */

export interface Invocation {
  /** A function ARN, with or without a version or alias. */
  readonly functionArn: string;
  /** The event as JSON text. */
  readonly payload: string;
  readonly requestId: string;
  /** The value of `X-Amzn-Trace-Id`, which the function sees as `_X_AMZN_TRACE_ID`. */
  readonly traceId?: string;
}

export interface InvocationResult {
  /** What the function returned as JSON text, or the error document `{errorMessage, errorType, trace}`. */
  readonly payload: string;
  /** Set when the function failed, timed out or crashed: `payload` then is the error document. */
  readonly functionError?: "Handled" | "Unhandled";
  readonly executedVersion: string;
  /** Lines the function wrote, START/END/REPORT included. */
  readonly log: string;
}

/** Runs a function. Rejects with an `AwsError` (ResourceNotFoundException …) when it cannot be run at all. */
export type Invoke = (invocation: Invocation) => Promise<InvocationResult>;
