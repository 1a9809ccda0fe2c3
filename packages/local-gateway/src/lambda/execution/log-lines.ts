/** The lines that Lambda itself writes around an invocation, in the text format (D, "Lambda function logs"). */

export interface LogLine {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly text: string;
}

export type LogStatus = "success" | "timeout" | "error";

export function startLine(requestId: string, version: string): string {
  return `START RequestId: ${requestId} Version: ${version}`;
}

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

export function endLines(report: {
  readonly requestId: string;
  readonly milliseconds: number;
  /** Megabytes. */
  readonly memorySize: number;
  /** Megabytes. */
  readonly memoryUsed: number;
  /** Only for the invocation that an environment was started for. */
  readonly initMilliseconds: number | undefined;
  readonly status: LogStatus;
  readonly errorType?: string;
}): string[] {
  const { requestId, milliseconds, memorySize, memoryUsed, initMilliseconds, status, errorType } = report;
  const fields = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${milliseconds.toFixed(2)} ms`,
    `Billed Duration: ${Math.max(1, Math.ceil(milliseconds))} ms`,
    `Memory Size: ${memorySize} MB`,
    `Max Memory Used: ${memoryUsed} MB`,
    ...(initMilliseconds === undefined ? [] : [`Init Duration: ${initMilliseconds.toFixed(2)} ms`]),
    ...(status === "success" ? [] : [`Status: ${status}`]),
    ...(errorType === undefined ? [] : [`Error Type: ${errorType}`]),
  ];
  return [`END RequestId: ${requestId}`, `${fields.join("\t")}\t`];
}

export function timeoutLine(now: number, requestId: string, seconds: number): string {
  return `${new Date(now).toISOString()} ${requestId} Task timed out after ${seconds.toFixed(2)} seconds`;
}
