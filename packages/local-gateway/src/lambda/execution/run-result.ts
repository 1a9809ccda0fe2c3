import type { FunctionRecord } from "../function-record.ts";
import { type Ending, resultOf, statusOf } from "./ending.ts";
import { initReportLine, type LogLine, linesAround } from "./log-lines.ts";

/** What a run in an environment came to. */
export type RunResult =
  | {
      readonly kind: "ended";
      readonly payload: string;
      readonly failed: boolean;
      readonly lines: readonly LogLine[];
      /** What an invocation that was answered took in the process. */
      readonly milliseconds: number | undefined;
    }
  /** The init phase failed: it is to be tried again, by another environment, as a part of the invocation. */
  | { readonly kind: "init-failed"; readonly lines: readonly LogLine[] };

/** All that is known of an invocation that has ended. */
export interface EndedRun {
  readonly record: FunctionRecord;
  readonly requestId: string;
  readonly ending: Ending;
  /** Milliseconds since 1970. */
  readonly invokedAt: number;
  readonly now: number;
  /** Only of the invocation that the environment was started for. */
  readonly initMilliseconds: number | undefined;
  /** What was written before the invocation began, and since. */
  readonly initLines: readonly LogLine[];
  readonly ownLines: readonly LogLine[];
}

export function endedResult(run: EndedRun): RunResult {
  const { record, requestId, ending, invokedAt, now, initMilliseconds } = run;
  const { start, end } = linesAround({
    requestId,
    version: record.version ?? "$LATEST",
    invokedAt,
    now,
    timedOutAfter: ending.kind === "timeout" ? ending.seconds : undefined,
    memorySize: record.memorySize,
    memoryUsed: ending.kind === "answer" ? ending.memoryUsed : 0,
    initMilliseconds,
    ...statusOf(ending),
  });
  return {
    kind: "ended",
    ...resultOf(requestId, ending),
    lines: [...run.initLines, start, ...run.ownLines, ...end],
    milliseconds: ending.kind === "answer" ? ending.milliseconds : undefined,
  };
}

/** The line of an init that failed. */
export function failedInitLine(
  ending: Ending,
  init: { readonly phase: "init" | "invoke"; readonly milliseconds: number; readonly now: number },
): LogLine {
  const { phase, milliseconds, now } = init;
  return { time: now, text: initReportLine({ milliseconds, phase, ...statusOf(ending) }) };
}
