import type { InvokeMessage } from "../messages.ts";
import { contextOf } from "./context.ts";
import { errorDocument } from "./errors.ts";
import { type Invoking, isThenable } from "./invoke.ts";
import type { Handler } from "./load-handler.ts";
import { createResponseStream } from "./response-stream.ts";

/**
 * Runs a handler that writes its answer to a stream. The invocation ends when the handler's promise is settled and
 * the stream has ended; a handler that leaves its stream open times out, as it does in AWS's runtime.
 *
 * @returns what takes how many bytes of the stream have been read
 */
export function invokeStreaming(
  handler: Handler,
  message: InvokeMessage,
  { channel, turn, callbacks, log }: Invoking,
): (bytes: number) => void {
  turn.begin(message);
  const response = createResponseStream(message.requestId, channel.send);
  let settled = false;
  const settle = (failed: boolean, payload: string) => {
    if (settled) return;
    settled = true;
    turn.answer(message, failed, payload);
  };
  const fail = (error: unknown) => {
    if (settled) return;
    log("Invoke Error", error);
    // What has ended well cannot fail any more.
    if (response.stream.writableEnded) finished.then(() => settle(false, ""));
    else settle(true, errorDocument(error));
  };
  const finished = new Promise<void>((resolve) => {
    response.stream.on("finish", resolve);
    response.stream.on("error", fail);
  });
  try {
    const event: unknown = JSON.parse(message.event);
    const result = handler(event, response.stream, contextOf(message, callbacks));
    if (isThenable(result)) {
      result.then(async (value) => {
        if (value !== undefined) console.warn("Streaming handlers ignore return values.");
        await finished;
        settle(false, "");
      }, fail);
    } else fail(new Error("Streaming does not support non-async handlers."));
  } catch (error) {
    fail(error);
  }
  return (bytes) => {
    if (!settled) response.consumed(bytes);
  };
}
