import fc from "fast-check";
import { calls, check, targets } from "./law.ts";

/*
 * `npm run fuzz -w @gatewright/runtime [-- runs] [seed]`: mutated events through every adapter and every shape of
 * event. Prints how many there were of each, and how they were answered.
 */

const runs = Number(process.argv[2] ?? 100_000);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
// What the runtime logs of unexpected errors is not what is looked at here.
console.error = () => {};
process.on("unhandledRejection", (error) => {
  throw new Error("An unhandled rejection.", { cause: error });
});

const events = new Map(targets.map((name) => [name, 0]));
const statuses = new Map<number, number>();
const started = performance.now();
await fc.assert(
  fc.asyncProperty(calls, async ({ name, handler, event }) => {
    const status = await check(handler, event);
    events.set(name, (events.get(name) ?? 0) + 1);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }),
  { numRuns: runs, seed },
);
const seconds = ((performance.now() - started) / 1000).toFixed(1);
const print = (counts: ReadonlyMap<unknown, number>) =>
  [...counts].map(([name, count]) => `  ${String(name).padEnd(22)} ${count}`).join("\n");
console.log(`${runs} mutated events, seed ${seed}, ${seconds} s: every answer was valid.\n`);
console.log(
  `events\n${print(events)}\n\nanswers\n${print(new Map([...statuses].sort(([a], [b]) => a - b)))}`,
);
