import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

/** A server that is measured, in a process of its own. */
export interface Server {
  readonly url: string;
  /** From the start of the process to the first 200. */
  readonly milliseconds: number;
  /** Resident memory, in bytes. */
  memory(): number;
  end(): Promise<void>;
}

const root = join(import.meta.dirname, "../..");

/** The floor: `node:http` and nothing else. */
export const startFloor = (): Promise<Server> => {
  const answer = `response.writeHead(200, { "Content-Type": "application/json" }); response.end('"Hello from Lambda!"');`;
  return start("/", (port) => ({
    arguments: [
      "-e",
      `require("node:http").createServer((request, response) => { ${answer} }).listen(${port}, "127.0.0.1")`,
    ],
    folder: root,
  }));
};

/** The floor, which asks a process of a function for each answer: what no gateway that isolates functions can exceed. */
export const startHop = (): Promise<Server> =>
  start("/", (port) => ({
    arguments: [join(import.meta.dirname, "hop/server.mjs"), String(port)],
    folder: root,
  }));

/** The gateway of this repository as a user starts it, on a data directory. */
export const startGateway = (data: string, path: string): Promise<Server> =>
  start(path, (port) => ({
    arguments: [join(root, "packages/cli/dist/main.js"), "gateway", "--port", String(port), "--data", data],
    folder: root,
  }));

export const startServerlessOffline = async (): Promise<Server> => {
  const folder = join(import.meta.dirname, "serverless-offline");
  const lambdaPort = await freePort();
  return start("/", (port) => ({
    arguments: [
      join(folder, "node_modules/serverless/bin/serverless.js"),
      "offline",
      ...["--host", "127.0.0.1", "--httpPort", String(port), "--lambdaPort", String(lambdaPort)],
      "--noPrependStageInUrl",
    ],
    folder,
  }));
};

interface Command {
  readonly arguments: readonly string[];
  readonly folder: string;
}

async function start(path: string, commandOf: (port: number) => Command): Promise<Server> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const command = commandOf(port);
  const begin = performance.now();
  const child = spawn(process.execPath, command.arguments, {
    cwd: command.folder,
    env: { ...process.env, SLS_TELEMETRY_DISABLED: "1", SLS_NOTIFICATIONS_MODE: "off" },
    // What they print costs nothing here, the same for all.
    stdio: "ignore",
  });
  try {
    await firstAnswer(url + path, child);
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
  return {
    url,
    milliseconds: performance.now() - begin,
    memory: () => residentMemory(child),
    end: () => end(child),
  };
}

async function firstAnswer(url: string, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline && child.exitCode === null) {
    const status = await fetch(url).then(
      (response) => response.status,
      () => undefined,
    );
    if (status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`${url} does not answer with 200.`);
}

function residentMemory({ pid }: ChildProcess): number {
  const [, kilobytes = "0"] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) * 1024;
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
    setTimeout(() => child.kill("SIGKILL"), 5000).unref();
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
