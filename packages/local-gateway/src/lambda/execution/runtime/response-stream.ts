import { Writable } from "node:stream";
import { type FromRuntime, streamWindow } from "../messages.ts";
import { RuntimeError } from "./errors.ts";
import type { Handler } from "./load-handler.ts";

/** How AWS's own runtime marks the handlers that it streams; bundled helpers set the same symbol. */
const streamingHandler = Symbol.for("aws.lambda.runtime.handler.streaming");
const metadataContentType = "application/vnd.awslambda.http-integration-response";
const delimiter = new Uint8Array(8);

/** Makes the global `awslambda`, as functions find it (D: "Writing response streaming-enabled Lambda functions"). */
export function defineAwslambda(): void {
  Object.defineProperty(globalThis, "awslambda", {
    configurable: true,
    enumerable: true,
    writable: true,
    value: {
      streamifyResponse: (handler: Handler) => {
        Reflect.set(handler, streamingHandler, "response");
        return handler;
      },
      HttpResponseStream: {
        /** The metadata is JSON of `statusCode`, `headers` and `cookies`; it leaves before the first write. */
        from: (stream: ResponseStream, metadata: unknown) => {
          stream.setContentType(metadataContentType);
          const json = JSON.stringify(metadata);
          stream._onBeforeFirstWrite = (write) => {
            write(Buffer.from(json));
            write(delimiter);
          };
          return stream;
        },
      },
    },
  });
}

/** @throws RuntimeError for a mark that is not the one for responses. */
export function isStreaming(handler: Handler): boolean {
  const mark: unknown = Reflect.get(handler, streamingHandler);
  if (mark === undefined || mark === null || mark === false) return false;
  if (mark === "response") return true;
  throw new RuntimeError("MalformedStreamingHandler", "Only response streaming is supported.");
}

export interface ResponseStream extends Writable {
  /** @throws RuntimeError after the first write. */
  setContentType(contentType: string): void;
  /** Called once, with a function that writes before everything else. */
  _onBeforeFirstWrite?: ((write: (bytes: Uint8Array) => void) => void) | undefined;
}

/**
 * The stream that a streaming handler writes to. Its chunks leave at once; when more is under way than the window
 * holds, writes wait until the gateway says that they have been read.
 */
export function createResponseStream(
  requestId: string,
  send: (message: FromRuntime, then: () => void) => void,
): { readonly stream: ResponseStream; consumed(bytes: number): void } {
  let contentType = "application/octet-stream";
  let started = false;
  let unread = 0;
  let waiting: (() => void) | undefined;

  const start = () => {
    if (started) return;
    started = true;
    send({ kind: "stream", requestId, contentType }, () => {});
  };
  const write = (bytes: Uint8Array, then: () => void = () => {}) => {
    start();
    unread += bytes.byteLength;
    send({ kind: "chunk", requestId, data: bytes }, () => {
      if (unread < streamWindow) then();
      else waiting = then;
    });
  };
  const writable = new Writable({
    write: (chunk: Buffer, _encoding, then) => write(chunk, () => then()),
    final: (then) => {
      start();
      then();
    },
  });
  const plainWrite = writable.write.bind(writable);
  const stream: ResponseStream = Object.assign(writable, {
    setContentType: (type: string) => {
      if (started) throw new RuntimeError("InvalidStreamingOperation", "Cannot set content-type, too late.");
      contentType = type;
    },
    // Only `write` sends the metadata, as in AWS's runtime: an `end` alone does not.
    write: (chunk: unknown, ...rest: never[]) => {
      if (!started) {
        const before = stream._onBeforeFirstWrite;
        start();
        before?.((bytes) => write(bytes));
      }
      const isBytes = typeof chunk === "string" || chunk instanceof Uint8Array;
      return plainWrite(isBytes ? chunk : JSON.stringify(chunk), ...rest);
    },
  });
  return {
    stream,
    consumed: (bytes) => {
      unread -= bytes;
      if (unread >= streamWindow || waiting === undefined) return;
      const then = waiting;
      waiting = undefined;
      then();
    },
  };
}
