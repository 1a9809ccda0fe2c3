import { spawn } from "node:child_process";

/** What a load was answered with. */
export interface Load {
  readonly requestsPerSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

export interface LoadOptions {
  readonly seconds: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends requests over 20 connections with wrk, and refuses a result with any answer other than 200. */
export async function load(url: string, { seconds, headers = {} }: LoadOptions): Promise<Load> {
  const fields = Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
  const output = await run("wrk", [
    "-t1",
    "-c20",
    `-d${seconds}s`,
    "--latency",
    "--timeout",
    "10s",
    ...fields,
    url,
  ]);
  const failed = /Non-2xx or 3xx responses: \d+|Socket errors: .*/.exec(output)?.[0];
  if (failed !== undefined) throw new Error(`${url}: ${failed}`);
  const [, requests = ""] = /^Requests\/sec:\s+([\d.]+)/m.exec(output) ?? [];
  return { requestsPerSecond: Number(requests), p50: percentile(output, 50), p99: percentile(output, 99) };
}

/** wrk prints `50%   84.00us`, `2.10ms` or `1.02s`. */
function percentile(output: string, percent: number): number {
  const [, value = "", unit = "ms"] =
    new RegExp(`^\\s+${percent}%\\s+([\\d.]+)(us|ms|s)`, "m").exec(output) ?? [];
  return Number(value) * { us: 0.001, ms: 1, s: 1000 }[unit as "us" | "ms" | "s"];
}

function run(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += String(chunk);
    });
    child.once("error", () =>
      reject(
        new Error(`${command} is not installed: it makes the load (Debian and Ubuntu: apt install wrk).`),
      ),
    );
    child.once("exit", (code) =>
      code === 0 ? resolve(output) : reject(new Error(`${command} ended with ${code}:\n${output}`)),
    );
  });
}
