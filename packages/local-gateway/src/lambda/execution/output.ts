import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import type { Clock } from "../../effects.ts";
import type { After } from "../timers.ts";
import type { LogLine } from "./log-lines.ts";
import { exitOf, type RuntimeProcess } from "./runtime-process.ts";

/** How long output may stay behind an answer: only a function that closed its own streams takes so long. */
const outputMilliseconds = 500;
/** How long output is awaited of a runtime that may answer before it is written. */
const unorderedMilliseconds = 10;

/** The lines that a process writes, and when they are all there. */
export interface Output {
  /** What has come since the last call; an unfinished line counts as one. */
  take(): LogLine[];
  /** Calls `then` when the output is there that belongs to what the runtime has just said. */
  whenWhole(then: () => void): void;
  /** Calls `then` when the process has ended, or its output should have. */
  whenEnded(then: () => void): void;
}

export function collectOutput(
  { child, isOutputFirst }: Pick<RuntimeProcess, "child" | "isOutputFirst">,
  { clock, after }: { readonly clock: Clock; readonly after: After },
): Output {
  const streams = [child.stdout, child.stderr].filter((stream) => stream !== null);
  const ended = exitOf(child);
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
    whenWhole: (then) => {
      // What was written before the answer is in the same batch of events or in an earlier one: this comes after it.
      if (isOutputFirst) setImmediate(then);
      else after(unorderedMilliseconds, then);
    },
    whenEnded: (then) => {
      let cancel = () => {};
      const late = new Promise<void>((resolve) => {
        cancel = after(outputMilliseconds, resolve);
      });
      Promise.race([ended, late]).then(() => {
        cancel();
        then();
      });
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
