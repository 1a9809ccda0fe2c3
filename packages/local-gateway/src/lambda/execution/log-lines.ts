/** The lines that Lambda itself writes around an invocation, in the text format (D, "Lambda function logs"). */

export function startLine(requestId: string): string {
  return `START RequestId: ${requestId} Version: $LATEST`;
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
  readonly status: "success" | "timeout" | "error";
}): string[] {
  const { requestId, milliseconds, memorySize, memoryUsed, initMilliseconds, status } = report;
  const fields = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${milliseconds.toFixed(2)} ms`,
    `Billed Duration: ${Math.max(1, Math.ceil(milliseconds))} ms`,
    `Memory Size: ${memorySize} MB`,
    `Max Memory Used: ${memoryUsed} MB`,
    ...(initMilliseconds === undefined ? [] : [`Init Duration: ${initMilliseconds.toFixed(2)} ms`]),
    ...(status === "success" ? [] : [`Status: ${status}`]),
  ];
  return [`END RequestId: ${requestId}`, `${fields.join("\t")}\t`];
}

export function timeoutLine(now: number, requestId: string, seconds: number): string {
  return `${new Date(now).toISOString()} ${requestId} Task timed out after ${seconds.toFixed(2)} seconds`;
}
