import type { Clock } from "../../effects.ts";
import type { FunctionRecord } from "../function-record.ts";
import type { Invocation } from "../invoke.ts";
import type { After } from "../timers.ts";
import type { Ending } from "./ending.ts";
import { createLife, type EnvironmentState } from "./environment-state.ts";
import { createHearing, type Heard } from "./hearing.ts";
import type { LogLine } from "./log-lines.ts";
import { collectOutput } from "./output.ts";
import { endedResult, failedInitLine, type RunResult } from "./run-result.ts";
import { exitOf, type RuntimeProcess } from "./runtime-process.ts";

/** Lambda's limit of the init phase (D, execution environment lifecycle). */
const initMilliseconds = 10_000;

export interface Environment {
  /** Where CloudWatch Logs keeps what is written here. */
  readonly logStreamName: string;
  state(): EnvironmentState;
  /** Runs the invocation that the environment is leased to. */
  run(invocation: Invocation, sink: ResponseSink): Promise<RunResult>;
  lease(requestId: string): void;
  /** Ends it as soon as it has nothing to run. */
  retire(why: string): void;
  /** Ends it now. Resolves when its process is gone. */
  kill(why: string): Promise<void>;
}

/** Receives a response stream. */
export interface ResponseSink {
  start(contentType: string): void;
  /** `consumed` is to be called when the bytes have been read; the function waits for it. */
  chunk(bytes: Uint8Array, consumed: () => void): void;
}

export interface EnvironmentOptions {
  readonly record: FunctionRecord;
  readonly runtime: RuntimeProcess;
  readonly logStreamName: string;
  /**
   * In which phase the runtime starts: `init` has a limit of its own; `invoke`, the second attempt, counts
   * against the function's timeout (D, failures during the init phase).
   */
  readonly phase: "init" | "invoke";
  readonly clock: Clock;
  readonly after: After;
  /** Called whenever it is idle again. */
  readonly onIdle: () => void;
  readonly onDead: () => void;
}

/** An invocation on its way through an environment. */
interface Run {
  readonly invocation: Invocation;
  readonly sink: ResponseSink;
  readonly end: (result: RunResult) => void;
  /** What was written before it began. */
  initLines: readonly LogLine[];
  /** When its time began to count. */
  invokedAt: number | undefined;
  /** Ends the time that it is given. */
  cancelLimit: () => void;
}

/**
 * Makes an environment of a process that has just been started, leased to the invocation that it is started for.
 *
 * An invocation passes through it from callback to callback: a promise for each step would cost as much as all the
 * rest.
 */
export function createEnvironment(options: EnvironmentOptions, requestId: string): Environment {
  const { record, runtime, logStreamName, phase, clock, after, onIdle, onDead } = options;
  const { child } = runtime;
  const functionMilliseconds = record.timeout * 1000;
  const startedAt = clock();
  const life = createLife({ requestId, kill: () => runtime.kill(), onIdle, onDead });
  const hearing = createHearing(runtime, life, after);
  const output = collectOutput(runtime, { clock, after });
  let initialised = false;
  let initDuration: number | undefined;
  let current: Run | undefined;

  // What the function started may hold its output open.
  child.on("exit", () => runtime.kill());
  child.on("close", () => life.ended("the process ended"));
  child.on("error", (error) => life.ended(error.message));
  const exited = exitOf(child);

  return {
    logStreamName,
    state: life.state,
    lease: life.lease,
    retire: life.retire,
    kill: async (why) => {
      life.lose(why);
      await exited;
    },
    run: (invocation, sink) =>
      new Promise((end) => {
        current = { invocation, sink, end, initLines: [], invokedAt: undefined, cancelLimit: () => {} };
        if (initialised) invoke(current);
        else initialise(current);
      }),
  };

  /** Waits until the handler is loaded, then invokes it. */
  function initialise(run: Run): void {
    initialised = true;
    run.cancelLimit = hearing.startLimit(phase === "init" ? initMilliseconds : functionMilliseconds);
    // An init that counts against the timeout counts as time of the invocation, too.
    if (phase === "invoke") run.invokedAt = startedAt;
    hearing.by((said) => {
      hearing.byNobody();
      if (phase === "init") run.cancelLimit();
      const wait = said.kind === "ready" || said.kind === "init-failed" ? output.whenWhole : output.whenEnded;
      wait(() => loaded(run, said));
    });
  }

  function loaded(run: Run, said: Heard): void {
    const lines = output.take();
    run.initLines = lines;
    const now = clock();
    const milliseconds = now - startedAt;
    // It may have been ended meanwhile, such as together with the gateway.
    if (said.kind === "ready" && !life.isDead()) {
      if (phase === "init") initDuration = milliseconds;
      life.ready();
      invoke(run);
      return;
    }
    const ending = isEnding(said) ? said : (hearing.exit() ?? { kind: "exit", description: "out of turn" });
    life.lose("its init failed");
    lines.push(failedInitLine(ending, { phase, milliseconds, now }));
    if (phase === "init") run.end({ kind: "init-failed", lines });
    else ended(run, ending);
  }

  function invoke(run: Run): void {
    const { requestId, payload, functionArn, traceId, clientContext } = run.invocation;
    if (run.invokedAt === undefined) {
      run.invokedAt = clock();
      run.cancelLimit = hearing.startLimit(functionMilliseconds);
    }
    const exit = hearing.exit();
    if (exit !== undefined) {
      ended(run, exit);
      return;
    }
    hearing.by(heardAnswer);
    runtime.send({
      kind: "invoke",
      requestId,
      event: payload,
      deadline: run.invokedAt + functionMilliseconds,
      invokedFunctionArn: functionArn,
      traceId,
      clientContext,
    });
  }

  function heardAnswer(said: Heard): void {
    if (current === undefined || said.kind === "ready" || said.kind === "init-failed") return;
    if (said.kind === "timeout" || said.kind === "exit") {
      ended(current, said);
      return;
    }
    const { invocation, sink } = current;
    const { requestId } = said;
    // A second answer to an earlier invocation, which the runtime client does not send.
    if (requestId !== invocation.requestId) return;
    if (said.kind === "stream") sink.start(said.contentType);
    else if (said.kind === "chunk") {
      const bytes = said.data.byteLength;
      sink.chunk(said.data, () => {
        if (!life.isDead()) runtime.send({ kind: "consumed", requestId, bytes });
      });
    } else {
      if (said.last) life.ended("the function failed outside of its handler");
      ended(current, said);
    }
  }

  function ended(run: Run, ending: Ending): void {
    hearing.byNobody();
    run.cancelLimit();
    const wait = leavesProcess(ending) ? output.whenWhole : output.whenEnded;
    wait(() => finish(run, ending));
  }

  function finish({ invocation, initLines, invokedAt = startedAt, end }: Run, ending: Ending): void {
    const { requestId } = invocation;
    const result = endedResult({
      record,
      requestId,
      ending,
      invokedAt,
      now: clock(),
      initMilliseconds: initDuration,
      initLines,
      ownLines: output.take(),
    });
    initDuration = undefined;
    current = undefined;
    // Last of all, so that nobody leases it before its output has been read.
    if (leavesProcess(ending) && !life.isDead()) life.answered(requestId);
    end(result);
  }
}

function isEnding(said: Heard): said is Heard & Ending {
  return said.kind === "init-failed" || said.kind === "timeout" || said.kind === "exit";
}

/** Whether the process is there for another invocation. */
function leavesProcess(ending: Ending): boolean {
  return ending.kind === "answer" && !ending.last;
}
