import { readFileSync } from "node:fs";
import { link, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { GatewayError } from "../gateway-error.ts";
import { writeDurably } from "./durable.ts";

interface Holder {
  readonly pid: number;
  /** When the process started, in milliseconds since 1970: tells two processes with one number apart. */
  readonly started: number;
}

const attempts = 5;

/**
 * Takes a folder for this process, so that no second gateway writes to it; resolves to the function that lets go.
 * A lock whose process is gone is taken over.
 *
 * @throws GatewayError `DataDirectoryLocked`, naming the process that holds it.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, "lock");
  const own = JSON.stringify({ pid: process.pid, started: Math.round(performance.timeOrigin) });
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (await tryCreate(file, own)) return () => unlock(file, own);
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text === undefined) continue;
    const holder = parseHolder(text);
    if (holder !== undefined && isAlive(holder)) throw locked(folder, file, `process ${holder.pid}`);
    await removeStale(file, text);
  }
  throw locked(folder, file, "a process that starts at the same time");
}

/** Links a finished file to the lock's name, so that nobody ever reads a lock that is half written. */
async function tryCreate(file: string, content: string): Promise<boolean> {
  const finished = `${file}.${process.pid}.new`;
  await rm(finished, { force: true });
  await writeDurably(finished, content);
  try {
    await link(finished, file);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(finished, { force: true });
  }
}

/** Takes the lock away by renaming, which only one of several can do, and puts it back if it was another one. */
async function removeStale(file: string, text: string): Promise<void> {
  const aside = `${file}.${process.pid}.stale`;
  try {
    await rename(file, aside);
  } catch {
    return;
  }
  const taken = await readFile(aside, "utf8").catch(() => text);
  if (taken !== text) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
}

async function unlock(file: string, own: string): Promise<void> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === own) await rm(file, { force: true });
}

/** `undefined` for a file that no gateway wrote, or that a crash of the machine emptied. */
function parseHolder(text: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || !("pid" in value) || !("started" in value))
      return undefined;
    const { pid, started } = value;
    return typeof pid === "number" && typeof started === "number" ? { pid, started } : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(holder: Holder): boolean {
  if (holder.pid === process.pid) return holder.started === Math.round(performance.timeOrigin);
  if (isZombie(holder.pid)) return false;
  try {
    process.kill(holder.pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Killed, but not yet waited for by its parent: on Linux such a process can still be signalled. */
function isZombie(pid: number): boolean {
  try {
    // The state follows the command's name, which may hold anything but ends with the last parenthesis.
    const state = /^.*\) (\S)/s.exec(readFileSync(`/proc/${pid}/stat`, "latin1"))?.[1];
    return state === "Z" || state === "X";
  } catch {
    return false;
  }
}

function locked(folder: string, file: string, who: string): GatewayError {
  return new GatewayError(
    "DataDirectoryLocked",
    `The data directory ${folder} is in use by ${who}. Stop that gateway, or start this one with another data ` +
      `directory. If no gateway runs there, delete ${file}.`,
  );
}
