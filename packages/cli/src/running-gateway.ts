import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "./project-folder.ts";

/**
 * The port that `gatewright gateway` listens on and `deploy` looks at, unless they are told otherwise: that of
 * `GATEWRIGHT_PORT`, else the one that people's scripts know from LocalStack.
 */
export function usualPort(): string {
  return process.env["GATEWRIGHT_PORT"] ?? "4566";
}

/** The URL of a gateway on that port. */
export function usualUrl(): string {
  return `http://127.0.0.1:${usualPort()}`;
}

interface Registration {
  readonly url: string;
  readonly pid: number;
}

/**
 * Says in the project's folder that a gateway runs, so that the next `deploy` finds it. Returns the function
 * that takes it back. Another gateway that has said so and still answers keeps its place.
 */
export async function register(url: string, from: string): Promise<() => void> {
  const file = registrationFile(from);
  if (file === undefined || (await registeredGateway(from)) !== undefined) return () => {};
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ url, pid: process.pid } satisfies Registration)}\n`);
  return () => {
    if (read(file)?.pid === process.pid) rmSync(file, { force: true });
  };
}

/** The URL of the gateway that runs: the one registered in the project, else one on the usual port. */
export async function findGateway(from: string): Promise<string | undefined> {
  const registered = await registeredGateway(from);
  if (registered !== undefined) return registered;
  return (await isGateway(usualUrl())) ? usualUrl() : undefined;
}

async function registeredGateway(from: string): Promise<string | undefined> {
  const file = registrationFile(from);
  const registration = file === undefined ? undefined : read(file);
  return registration !== undefined && (await isGateway(registration.url)) ? registration.url : undefined;
}

function registrationFile(from: string): string | undefined {
  const folder = projectFolder(from);
  return folder === undefined ? undefined : join(folder, "gateway.json");
}

function read(file: string): Registration | undefined {
  try {
    const { url, pid } = JSON.parse(readFileSync(file, "utf8"));
    return typeof url === "string" && typeof pid === "number" ? { url, pid } : undefined;
  } catch {
    // No file, or half of one: no gateway has said that it runs.
    return undefined;
  }
}

async function isGateway(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/_gatewright/health`, { signal: AbortSignal.timeout(2000) });
    const { name } = (await answer.json()) as { name?: unknown };
    return answer.ok && name === "gatewright";
  } catch {
    return false;
  }
}
