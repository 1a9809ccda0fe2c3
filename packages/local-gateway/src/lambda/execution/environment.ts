import type { Clock } from "../../effects.ts";
import type { FunctionRecord } from "../function-record.ts";
import type { Invocation } from "../invoke.ts";
import type { After } from "../timers.ts";
import { type Ending, resultOf, statusOf } from "./ending.ts";
import { type EnvironmentEvent, type EnvironmentState, next } from "./environment-state.ts";
import { initReportLine, type LogLine, linesAround } from "./log-lines.ts";
import type { FromRuntime } from "./messages.ts";
import { collectOutput } from "./output.ts";
import type { Exit, RuntimeProcess } from "./runtime-process.ts";

/** Lambda's limit of the init phase (D, execution environment lifecycle). */
const initMilliseconds = 10_000;
/** How long output may stay behind an answer: only a function that closed its own streams takes so long. */
const outputMilliseconds = 500;
/** How long output is awaited of a runtime that may answer before it is written. */
const unorderedMilliseconds = 10;

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

/** What the process says, or that it has ended, or that its time is over. */
type Heard = FromRuntime | Exit | Extract<Ending, { kind: "timeout" }>;

const nobody = (_: Heard): void => {};

/**
 * Makes an environment of a process that has just been started, leased to the invocation that it is started for.
 *
 * An invocation passes through it from callback to callback: a promise for each step would cost as much as all the
 * rest.
 */
export function createEnvironment(options: EnvironmentOptions, requestId: string): Environment {
  const { record, runtime, logStreamName, phase, clock, after } = options;
  const functionMilliseconds = record.timeout * 1000;
  const version = record.version ?? "$LATEST";
  const startedAt = clock();
  let state: EnvironmentState = { kind: "starting", requestId };
  let initialised = false;
  let initDuration: number | undefined;
  let exit: Exit | undefined;
  let current: Run | undefined;
  /** Takes what is heard. */
  let hear = nobody;

  const { child } = runtime;
  const output = collectOutput(
    [child.stdout, child.stderr].filter((stream) => stream !== null),
    clock,
  );
  // What the function started may hold its output open.
  child.on("exit", () => runtime.kill());
  child.on("close", () => take({ kind: "lost", why: "the process ended" }));
  child.on("error", (error) => take({ kind: "lost", why: error.message }));
  const exited = new Promise<void>((resolve) => {
    child.on("close", () => resolve());
    child.on("error", () => resolve());
  });

  return {
    logStreamName,
    state: () => state,
    lease: (id) => take({ kind: "lease", requestId: id }),
    retire: (why) => {
      take({ kind: "retire", why });
      if (isDead()) runtime.kill();
    },
    kill: async (why) => {
      lose(why);
      await exited;
    },
    run: (invocation, sink) =>
      new Promise((end) => {
        current = { invocation, sink, end, initLines: [], invokedAt: undefined, cancelLimit: () => {} };
        if (initialised) invoke(current);
        else initialise(current);
      }),
  };

  function take(event: EnvironmentEvent): void {
    const before = state;
    state = next(state, event);
    if (state.kind === "idle") options.onIdle();
    if (state.kind === "dead" && before.kind !== "dead") options.onDead();
  }

  function isDead(): boolean {
    return state.kind === "dead";
  }

  function lose(why: string): void {
    take({ kind: "lost", why });
    runtime.kill();
  }

  /** Waits until the handler is loaded, then invokes it. */
  function initialise(run: Run): void {
    initialised = true;
    run.cancelLimit = startLimit(phase === "init" ? initMilliseconds : functionMilliseconds);
    // An init that counts against the timeout counts as time of the invocation, too.
    if (phase === "invoke") run.invokedAt = startedAt;
    hear = (said) => {
      hear = nobody;
      if (phase === "init") run.cancelLimit();
      if (said.kind === "ready" || said.kind === "init-failed") whenOutputIsWhole(() => loaded(run, said));
      else whenExited(() => loaded(run, said));
    };
    runtime.listen((message) => {
      if (message.kind === "exit") exit = message;
      hear(message);
    });
  }

  function loaded(run: Run, said: Heard): void {
    const lines = output.take();
    run.initLines = lines;
    const milliseconds = clock() - startedAt;
    // It may have been ended meanwhile, such as together with the gateway.
    if (said.kind === "ready" && !isDead()) {
      if (phase === "init") initDuration = milliseconds;
      take({ kind: "ready" });
      invoke(run);
      return;
    }
    const ending: Ending =
      said.kind === "init-failed" || said.kind === "timeout" || said.kind === "exit"
        ? said
        : (exit ?? { kind: "exit", description: "out of turn" });
    lose("its init failed");
    lines.push({ time: clock(), text: initReportLine({ milliseconds, phase, ...statusOf(ending) }) });
    if (phase === "init") run.end({ kind: "init-failed", lines });
    else ended(run, ending);
  }

  function invoke(run: Run): void {
    const { requestId, payload, functionArn, traceId, clientContext } = run.invocation;
    if (run.invokedAt === undefined) {
      run.invokedAt = clock();
      run.cancelLimit = startLimit(functionMilliseconds);
    }
    // It says so once only.
    if (exit !== undefined) {
      ended(run, exit);
      return;
    }
    hear = heardAnswer;
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
        if (!isDead()) runtime.send({ kind: "consumed", requestId, bytes });
      });
    } else {
      if (said.last) take({ kind: "lost", why: "the function failed outside of its handler" });
      ended(current, said);
    }
  }

  function ended(run: Run, ending: Ending): void {
    hear = nobody;
    run.cancelLimit();
    if (ending.kind === "answer" && !ending.last) whenOutputIsWhole(() => finish(run, ending));
    else whenExited(() => finish(run, ending));
  }

  function finish({ invocation, initLines, invokedAt = startedAt, end }: Run, ending: Ending): void {
    const { requestId } = invocation;
    const now = clock();
    const around = linesAround({
      requestId,
      version,
      invokedAt,
      now,
      timedOutAfter: ending.kind === "timeout" ? ending.seconds : undefined,
      memorySize: record.memorySize,
      memoryUsed: ending.kind === "answer" ? ending.memoryUsed : 0,
      initMilliseconds: initDuration,
      ...statusOf(ending),
    });
    const lines = [...initLines, around.start, ...output.take(), ...around.end];
    initDuration = undefined;
    current = undefined;
    // Last of all, so that nobody leases it before its output has been read.
    if (ending.kind === "answer" && !ending.last && !isDead()) {
      take({ kind: "answered", requestId });
      if (isDead()) runtime.kill();
    }
    const milliseconds = ending.kind === "answer" ? ending.milliseconds : undefined;
    end({ kind: "ended", ...resultOf(requestId, ending), lines, milliseconds });
  }

  /** Kills the process when the time is over, unless what it returns is called before. */
  function startLimit(milliseconds: number): () => void {
    return after(milliseconds, () => {
      lose("it timed out");
      hear({ kind: "timeout", seconds: milliseconds / 1000 });
    });
  }

  /** Waits for the output that belongs to what has just been answered. */
  function whenOutputIsWhole(then: () => void): void {
    // What was written before the answer is in the same batch of events or in an earlier one, and this comes after it.
    if (runtime.isOutputFirst) setImmediate(then);
    else after(unorderedMilliseconds, then);
  }

  function whenExited(then: () => void): void {
    let cancel = () => {};
    Promise.race([
      exited,
      new Promise<void>((resolve) => {
        cancel = after(outputMilliseconds, resolve);
      }),
    ]).then(() => {
      cancel();
      then();
    });
  }
}
