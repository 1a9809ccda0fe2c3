/** The lines that Lambda itself writes around an invocation, in the text format (D, "Lambda function logs"). */

export interface LogLine {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly text: string;
}

export type LogStatus = "success" | "timeout" | "error";

/** Only written of an init that failed (D, "failures during the init phase"). */
export function initReportLine(report: {
  readonly milliseconds: number;
  readonly phase: "init" | "invoke";
  readonly status: LogStatus;
  readonly errorType?: string;
}): string {
  const { milliseconds, phase, status, errorType } = report;
  const fields = [
    `INIT_REPORT Init Duration: ${milliseconds.toFixed(2)} ms`,
    `Phase: ${phase}`,
    `Status: ${status}`,
    ...(errorType === undefined ? [] : [`Error Type: ${errorType}`]),
  ];
  return `${fields.join("\t")}\t`;
}

/** What is known of an invocation when it has ended. */
export interface InvocationReport {
  readonly requestId: string;
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly invokedAt: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Megabytes. */
  readonly memorySize: number;
  /** Megabytes. */
  readonly memoryUsed: number;
  /** Only for the invocation that an environment was started for. */
  readonly initMilliseconds: number | undefined;
  /** In seconds; undefined when it did not time out. */
  readonly timedOutAfter: number | undefined;
  readonly status: LogStatus;
  readonly errorType?: string;
}

/** The line before what the function writes, and those after it. */
export function linesAround(report: InvocationReport): { readonly start: LogLine; readonly end: LogLine[] } {
  const { requestId, version, invokedAt, now, timedOutAfter } = report;
  const end = [
    { time: now, text: `END RequestId: ${requestId}` },
    { time: now, text: reportLine(report) },
  ];
  if (timedOutAfter !== undefined)
    end.unshift({ time: now, text: timeoutLine(now, requestId, timedOutAfter) });
  return { start: { time: invokedAt, text: `START RequestId: ${requestId} Version: ${version}` }, end };
}

function reportLine(report: InvocationReport): string {
  const { requestId, invokedAt, now, memorySize, memoryUsed, initMilliseconds, status, errorType } = report;
  const milliseconds = now - invokedAt;
  let line = `REPORT RequestId: ${requestId}\tDuration: ${milliseconds.toFixed(2)} ms\tBilled Duration: ${Math.max(1, Math.ceil(milliseconds))} ms\tMemory Size: ${memorySize} MB\tMax Memory Used: ${memoryUsed} MB\t`;
  if (initMilliseconds !== undefined) line += `Init Duration: ${initMilliseconds.toFixed(2)} ms\t`;
  if (status !== "success") line += `Status: ${status}\t`;
  if (errorType !== undefined) line += `Error Type: ${errorType}\t`;
  return line;
}

function timeoutLine(now: number, requestId: string, seconds: number): string {
  return `${new Date(now).toISOString()} ${requestId} Task timed out after ${seconds.toFixed(2)} seconds`;
}
