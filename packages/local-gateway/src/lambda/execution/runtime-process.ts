import { type ChildProcess, spawn } from "node:child_process";
import { Duplex } from "node:stream";
import { fileURLToPath } from "node:url";
import { readFrames } from "./frames.ts";
import { channelDescriptor, type FromRuntime, frameOf, fromRuntimeIn, type ToRuntime } from "./messages.ts";

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
  /** Hands on every message, in order, those too that came before this call; after the last, how the process ended. */
  listen(take: (message: FromRuntime | Exit) => void): void;
  /** Resolves when the process has started the runtime, and does only the function's own work from then on. */
  readonly booted: Promise<unknown>;
  /**
   * Whether the runtime answers only when all output from before the answer is in the pipes, so that it can be read in
   * the turn of the event loop in which the answer is.
   */
  readonly isOutputFirst: boolean;
  /** Ends the process and all that it started, at once. */
  kill(): void;
}

/** Starts the process of an environment in a directory. */
export type StartRuntime = (options: {
  readonly directory: string;
  readonly environment: { readonly [name: string]: string };
}) => Promise<RuntimeProcess>;

const clientFile = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "./runtime/client.ts" : "./client.js", import.meta.url),
);

/** Starts the gateway's own runtime client, which it talks to over a pipe. */
export const startOwnRuntime: StartRuntime = async ({ directory, environment }) => {
  const child = spawn(process.execPath, [heapLimit(environment), clientFile], {
    cwd: directory,
    env: environment,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    // A process group of its own: what the function starts ends with it, and Ctrl-C reaches only the gateway.
    detached: true,
  });
  const inbox = createInbox(child);
  const channel = child.stdio[channelDescriptor];
  if (!(channel instanceof Duplex)) throw new TypeError("the pipe to the runtime is missing");
  let tellBooted = (_?: unknown) => {};
  const booted = new Promise((resolve) => {
    tellBooted = resolve;
  });
  child.on("error", tellBooted);
  child.on("close", tellBooted);
  const read = readFrames((frame) => {
    const message = fromRuntimeIn(frame);
    if (message?.kind === "booted") tellBooted();
    else if (message !== undefined) inbox.deliver(message);
  });
  channel.on("data", (bytes: Buffer) => {
    try {
      read(bytes);
    } catch {
      // The function wrote to the pipe itself: nothing that follows could be understood.
      channel.destroy();
      killGroup(child);
    }
  });
  // Such as EPIPE: that the process is gone is said by its end.
  channel.on("error", () => {});
  return {
    child,
    booted,
    isOutputFirst: true,
    send: (message) => {
      if (channel.writable) channel.write(frameOf(message));
    },
    listen: inbox.listen,
    kill: () => killGroup(child),
  };
};

/**
 * C (the bootstrap of AWS's Node.js runtimes): nine tenths of the function's memory, so that what leaks ends as there.
 */
function heapLimit({
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: memorySize = "128",
}: {
  readonly [name: string]: string;
}): string {
  return `--max-old-space-size=${Math.floor(Number(memorySize) * 0.9)}`;
}

export interface Inbox extends Pick<RuntimeProcess, "listen"> {
  deliver(message: FromRuntime): void;
}

/** Keeps what a runtime says until somebody listens, and ends with how its process ended. */
export function createInbox(child: ChildProcess): Inbox {
  const received: (FromRuntime | Exit)[] = [];
  let deliver = (message: FromRuntime | Exit): void => {
    received.push(message);
  };
  let ended = false;
  const end = (description: string) => {
    if (!ended) deliver({ kind: "exit", description });
    ended = true;
  };
  child.on("error", (error) => end(`with error: ${error.message}`));
  child.on("close", (code, signal) => end(describeExit(code, signal)));
  return {
    deliver: (message) => deliver(message),
    listen: (take) => {
      deliver = take;
      for (const message of received.splice(0)) take(message);
    },
  };
}

/** Resolves when a process and its output have ended, or when it could not be started. */
export function exitOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.on("close", () => resolve());
    child.on("error", () => resolve());
  });
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
