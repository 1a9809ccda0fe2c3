import type { InvokeMessage } from "../messages.ts";
import type { Channel } from "./channel.ts";
import type { Output } from "./output.ts";

/** The invocation that the process is at: it has one at a time. */
export interface Turn {
  current(): InvokeMessage | undefined;
  begin(message: InvokeMessage): void;
  /** Answers the invocation. After the last answer the process ends. */
  answer(message: InvokeMessage, failed: boolean, payload: string, last?: boolean): void;
  /** Calls `then` when nothing is left to do before the answer; a later call takes its place. */
  whenEventLoopIsEmpty(then: () => void): void;
}

export function createTurn(channel: Channel, output: Output): Turn {
  let current: InvokeMessage | undefined;
  let beganAt = 0;
  let atEmptyEventLoop: (() => void) | undefined;

  const setAtEmptyEventLoop = (then: (() => void) | undefined) => {
    if (atEmptyEventLoop !== undefined) process.off("beforeExit", atEmptyEventLoop);
    atEmptyEventLoop = then;
    if (then !== undefined) process.once("beforeExit", then);
  };
  return {
    current: () => current,
    begin: (message) => {
      current = message;
      beganAt = performance.now();
      if (message.traceId === undefined) delete process.env["_X_AMZN_TRACE_ID"];
      else process.env["_X_AMZN_TRACE_ID"] = message.traceId;
    },
    answer: ({ requestId }, failed, payload, last = false) => {
      setAtEmptyEventLoop(undefined);
      channel.ref();
      current = undefined;
      const now = performance.now();
      const milliseconds = now - beganAt;
      const memoryUsed = maximumMemory(now);
      output.whenWritten(() =>
        channel.send(
          { kind: "answer", requestId, failed, payload, milliseconds, memoryUsed, last },
          last ? () => process.exit() : undefined,
        ),
      );
    },
    whenEventLoopIsEmpty: setAtEmptyEventLoop,
  };
}

let measured = { at: Number.NEGATIVE_INFINITY, megabytes: 0 };

/**
 * The largest that was found so far. It is looked for ten times a second at most: it costs more than a short function.
 */
function maximumMemory(now: number): number {
  if (now - measured.at >= 100) {
    const megabytes = Math.ceil(process.memoryUsage.rss() / 1024 / 1024);
    measured = { at: now, megabytes: Math.max(measured.megabytes, megabytes) };
  }
  return measured.megabytes;
}
