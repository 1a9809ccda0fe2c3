import { Readable } from "node:stream";
import type { ResponseSink } from "./environment.ts";

/** A response stream as something to be read: bytes are asked of the function only as fast as they are. */
export interface ResultStream {
  readonly sink: ResponseSink;
  readonly stream: Readable;
  /** Resolves with the content type at the first byte. */
  readonly started: Promise<string>;
  hasStarted(): boolean;
  /** No more will come. */
  end(): void;
}

export function createResultStream(): ResultStream {
  const waiting: { readonly bytes: Uint8Array; readonly consumed: () => void }[] = [];
  let wanted = false;
  let hasStarted = false;
  let ended = false;
  let resolveStarted = (_contentType: string) => {};
  const started = new Promise<string>((resolve) => {
    resolveStarted = resolve;
  });
  const flush = () => {
    for (let chunk = wanted ? waiting.shift() : undefined; chunk !== undefined; ) {
      chunk.consumed();
      wanted = stream.push(chunk.bytes);
      chunk = wanted ? waiting.shift() : undefined;
    }
    if (ended && waiting.length === 0 && !stream.readableEnded) stream.push(null);
  };
  const stream = new Readable({
    read: () => {
      wanted = true;
      flush();
    },
    destroy: (_error, then) => {
      for (const { consumed } of waiting.splice(0)) consumed();
      then(null);
    },
  });
  return {
    stream,
    started,
    hasStarted: () => hasStarted,
    sink: {
      start: (contentType) => {
        hasStarted = true;
        resolveStarted(contentType);
      },
      chunk: (bytes, consumed) => {
        if (stream.destroyed) {
          consumed();
          return;
        }
        waiting.push({ bytes, consumed });
        flush();
      },
    },
    end: () => {
      ended = true;
      if (!stream.destroyed) flush();
    },
  };
}

/** Keeps a response stream in memory, for callers that want the whole of it. */
export function collectStream(maximumBytes: number): {
  readonly sink: ResponseSink;
  /** Absent when nothing was streamed. */
  collected(): { readonly text: string; readonly tooLarge: boolean } | undefined;
} {
  const chunks: Uint8Array[] = [];
  let started = false;
  let length = 0;
  return {
    sink: {
      start: () => {
        started = true;
      },
      chunk: (bytes, consumed) => {
        length += bytes.byteLength;
        if (length <= maximumBytes) chunks.push(bytes);
        consumed();
      },
    },
    collected: () =>
      started ? { text: Buffer.concat(chunks).toString("utf8"), tooLarge: length > maximumBytes } : undefined,
  };
}
