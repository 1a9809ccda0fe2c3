import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startGateway } from "../../src/index.ts";
import { createCaller, danglingReferences, readEverything } from "./law.ts";
import { idsOf, randomOf } from "./random.ts";

export interface Result {
  /** How many calls of each operation were answered with each status. */
  readonly counts: ReadonlyMap<string, ReadonlyMap<number, number>>;
  /** How many things could be read back after each restart. */
  readonly read: readonly number[];
}

/**
 * Calls a gateway with generated requests, and restarts it from its journal a few times: it must then say the same of
 * everything, and nothing may refer to what is not there.
 *
 * @throws Error with the request when an answer breaks a rule, and with what the gateway logged.
 */
export async function fuzz(runs: number, seed: number, restarts: number): Promise<Result> {
  const random = randomOf(seed);
  const directory = await mkdtemp(join(tmpdir(), "gatewright-fuzz-"));
  const logged: string[] = [];
  const start = () =>
    startGateway({
      dataDirectory: directory,
      ids: idsOf(randomOf(random.below(2 ** 32))),
      log: (line) => logged.push(line),
    });
  let gateway = await start();
  const caller = createCaller(() => gateway.url, random);
  const counts = new Map<string, Map<number, number>>();
  const read: number[] = [];
  try {
    await caller.prepare();
    for (let run = 1; run <= runs; run += 1) {
      const { operation, status } = await caller.call();
      const statuses = counts.get(operation) ?? new Map<number, number>();
      counts.set(operation, statuses.set(status, (statuses.get(status) ?? 0) + 1));
      if (run % Math.ceil(runs / restarts) !== 0 && run !== runs) continue;
      const before = await readEverything(gateway.url, caller.known);
      const dangling = await danglingReferences(gateway.url, before);
      if (dangling.length > 0) throw new Error(`After ${run} calls:\n${dangling.join("\n")}`);
      await gateway.close();
      gateway = await start();
      const after = await readEverything(gateway.url, caller.known);
      for (const [path, { status: was, text }] of before) {
        const now = after.get(path);
        if (now?.status !== was || now.text !== text) {
          throw new Error(`After ${run} calls and a restart, ${path} was\n${text}\nand is\n${now?.text}`);
        }
      }
      read.push([...before.values()].filter(({ status: was }) => was === 200).length);
    }
  } catch (error) {
    throw new Error(`Seed ${seed}. The gateway logged: ${logged.slice(-3).join("\n")}`, { cause: error });
  } finally {
    caller.close();
    await gateway.close();
    await rm(directory, { recursive: true, force: true });
  }
  return { counts, read };
}
