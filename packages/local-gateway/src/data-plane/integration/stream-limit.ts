import { Readable } from "node:stream";
import type { After } from "../../lambda/timers.ts";

/** Milliseconds without a byte, after which a stream is ended (D, response transfer mode: Regional endpoints). */
const maximumIdle = 5 * 60 * 1000;

/**
 * A source's chunks as they come, none before it is asked for. Destroys the source when the reader stops early, and
 * when it takes longer than `milliseconds` as a whole or is silent for too long: then the next chunk is an error.
 */
export async function* limited(
  source: Readable,
  milliseconds: number,
  after: After,
): AsyncGenerator<Uint8Array> {
  const end = (what: string) => () => source.destroy(new Error(what));
  const silent = () => after(maximumIdle, end(`the stream was silent for ${maximumIdle} ms`));
  const cancelWhole = after(milliseconds, end(`the stream has not ended within ${milliseconds} ms`));
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
export function streamOf(chunks: AsyncGenerator<Uint8Array>, source: Readable): Readable {
  return new Readable({
    read() {
      chunks.next().then(
        ({ done, value }) => this.push(done === true ? null : value),
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
