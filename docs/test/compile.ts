import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect } from "vitest";

/** What the compiler says about `mistakes/mistakes.ts` of a page's examples, with the lines. */
export const mistakesOf = async (page: string): Promise<string> => {
  const tsc = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");
  const folder = join(import.meta.dirname, "..", "examples", page, "mistakes");
  const { stdout } = await promisify(execFile)(process.execPath, [
    tsc,
    "-p",
    folder,
    "--pretty",
    "false",
  ]).then(
    () => expect.unreachable("The mistakes compile."),
    (failed: { stdout: string }) => failed,
  );
  const lines = stdout.matchAll(/^.*mistakes\.ts\((\d+),\d+\): error \S+ (.*)$/gm);
  // In the page the file's name is the first line.
  return [...lines].map(([, line, says]) => `line ${Number(line) + 1}: ${says}`).join("\n");
};
