import { Readable } from "node:stream";
import type { After } from "../../lambda/timers.ts";

/** Milliseconds after which a stream is ended. */
export interface StreamLimit {
  readonly whole: number;
  /** Without a byte. */
  readonly idle: number;
}

/**
 * A source's chunks as they come, none before it is asked for. Destroys the source when the reader stops early, and
 * when it takes too long as a whole or is silent for too long: then the next chunk is an error.
 */
export async function* limited(
  source: Readable,
  { whole, idle }: StreamLimit,
  after: After,
): AsyncGenerator<Uint8Array> {
  const end = (what: string) => () => source.destroy(new Error(what));
  const silent = () => after(idle, end(`the stream was silent for ${idle} ms`));
  const cancelWhole = after(whole, end(`the stream has not ended within ${whole} ms`));
  let cancelSilent = silent();
  try {
    for await (const chunk of source) {
      cancelSilent();
      yield chunk;
      cancelSilent = silent();
    }
  } finally {
    cancelSilent();
    cancelWhole();
  }
}

/** Chunks as a stream, which takes their source down with it: a generator that waits cannot be told to stop. */
export function streamOf(
  chunks: AsyncGenerator<Uint8Array>,
  source: Readable,
  onChunk: (stream: Readable, bytes: number) => void = () => undefined,
): Readable {
  return new Readable({
    // Chunks stay what they are, and none is read ahead of its reader.
    objectMode: true,
    highWaterMark: 1,
    read() {
      chunks.next().then(
        ({ done, value }) => {
          if (done !== true) onChunk(this, value.byteLength);
          this.push(done === true ? null : value);
        },
        (error: Error) => this.destroy(error),
      );
    },
    destroy(error, callback) {
      source.destroy();
      chunks.return(undefined).catch(() => undefined);
      callback(error);
    },
  });
}
