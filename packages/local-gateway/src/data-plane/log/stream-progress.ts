import type { Readable } from "node:stream";

/** How far an answer has been streamed. */
export interface StreamProgress {
  readonly bytes: number;
  /** Milliseconds since 1970; absent when nothing has come. */
  readonly firstContentAt?: number;
}

const progress = new WeakMap<Readable, StreamProgress>();

export function noteProgress(stream: Readable, bytes: number, at: number): void {
  const before = progress.get(stream);
  const firstContentAt = before?.firstContentAt ?? at;
  progress.set(stream, { bytes: (before?.bytes ?? 0) + bytes, firstContentAt });
}

export function progressOf(stream: Readable): StreamProgress {
  return progress.get(stream) ?? { bytes: 0 };
}
