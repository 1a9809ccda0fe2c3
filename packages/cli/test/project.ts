import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";

const bin = join(import.meta.dirname, "..", "bin", "gatewright.js");
const nodeModules = join(import.meta.dirname, "..", "..", "..", "node_modules");

/** The environment of a machine that nobody has configured: no credentials, and no gateway on the usual port. */
const environment = (home: string): NodeJS.ProcessEnv => ({
  PATH: process.env["PATH"],
  HOME: home,
  AWS_EC2_METADATA_DISABLED: "true",
  GATEWRIGHT_PORT: "1",
});

export interface TestProject extends AsyncDisposable {
  readonly folder: string;
  write(files: Readonly<Record<string, string>>): void;
  /** Runs the command line in the project's folder, to its end. */
  run(...args: readonly string[]): Promise<Ran>;
  /** Starts `gatewright gateway --json …` and waits until it is ready. */
  gateway(...args: readonly string[]): Promise<RunningGateway>;
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningGateway {
  readonly url: string;
  readonly pid: number;
  /** Sends a signal and waits for the end; the exit code, or `null` where a signal ended it. */
  end(signal: "SIGTERM" | "SIGKILL"): Promise<number | null>;
}

export const greetings: Readonly<Record<string, string>> = {
  "package.json": '{ "name": "greetings", "type": "module" }',
  "src/routes.ts": `
    import { get, query } from "@gatewright/runtime";
    import * as z from "zod";
    export const greet = get("/greeting", {
      integration: "custom",
      input: { greeter: query(z.string().optional()) },
      output: z.object({ message: z.string() }),
    });`,
  "src/functions/greet.ts": `
    import { greet } from "../routes.ts";
    export const handler = greet.handler(({ input }) => ({ message: "Hello, " + input.greeter + "!" }));`,
  "src/api.ts": `
    import { api } from "@gatewright/runtime";
    import { greet } from "./routes.ts";
    export const greetings = api({ name: "greetings", stage: "test", routes: { greet } });`,
};

/** A project in a folder of its own, outside of any repository. */
export const createProject = (files = greetings): TestProject => {
  const folder = mkdtempSync(join(tmpdir(), "gatewright-cli-"));
  const write: TestProject["write"] = (more) => {
    for (const [name, content] of Object.entries(more)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
  };
  write(files);
  symlinkSync(nodeModules, join(folder, "node_modules"));
  const children = new Set<ChildProcess>();

  return {
    folder,
    write,
    run: (...args) =>
      new Promise((resolve) => {
        execFile(
          process.execPath,
          [bin, ...args],
          { cwd: folder, env: environment(folder) },
          (error, stdout, stderr) =>
            resolve({ code: typeof error?.code === "number" ? error.code : error ? -1 : 0, stdout, stderr }),
        );
      }),
    async gateway(...args) {
      const child = spawn(process.execPath, [bin, "gateway", "--json", ...args], {
        cwd: folder,
        env: environment(folder),
        stdio: ["ignore", "pipe", "inherit"],
      });
      children.add(child);
      const ready = once(createInterface(child.stdout), "line");
      const died = once(child, "exit").then(([code]) => {
        throw new Error(`The gateway ended with ${code} before it was ready.`);
      });
      const [line] = await Promise.race([ready, died]);
      died.catch(() => {});
      const { url } = JSON.parse(line);
      return {
        url,
        pid: child.pid ?? 0,
        async end(signal) {
          await kill(child, signal);
          return child.exitCode;
        },
      };
    },
    async [Symbol.asyncDispose]() {
      for (const child of children) await kill(child, "SIGKILL");
      rmSync(folder, { recursive: true });
    },
  };
};

const kill = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
};
