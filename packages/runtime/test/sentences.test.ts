import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);
const folder = join(import.meta.dirname, "sentences");

/** Declaration → the messages that its `// says:` comments promise. */
const promised = (): Map<string, string[]> => {
  const sentences = new Map<string, string[]>();
  let pending: string[] = [];
  for (const line of source.split("\n")) {
    const says = /^\/\/ says: (.*)$/.exec(line)?.[1];
    const name = /^export const (\w+)/.exec(line)?.[1];
    if (says !== undefined) pending.push(says);
    else if (name !== undefined) {
      sentences.set(name, pending);
      pending = [];
    }
  }
  return sentences;
};

const source = readFileSync(join(folder, "sentences.ts"), "utf8");

/** The declaration that a line belongs to. */
const declarationAt = (line: number): string =>
  source
    .split("\n")
    .slice(0, line)
    .flatMap((text) => /^export const (\w+)/.exec(text)?.[1] ?? [])
    .at(-1) ?? "(none)";

const compile = async (): Promise<string> => {
  const typescript = createRequire(import.meta.url).resolve("typescript/package.json");
  const tsc = join(dirname(typescript), "bin", "tsc");
  const done = run(process.execPath, [tsc, "-p", folder, "--pretty", "false"]);
  const { stdout } = await done.catch((error: { stdout: string }) => error);
  return stdout;
};

test("a mistake in a route is said in the promised words, and each on one line", async () => {
  const lines = (await compile()).trimEnd().split("\n");
  const said = new Map([...promised().keys()].map((name): [string, string[]] => [name, []]));
  const continuations = [];
  for (const line of lines) {
    const [, at, message] = /\((\d+),\d+\): error TS\d+: (.*)$/.exec(line) ?? [];
    if (at === undefined || message === undefined) continuations.push(line.trim());
    else said.get(declarationAt(Number(at)))?.push(message);
  }
  expect(Object.fromEntries(said)).toEqual(Object.fromEntries(promised()));
  expect([...said.values()].every((messages) => messages.length > 0)).toBe(true);
  // Two swapped handlers are the one mistake that takes a second line: each names the route it was made for.
  expect(continuations).toEqual([
    `Type '"GET /greeting"' is not assignable to type '"GET /"'.`,
    `Type '"GET /"' is not assignable to type '"GET /greeting"'.`,
  ]);
});
