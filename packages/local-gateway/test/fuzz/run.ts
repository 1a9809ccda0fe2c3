import { operations } from "./law.ts";
import { fuzz } from "./session.ts";

/*
 * `npm run fuzz -w @gatewright/local-gateway [-- runs] [seed]`: calls of every operation of API Gateway, generated from
 * the SDK's schemas, with names that are half of them known. Prints how each operation was answered.
 */

const runs = Number(process.argv[2] ?? 10_000);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
const started = performance.now();
const { counts, read } = await fuzz(runs, seed, 4);
const seconds = ((performance.now() - started) / 1000).toFixed(1);

const missing: string[] = [];
const lines: string[] = [];
const totals = new Map<number, number>();
for (const name of [...operations.keys()].sort()) {
  const statuses = [...(counts.get(name) ?? [])].sort(([a], [b]) => a - b);
  for (const [status, count] of statuses) totals.set(status, (totals.get(status) ?? 0) + count);
  if (statuses.length > 0 && statuses.every(([status]) => status === 501)) missing.push(name);
  else
    lines.push(`  ${name.padEnd(32)} ${statuses.map(([status, count]) => `${status}: ${count}`).join("  ")}`);
}
console.log(lines.join("\n"));
console.log(`\nnot implemented (501): ${missing.length === 0 ? "none" : missing.join(", ")}`);
console.log(`all: ${[...totals].map(([status, count]) => `${status}: ${count}`).join("  ")}`);
console.log(`read back unchanged after each restart: ${read.join(", ")}`);
console.log(`${runs} calls, seed ${seed}, ${seconds} s: every answer was valid and the state consistent.`);
