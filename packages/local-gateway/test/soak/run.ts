import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { deploySoak } from "./api.ts";
import { soak } from "./load.ts";

/*
 * `npm run soak -w @gatewright/local-gateway [-- minutes]`: mixed load with functions that crash, throw, hang, leak and
 * cut their streams, one in a hundred each. No wrong answer, no crash of the gateway, and memory that stays flat.
 */

const minutes = Number(process.argv[2] ?? 10);
const script = fileURLToPath(new URL("gateway.ts", import.meta.url));
const gateway = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "inherit"] });
let exit: number | null | undefined;
gateway.once("exit", (code) => {
  exit = code;
});
try {
  const [url] = await once(createInterface(gateway.stdout), "line");
  const base = await deploySoak(String(url));
  const end = Date.now() + minutes * 60_000;
  const memory: number[] = [];
  const watch = setInterval(() => {
    memory.push(residentMegabytes(gateway.pid ?? 0));
    if (memory.length % 6 === 0) console.log(`${memory.length / 6} min: ${memory.at(-1)} MB`);
  }, 10_000);
  const { right, wrong } = await soak({
    base,
    callers: 16,
    random: Math.random,
    goesOn: () => Date.now() < end && exit === undefined,
  });
  clearInterval(watch);
  const third = Math.ceil(memory.length / 3);
  // The least is what is left after a collection; what lies above it is on its way out.
  const [early, late] = [Math.min(...memory.slice(third, 2 * third)), Math.min(...memory.slice(-third))];
  const total = Object.values(right).reduce((sum, count) => sum + count, 0);
  console.log(
    `${total} right answers: ${Object.entries(right)
      .map(([name, count]) => `${name} ${count}`)
      .join(", ")}.`,
  );
  console.log(
    `${wrong.length} wrong answers. Memory: ${early} MB at least in the second third, ${late} MB in the last.`,
  );
  for (const line of wrong.slice(0, 20)) console.log(`  ${line}`);
  if (exit !== undefined) console.log(`The gateway ended with ${exit}.`);
  if (wrong.length > 0 || exit !== undefined || late > early * 1.2) process.exitCode = 1;
} finally {
  gateway.kill("SIGTERM");
}

function residentMegabytes(pid: number): number {
  const [, kilobytes = "0"] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Math.round(Number(kilobytes) / 1000);
}
