import { Socket } from "node:net";
import { readFrames } from "../frames.ts";
import {
  type Booted,
  channelDescriptor,
  type FromRuntime,
  frameOf,
  type ToRuntime,
  toRuntimeIn,
} from "../messages.ts";

/** The pipe to the gateway. */
export interface Channel {
  send(message: FromRuntime | Booted, then?: () => void): void;
  /** Hands on every message from now on. */
  listen(take: (message: ToRuntime) => void): void;
  /** Whether it keeps the process alive. */
  ref(): void;
  unref(): void;
}

const readBytes = 64 * 1024;

/** Opens the pipe; the process ends when the gateway's end of it is closed. */
export function openChannel(): Channel {
  let take: (message: ToRuntime) => void = () => {};
  const read = readFrames((frame) => {
    const message = toRuntimeIn(frame);
    if (message !== undefined) take(message);
  });
  const socket = new Socket({
    fd: channelDescriptor,
    readable: true,
    writable: true,
    // Always into the same bytes and past the stream's own queue, which costs more than all else that is done here.
    onread: {
      buffer: Buffer.allocUnsafe(readBytes),
      callback: (length, buffer) => {
        read(Buffer.from(buffer.subarray(0, length)));
        return true;
      },
    },
  });
  socket.on("close", () => process.exit(0));
  socket.on("error", () => {});
  return {
    send: (message, then) => {
      socket.write(frameOf(message), then);
    },
    listen: (taker) => {
      take = taker;
    },
    ref: () => socket.ref(),
    unref: () => socket.unref(),
  };
}
