import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";

/** Calls the `handler` of an example in a process of its own: its answer, and what it printed. */
export const inProcess = async (
  example: string,
  event: unknown,
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly answer: unknown; readonly printed: string; readonly complained: string }> => {
  const module = join(import.meta.dirname, "..", "examples", example);
  const child = fork(join(import.meta.dirname, "run-handler.ts"), [module, JSON.stringify(event)], {
    env: { PATH: process.env["PATH"], ...env },
    execArgv: [],
    silent: true,
  });
  const read = (stream: Readable | null) => (stream === null ? "" : text(stream));
  const [[answer], printed, complained] = await Promise.all([
    Promise.race([once(child, "message"), once(child, "exit").then(() => [undefined])]),
    read(child.stdout),
    read(child.stderr),
  ]);
  return { answer, printed, complained };
};
