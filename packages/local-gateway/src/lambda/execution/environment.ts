import type { Clock } from "../../effects.ts";
import type { FunctionRecord } from "../function-record.ts";
import type { Invocation } from "../invoke.ts";
import type { After } from "../timers.ts";
import { type Ending, resultOf } from "./ending.ts";
import { type EnvironmentEvent, type EnvironmentState, next } from "./environment-state.ts";
import { endLines, initReportLine, type LogLine, startLine, timeoutLine } from "./log-lines.ts";
import type { FromRuntime, InvokeMessage } from "./messages.ts";
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

/** Makes an environment of a process that has just been started, leased to the invocation that it is started for. */
export function createEnvironment(options: EnvironmentOptions, requestId: string): Environment {
  const { record, runtime, logStreamName, phase, clock, after } = options;
  let state: EnvironmentState = { kind: "starting", requestId };
  let initialised = false;
  let initDuration: number | undefined;
  const startedAt = clock();

  const { child } = runtime;
  const output = collectOutput(
    [child.stdout, child.stderr].filter((stream) => stream !== null),
    clock,
  );
  const exited = new Promise<void>((resolve) => {
    child.on("close", () => resolve());
    child.on("error", () => resolve());
  });
  // What the function started may hold its output open.
  child.on("exit", () => runtime.kill());
  child.on("close", () => take({ kind: "lost", why: "the process ended" }));
  child.on("error", (error) => take({ kind: "lost", why: error.message }));

  return {
    logStreamName,
    state: () => state,
    lease: (id) => take({ kind: "lease", requestId: id }),
    retire: (why) => {
      take({ kind: "retire", why });
      if (state.kind === "dead") runtime.kill();
    },
    kill: async (why) => {
      take({ kind: "lost", why });
      runtime.kill();
      await exited;
    },
    run,
  };

  function take(event: EnvironmentEvent): void {
    const before = state;
    state = next(state, event);
    if (state.kind === "idle") options.onIdle();
    if (state.kind === "dead" && before.kind !== "dead") options.onDead();
  }

  async function run(invocation: Invocation, sink: ResponseSink): Promise<RunResult> {
    const { requestId } = invocation;
    const lines: LogLine[] = [];
    const functionMilliseconds = record.timeout * 1000;
    const wholeInvocation = phase === "invoke" && !initialised ? startLimit(functionMilliseconds) : undefined;
    let ending: Ending | undefined;
    if (!initialised) {
      ending = await initialise(wholeInvocation ?? startLimit(initMilliseconds), lines);
      if (ending !== undefined && phase === "init") return { kind: "init-failed", lines };
      initialised = true;
    }
    // An init that counts against the timeout counts as time of the invocation, too.
    const invokedAt = wholeInvocation === undefined ? clock() : startedAt;
    const limit = wholeInvocation ?? startLimit(functionMilliseconds);
    ending ??= await invoke(invocation, invokedAt + functionMilliseconds, limit, sink);
    limit.cancel();
    if (ending.kind === "answer" && !ending.last) await outputIsWhole();
    else await settled(exited);
    const now = clock();
    lines.push(
      { time: invokedAt, text: startLine(requestId, record.version ?? "$LATEST") },
      ...output.take(),
    );
    if (ending.kind === "timeout") {
      lines.push({ time: now, text: timeoutLine(now, requestId, ending.seconds) });
    }
    const texts = endLines({
      requestId,
      milliseconds: now - invokedAt,
      memorySize: record.memorySize,
      memoryUsed: ending.kind === "answer" ? ending.memoryUsed : 0,
      initMilliseconds: initDuration,
      ...statusOf(ending),
    });
    lines.push(...texts.map((text) => ({ time: now, text })));
    initDuration = undefined;
    // Last of all, so that nobody leases it before its output has been read.
    if (ending.kind === "answer" && !ending.last) {
      take({ kind: "answered", requestId });
      if (state.kind === "dead") runtime.kill();
    }
    const milliseconds = ending.kind === "answer" ? ending.milliseconds : undefined;
    return { kind: "ended", ...resultOf(requestId, ending), lines, milliseconds };
  }

  /** Waits until the handler is loaded; what it resolves to is how that failed. */
  async function initialise(limit: Limit, lines: LogLine[]): Promise<Ending | undefined> {
    const started = await first(limit);
    if (phase === "init") limit.cancel();
    if (started.kind === "ready" || started.kind === "init-failed") await outputIsWhole();
    else await settled(exited);
    lines.push(...output.take());
    const milliseconds = clock() - startedAt;
    if (started.kind === "ready") {
      if (phase === "init") initDuration = milliseconds;
      take({ kind: "ready" });
      return undefined;
    }
    const ending: Ending =
      started.kind === "init-failed" || started.kind === "timeout" || started.kind === "exit"
        ? started
        : { kind: "exit", description: "out of turn" };
    take({ kind: "lost", why: "its init failed" });
    runtime.kill();
    lines.push({ time: clock(), text: initReportLine({ milliseconds, phase, ...statusOf(ending) }) });
    return ending;
  }

  async function invoke(
    invocation: Invocation,
    deadline: number,
    limit: Limit,
    sink: ResponseSink,
  ): Promise<Ending> {
    const { requestId } = invocation;
    const message: InvokeMessage = {
      kind: "invoke",
      requestId,
      event: invocation.payload,
      deadline,
      invokedFunctionArn: invocation.functionArn,
      traceId: invocation.traceId,
      clientContext: invocation.clientContext,
    };
    runtime.send(message);
    for (;;) {
      const said = await first(limit);
      if (said.kind === "ready" || said.kind === "init-failed") continue;
      if (said.kind === "timeout" || said.kind === "exit") return said;
      // A second answer to an earlier invocation, which the runtime client does not send.
      if (said.requestId !== requestId) continue;
      if (said.kind === "stream") sink.start(said.contentType);
      else if (said.kind === "chunk") {
        const { data } = said;
        sink.chunk(data, () => {
          if (state.kind !== "dead") runtime.send({ kind: "consumed", requestId, bytes: data.byteLength });
        });
      } else {
        if (said.last) take({ kind: "lost", why: "the function failed outside of its handler" });
        return said;
      }
    }
  }

  /** What the process says next, or that it ended; when the time is over before, it is killed. */
  async function first(limit: Limit): Promise<FromRuntime | Exit | Extract<Ending, { kind: "timeout" }>> {
    const ending = await Promise.race([runtime.next(), limit.over]);
    if (ending.kind === "timeout") {
      take({ kind: "lost", why: "it timed out" });
      runtime.kill();
    }
    return ending;
  }

  function startLimit(milliseconds: number): Limit {
    let cancel = () => {};
    const over = new Promise<Extract<Ending, { kind: "timeout" }>>((resolve) => {
      cancel = after(milliseconds, () => resolve({ kind: "timeout", seconds: milliseconds / 1000 }));
    });
    return { over, cancel: () => cancel() };
  }

  /** Waits for the output that belongs to what has just been answered. */
  function outputIsWhole(): Promise<void> {
    if (!runtime.isOutputFirst) return settled(new Promise(() => {}), unorderedMilliseconds);
    // What was written before the answer is in the same batch of events or in an earlier one, and this comes after it.
    return new Promise((resolve) => {
      setImmediate(resolve);
    });
  }

  async function settled(wait: Promise<unknown>, milliseconds = outputMilliseconds): Promise<void> {
    let cancel = () => {};
    await Promise.race([
      wait,
      new Promise<void>((resolve) => {
        cancel = after(milliseconds, resolve);
      }),
    ]);
    cancel();
  }
}

interface Limit {
  readonly over: Promise<Extract<Ending, { kind: "timeout" }>>;
  cancel(): void;
}

function statusOf(ending: Ending): {
  readonly status: "success" | "timeout" | "error";
  readonly errorType?: string;
} {
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
