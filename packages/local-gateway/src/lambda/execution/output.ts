import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import type { Clock } from "../../effects.ts";
import type { LogLine } from "./log-lines.ts";

/** The lines that a process writes. */
export interface Output {
  /** What has come since the last call; an unfinished line counts as one. */
  take(): LogLine[];
}

export function collectOutput(streams: readonly Readable[], clock: Clock): Output {
  let lines: LogLine[] = [];
  let isSilent = true;
  const noteOutput = () => {
    isSilent = false;
  };
  const flushes = streams.map((stream) => {
    stream.on("data", noteOutput);
    return readLines(stream, (text) => lines.push({ time: clock(), text }));
  });
  return {
    take: () => {
      // Most invocations write nothing.
      if (isSilent) return [];
      for (const flush of flushes) flush();
      const taken = lines;
      lines = [];
      isSilent = true;
      return taken;
    },
  };
}

/** Gives out each line when it is whole, and what has come of an unfinished one when the result is called. */
function readLines(stream: Readable, emit: (line: string) => void): () => void {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  stream.on("data", (bytes: Buffer) => {
    const all = (rest + decoder.write(bytes)).split("\n");
    rest = all.pop() ?? "";
    for (const line of all) emit(line);
  });
  return () => {
    if (rest !== "") emit(rest);
    rest = "";
  };
}
