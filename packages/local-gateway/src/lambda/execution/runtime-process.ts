import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type FromRuntime, isFromRuntime, type ToRuntime } from "./messages.ts";

/** How a process ended. */
export interface Exit {
  readonly kind: "exit";
  /** Such as "with error: exit status 1". */
  readonly description: string;
}

/** The process of an execution environment, and its runtime behind whatever the two talk over. */
export interface RuntimeProcess {
  readonly child: ChildProcess;
  send(message: ToRuntime): void;
  /** The next message, in order; after the last, and again and again, how the process ended. */
  next(): Promise<FromRuntime | Exit>;
  /** Whether the runtime writes markers into its output, which say when an invocation's output is whole. */
  readonly marks: boolean;
  /** Ends the process and all that it started, at once. */
  kill(): void;
}

/** Starts the process of an environment in a directory. */
export type StartRuntime = (options: {
  readonly directory: string;
  readonly environment: { readonly [name: string]: string };
}) => RuntimeProcess;

const clientFile = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "./runtime/client.ts" : "./runtime/client.js", import.meta.url),
);

/** Starts the gateway's own runtime client, over the process channel. */
export const startOwnRuntime: StartRuntime = ({ directory, environment }) => {
  const child = fork(clientFile, [], {
    cwd: directory,
    env: environment,
    execArgv: [],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    // A process group of its own: what the function starts ends with it, and Ctrl-C reaches only the gateway.
    detached: true,
  });
  const inbox = createInbox(child);
  child.on("message", (message) => {
    if (isFromRuntime(message)) inbox.deliver(message);
  });
  return {
    child,
    marks: true,
    send: (message) => child.send(message, () => {}),
    next: inbox.next,
    kill: () => killGroup(child),
  };
};

export interface Inbox extends Pick<RuntimeProcess, "next"> {
  deliver(message: FromRuntime): void;
}

/** Queues what a runtime says until it is asked for, and ends with how its process ended. */
export function createInbox(child: ChildProcess): Inbox {
  const received: (FromRuntime | Exit)[] = [];
  let exit: Exit | undefined;
  let waiting: ((message: FromRuntime | Exit) => void) | undefined;
  const deliver = (message: FromRuntime | Exit) => {
    const resolve = waiting;
    waiting = undefined;
    if (resolve === undefined) received.push(message);
    else resolve(message);
  };
  const ended = (description: string) => {
    exit ??= { kind: "exit", description };
    deliver(exit);
  };
  child.on("error", (error) => ended(`with error: ${error.message}`));
  child.on("close", (code, signal) => ended(describeExit(code, signal)));
  return {
    deliver,
    next: () =>
      new Promise((resolve) => {
        const message = received.shift() ?? exit;
        if (message === undefined) waiting = resolve;
        else resolve(message);
      }),
  };
}

export function killGroup(child: ChildProcess): void {
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
