import type { Readable } from "node:stream";

/** What the data plane needs of Lambda, and Lambda's own Invoke operations too. */

export interface Invocation {
  /** A function ARN, with or without a version or alias. */
  readonly functionArn: string;
  /** The event as JSON text. */
  readonly payload: string;
  /** Whether the payload is known to be JSON; any other is looked at before it is sent. */
  readonly isJson?: boolean;
  readonly requestId: string;
  /** The value of `X-Amzn-Trace-Id`, which the function sees as `_X_AMZN_TRACE_ID`. */
  readonly traceId?: string;
  /** What the caller says of itself, as JSON text; the function sees it as `context.clientContext`. */
  readonly clientContext?: string;
}

export interface InvocationResult {
  /** What the function returned as JSON text, or the error document `{errorMessage, errorType, trace}`. */
  readonly payload: string;
  /** Set when the function failed, timed out or crashed: `payload` then is the error document. */
  readonly functionError?: "Handled" | "Unhandled";
  readonly executedVersion: string;
  /** Lines the function wrote, START/END/REPORT included: hardly ever asked for, so made when they are. */
  readonly log: () => string;
}

/** Runs a function. Rejects with an `AwsError` (ResourceNotFoundException …) when it cannot be run at all. */
export type Invoke = (invocation: Invocation) => Promise<InvocationResult>;

/** What a function answers while it still runs. */
export interface StreamedResult {
  readonly executedVersion: string;
  /**
   * As the function said: `application/vnd.awslambda.http-integration-response` when the stream begins with JSON of
   * status, headers and cookies, and eight NUL bytes. `application/json` for a handler that returns its answer.
   */
  readonly contentType: string;
  /**
   * The bytes as the function writes them: it waits when they are not read. It ends, and never fails, however the
   * function ends. When it is destroyed, the function goes on and what it writes is dropped.
   */
  readonly stream: Readable;
  /** Resolves when the function has ended; never rejects. */
  readonly completed: Promise<StreamCompletion>;
}

export interface StreamCompletion {
  /** Present when the function failed, before or after its first byte. */
  readonly error?: { readonly functionError: "Unhandled"; readonly payload: string };
  /** Lines the function wrote, START/END/REPORT included. */
  readonly log: () => string;
}

/**
 * Runs a function and resolves when it has written its first byte or has ended. Rejects as `Invoke` does. A handler
 * that does not stream answers in one piece.
 */
export type InvokeStreaming = (invocation: Invocation) => Promise<StreamedResult>;
