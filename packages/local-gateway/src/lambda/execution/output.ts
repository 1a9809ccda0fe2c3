import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import type { Clock } from "../../effects.ts";
import type { LogLine } from "./log-lines.ts";

/** The lines that a process writes, cut where a marker says that an invocation's output is whole. */
export interface Output {
  /** Resolves when each stream has shown the marker or has ended. */
  until(marker: string): Promise<void>;
  /** What was written since the last call, without markers. */
  take(): LogLine[];
}

export function collectOutput(streams: readonly Readable[], clock: Clock): Output {
  const lines: LogLine[] = [];
  const readers = streams.map((stream) => readLines(stream, (text) => lines.push({ time: clock(), text })));
  return {
    until: async (marker) => {
      await Promise.all(readers.map((reader) => reader.until(marker)));
    },
    take: () => {
      for (const reader of readers) reader.flush();
      return lines.splice(0);
    },
  };
}

interface LineReader {
  until(marker: string): Promise<void>;
  /** Counts what has come of an unfinished line as a line. */
  flush(): void;
}

function readLines(stream: Readable, emit: (line: string) => void): LineReader {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  let ended = false;
  let waiting: { readonly marker: string; readonly resolve: () => void } | undefined;

  const settle = () => {
    if (waiting === undefined) return;
    const at = rest.indexOf(waiting.marker);
    if (at < 0 && !ended) return;
    if (at >= 0) rest = rest.slice(0, at) + rest.slice(at + waiting.marker.length);
    waiting.resolve();
    waiting = undefined;
  };
  const drain = () => {
    settle();
    const all = rest.split("\n");
    rest = all.pop() ?? "";
    for (const line of all) emit(line);
  };
  stream.on("data", (bytes: Buffer) => {
    rest += decoder.write(bytes);
    drain();
  });
  stream.on("close", () => {
    ended = true;
    drain();
  });
  return {
    until: (marker) =>
      new Promise((resolve) => {
        waiting = { marker, resolve };
        settle();
      }),
    flush: () => {
      if (rest !== "") emit(rest);
      rest = "";
    },
  };
}
