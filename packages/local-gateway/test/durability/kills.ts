import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { adopt, differences, type Expected, type FoundApi } from "./expected.ts";

export interface Kills {
  readonly kills: number;
  /** Changes that were acknowledged before a kill. */
  readonly acknowledged: number;
  /** Changes that were under way when the gateway was killed. */
  readonly underWay: number;
  /** What was lost or invented: nothing, if all is well. */
  readonly differences: readonly string[];
}

export interface KillOptions {
  readonly directory: string;
  readonly kills: number;
  /** A number from 0 to below 1. */
  readonly random: () => number;
  readonly onKill?: (soFar: Kills) => void;
}

const writers = 4;
const mostMilliseconds = 250;

/**
 * Kills a gateway again and again at random moments of a write load, starts it again on the same data directory, and
 * compares what is there with what was acknowledged.
 */
export async function killRepeatedly({ directory, kills, random, onKill }: KillOptions): Promise<Kills> {
  let expected = adopt([]);
  let done: Kills = { kills: 0, acknowledged: 0, underWay: 0, differences: [] };
  let gateway = await start(directory);
  let names = 0;
  const nextName = () => {
    names += 1;
    return `n${names}`;
  };
  try {
    while (done.kills < kills) {
      const load = writeLoad({ url: gateway.url, expected, random, nextName });
      await new Promise((resolve) => setTimeout(resolve, random() * mostMilliseconds));
      gateway.process.kill("SIGKILL");
      await once(gateway.process, "exit");
      const acknowledged = await load;
      gateway = await start(directory);
      const found = await readAll(gateway.url);
      const pending = [...expected.apis.values()].filter((api) => api.pending !== undefined).length;
      done = {
        kills: done.kills + 1,
        acknowledged: done.acknowledged + acknowledged,
        underWay: done.underWay + pending + expected.creating.size,
        differences: [...done.differences, ...differences(expected, found)],
      };
      expected = adopt(found);
      onKill?.(done);
    }
  } finally {
    gateway.process.kill("SIGKILL");
  }
  return done;
}

async function start(directory: string): Promise<{ readonly url: string; readonly process: ChildProcess }> {
  const script = fileURLToPath(new URL("gateway.ts", import.meta.url));
  const child = spawn(process.execPath, [script, directory], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await Promise.race([
    once(createInterface(child.stdout), "line"),
    once(child, "exit").then(([code]) => {
      throw new Error(`The gateway ended with ${code} before it was up.`);
    }),
  ]);
  return { url: String(line), process: child };
}

interface Load {
  readonly url: string;
  readonly expected: Expected;
  readonly random: () => number;
  readonly nextName: () => string;
}

/** Writes until the gateway is gone, and resolves to how many changes were acknowledged. */
async function writeLoad(load: Load): Promise<number> {
  const counts = await Promise.all(
    Array.from({ length: writers }, async () => {
      for (let acknowledged = 0; ; acknowledged += 1) {
        try {
          await writeOnce(load);
        } catch (error) {
          // Of `fetch` alone: the connection is refused or cut.
          if (error instanceof TypeError) return acknowledged;
          throw error;
        }
      }
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

async function writeOnce({ url, expected, random, nextName }: Load): Promise<void> {
  const { apis, creating } = expected;
  const free = [...apis].filter(([, api]) => api.pending === undefined);
  const [id, api] = free[Math.floor(random() * free.length)] ?? [];
  const kind = random();
  if (id === undefined || api === undefined || kind < 0.25) {
    const name = nextName();
    creating.add(name);
    const made = await call(url, "POST", "/restapis", { name, description: "new" });
    creating.delete(name);
    apis.set(String(made["id"]), { name, description: "new", resources: new Set() });
  } else if (kind < 0.55) {
    const description = nextName();
    api.pending = { kind: "describe", description };
    const patchOperations = [{ op: "replace", path: "/description", value: description }];
    await call(url, "PATCH", `/restapis/${id}`, { patchOperations });
    api.description = description;
    delete api.pending;
  } else if (kind < 0.75) {
    const pathPart = nextName();
    // Taken before the first wait, so that no other writer takes the same API.
    api.pending = { kind: "resource", pathPart };
    const { rootResourceId } = await call(url, "GET", `/restapis/${id}`);
    await call(url, "POST", `/restapis/${id}/resources/${rootResourceId}`, { pathPart });
    api.resources.add(pathPart);
    delete api.pending;
  } else {
    api.pending = { kind: "delete" };
    await call(url, "DELETE", `/restapis/${id}`);
    apis.delete(id);
  }
}

async function readAll(url: string): Promise<readonly FoundApi[]> {
  const { item = [] } = await call(url, "GET", "/restapis?limit=500");
  return Promise.all(
    listOf(item).map(async ({ id, name, description }) => {
      const { item: resources = [] } = await call(url, "GET", `/restapis/${id}/resources?limit=500`);
      return {
        id: String(id),
        name: String(name),
        description: String(description),
        resources: new Set(listOf(resources).flatMap(({ pathPart }) => (pathPart ? [String(pathPart)] : []))),
      };
    }),
  );
}

type Json = Readonly<Record<string, unknown>>;

const listOf = (value: unknown): readonly Json[] => (Array.isArray(value) ? value : [value as Json]);

async function call(url: string, method: string, path: string, body?: object): Promise<Json> {
  const response = await fetch(url + path, {
    method,
    headers: { "Content-Type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === "" ? {} : (JSON.parse(text) as Json);
}
