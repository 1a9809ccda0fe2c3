import type { Clock } from "./effects.ts";
import type { After } from "./lambda/timers.ts";

/** How fast a stream goes: bytes at its beginning as fast as they come, and those after them. */
export interface Bandwidth {
  readonly uncapped: number;
  readonly bytesPerSecond: number;
}

const megabyte = 1024 * 1024;

/** D, bandwidth limits for response streaming (Lambda). */
export const lambdaBandwidth: Bandwidth = { uncapped: 6 * megabyte, bytesPerSecond: 2 * megabyte };

/** D, response transfer mode (API Gateway): considerations for response payload streaming. */
export const apiGatewayBandwidth: Bandwidth = { uncapped: 10 * megabyte, bytesPerSecond: 2 * megabyte };

/** Makes a stream's chunks come no faster than they may; a stream that is slower by itself is not held up. */
export type Pace = (chunks: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array>;

export function paceOf({ uncapped, bytesPerSecond }: Bandwidth, clock: Clock, after: After): Pace {
  /** Bytes: small enough to flow, large enough to be few. */
  const piece = Math.ceil(bytesPerSecond / 32);
  return async function* paced(chunks) {
    let left = uncapped;
    let free = 0;
    for await (const chunk of chunks) {
      const atOnce = Math.min(left, chunk.byteLength);
      left -= atOnce;
      if (atOnce > 0) yield chunk.subarray(0, atOnce);
      for (let at = atOnce; at < chunk.byteLength; at += piece) {
        const part = chunk.subarray(at, at + piece);
        const now = clock();
        const start = Math.max(free, now);
        free = start + (part.byteLength / bytesPerSecond) * 1000;
        if (start > now) await new Promise<void>((resolve) => after(start - now, resolve));
        yield part;
      }
    }
  };
}

/** As fast as it comes. */
export async function* unpaced(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks;
}
