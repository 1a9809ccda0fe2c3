import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Clock, Ids } from "../../effects.ts";
import type { FunctionRecord } from "../function-record.ts";
import type { Invocation, InvocationResult } from "../invoke.ts";
import type { After } from "../timers.ts";
import { type EnvironmentEvent, type EnvironmentState, next } from "./environment-state.ts";
import { environmentVariables } from "./environment-variables.ts";
import { endLines, startLine, timeoutLine } from "./log-lines.ts";
import { type FromRuntime, initMarker, isFromRuntime, type ToRuntime } from "./messages.ts";
import { collectOutput } from "./output.ts";

/** Lambda's limit of the init phase (D, execution environment lifecycle). */
const initMilliseconds = 10_000;
/** Lambda's limit of a result (D, Lambda quotas; the figure is the one in its error message). */
const maximumResultBytes = 6_291_556;
/** How long output may stay behind an answer: only a function that closed its own streams takes so long. */
const outputMilliseconds = 500;

export interface Environment {
  state(): EnvironmentState;
  /** Runs the invocation that the environment is leased to. */
  run(invocation: Invocation): Promise<InvocationResult>;
  lease(requestId: string): void;
  /** Ends it as soon as it has nothing to run. */
  retire(why: string): void;
  /** Ends it now. Resolves when its process is gone. */
  kill(why: string): Promise<void>;
}

export interface EnvironmentOptions {
  readonly record: FunctionRecord;
  readonly taskRoot: string;
  readonly endpoint: string;
  readonly clock: Clock;
  readonly after: After;
  readonly ids: Pick<Ids, "bytes">;
  /** Called whenever it is idle again. */
  readonly onIdle: () => void;
  readonly onDead: () => void;
}

/** Starts a process for a function and leases it to the invocation that it is started for. */
export function startEnvironment(options: EnvironmentOptions, requestId: string): Environment {
  const { record, clock, after } = options;
  let state: EnvironmentState = { kind: "starting", requestId };
  const startedAt = clock();
  let initDuration: number | undefined;
  let initReported = false;

  const child = startProcess(options);
  const output = collectOutput([child.stdout, child.stderr].filter((stream) => stream !== null));
  const exited = new Promise<void>((resolve) => {
    child.on("close", () => resolve());
    child.on("error", () => resolve());
  });
  const inbox = messagesOf(child);
  // What the function started may hold its output open.
  child.on("exit", () => killProcess(child));
  child.on("close", () => take({ kind: "lost", why: "the process ended" }));
  child.on("error", (error) => take({ kind: "lost", why: error.message }));

  return {
    state: () => state,
    lease: (id) => take({ kind: "lease", requestId: id }),
    retire: (why) => {
      take({ kind: "retire", why });
      if (state.kind === "dead") killProcess(child);
    },
    kill: async (why) => {
      take({ kind: "lost", why });
      killProcess(child);
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

  async function run(invocation: Invocation): Promise<InvocationResult> {
    const { requestId } = invocation;
    const initLines: string[] = [];
    const invokedAt = { time: clock() };
    const ending = await end(invocation, invokedAt, initLines);
    if (ending.kind === "answer" && !ending.last) await settled(output.until(markerOf(requestId)));
    else await settled(exited);
    const milliseconds = clock() - invokedAt.time;
    const lines = [...initLines, startLine(requestId), ...output.take()];
    if (ending.kind === "timeout") lines.push(timeoutLine(clock(), requestId, ending.seconds));
    const { payload, failed } = resultOf(requestId, ending);
    lines.push(
      ...endLines({
        requestId,
        milliseconds,
        memorySize: record.memorySize,
        memoryUsed: ending.kind === "answer" ? ending.memoryUsed : 0,
        initMilliseconds: initReported ? undefined : initDuration,
        status: ending.kind === "timeout" ? "timeout" : ending.kind === "exit" ? "error" : "success",
      }),
    );
    initReported = true;
    // Last of all, so that nobody leases it before its output has been read.
    if (ending.kind === "answer" && !ending.last) {
      take({ kind: "answered", requestId });
      if (state.kind === "dead") killProcess(child);
    }
    return {
      payload,
      executedVersion: "$LATEST",
      log: `${lines.join("\n")}\n`,
      ...(failed ? { functionError: "Unhandled" as const } : {}),
    };
  }

  /** From the start of the process, or of the handler, to an answer or to the end of the environment. */
  async function end(
    invocation: Invocation,
    invokedAt: { time: number },
    initLines: string[],
  ): Promise<Ending> {
    if (initDuration === undefined) {
      const started = await first(initMilliseconds);
      if (started.kind === "ready" || started.kind === "init-failed") await settled(output.until(initMarker));
      initLines.push(...output.take());
      if (started.kind === "init-failed") {
        take({ kind: "lost", why: "its init failed" });
        return { kind: "init-failed", error: started.error };
      }
      if (started.kind !== "ready")
        return started.kind === "answer" ? { kind: "exit", description: "out of turn" } : started;
      initDuration = clock() - startedAt;
      take({ kind: "ready" });
    }
    invokedAt.time = clock();
    const message: ToRuntime = {
      kind: "invoke",
      requestId: invocation.requestId,
      event: invocation.payload,
      deadline: invokedAt.time + record.timeout * 1000,
      invokedFunctionArn: invocation.functionArn,
      traceId: invocation.traceId,
      marker: markerOf(invocation.requestId),
    };
    child.send(message, () => {});
    for (;;) {
      const ending = await first(record.timeout * 1000);
      // A second answer to an earlier invocation, which the runtime client does not send.
      if (ending.kind === "answer" && ending.requestId !== invocation.requestId) continue;
      if (ending.kind === "ready" || ending.kind === "init-failed") continue;
      if (ending.kind === "answer" && ending.last)
        take({ kind: "lost", why: "the function failed outside of its handler" });
      return ending;
    }
  }

  /** What the process says next, or that it ended; when the time is over before, it is killed. */
  async function first(milliseconds: number): Promise<FromRuntime | Ending> {
    let cancel = () => {};
    const timeout = new Promise<Ending>((resolve) => {
      cancel = after(milliseconds, () => resolve({ kind: "timeout", seconds: milliseconds / 1000 }));
    });
    const ending = await Promise.race([inbox.next(), timeout]);
    cancel();
    if (ending.kind === "timeout") {
      take({ kind: "lost", why: "it timed out" });
      killProcess(child);
    }
    return ending;
  }

  async function settled(wait: Promise<unknown>): Promise<void> {
    let cancel = () => {};
    await Promise.race([
      wait,
      new Promise<void>((resolve) => {
        cancel = after(outputMilliseconds, resolve);
      }),
    ]);
    cancel();
  }
}

type Ending =
  | Extract<FromRuntime, { kind: "answer" }>
  | { readonly kind: "init-failed"; readonly error: string }
  | { readonly kind: "timeout"; readonly seconds: number }
  | { readonly kind: "exit"; readonly description: string };

/** What Lambda answers; the texts of timeouts and exits are R (LocalStack's test_lambda, November 2025). */
function resultOf(requestId: string, ending: Ending): { payload: string; failed: boolean } {
  const failure = (errorType: string, errorMessage: string) => ({
    payload: JSON.stringify({ errorType, errorMessage }),
    failed: true,
  });
  switch (ending.kind) {
    case "answer":
      return Buffer.byteLength(ending.payload) > maximumResultBytes
        ? failure(
            "Function.ResponseSizeTooLarge",
            `Response payload size exceeded maximum allowed payload size (${maximumResultBytes} bytes).`,
          )
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

const clientFile = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "./runtime/client.ts" : "./runtime/client.js", import.meta.url),
);

function startProcess({ record, taskRoot, endpoint, clock, ids }: EnvironmentOptions): ChildProcess {
  const day = new Date(clock()).toISOString().slice(0, 10).replaceAll("-", "/");
  const logStreamName = `${day}/[$LATEST]${Buffer.from(ids.bytes(16)).toString("hex")}`;
  return fork(clientFile, [], {
    cwd: taskRoot,
    env: environmentVariables(record, { taskRoot, logStreamName, endpoint, execPath: process.execPath }),
    execArgv: [],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    // A process group of its own: what the function starts ends with it, and Ctrl-C reaches only the gateway.
    detached: true,
  });
}

function killProcess(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // Its process group is gone already.
  }
}

const signals: Readonly<Record<string, string>> = {
  SIGABRT: "aborted (core dumped)",
  SIGKILL: "killed",
  SIGSEGV: "segmentation fault (core dumped)",
  SIGTERM: "terminated",
};

function describeExit(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal !== null) return `with error: signal: ${signals[signal] ?? signal}`;
  return code === 0 ? "without providing a reason" : `with error: exit status ${code}`;
}

function markerOf(requestId: string): string {
  return `\u0000${requestId}\u0000`;
}

type Exit = Extract<Ending, { kind: "exit" }>;

interface Inbox {
  /** The next message, in order; after the last, and again and again, how the process ended. */
  next(): Promise<FromRuntime | Exit>;
}

function messagesOf(child: ChildProcess): Inbox {
  const received: (FromRuntime | Exit)[] = [];
  let exit: Exit | undefined;
  let waiting: ((message: FromRuntime | Exit) => void) | undefined;
  const deliver = (message: FromRuntime | Exit) => {
    if (waiting === undefined) received.push(message);
    else waiting(message);
    waiting = undefined;
  };
  const ended = (description: string) => {
    exit ??= { kind: "exit", description };
    deliver(exit);
  };
  child.on("message", (message) => {
    if (isFromRuntime(message)) deliver(message);
  });
  child.on("error", (error) => ended(`with error: ${error.message}`));
  child.on("close", (code, signal) => ended(describeExit(code, signal)));
  return {
    next: () =>
      new Promise((resolve) => {
        const message = received.shift() ?? exit;
        if (message === undefined) waiting = resolve;
        else resolve(message);
      }),
  };
}
