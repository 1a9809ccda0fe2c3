// What an API of 50, 200 and 500 routes with their handlers costs a compiler, next to its schemas alone and to Hono.

import { median } from "./lib/measure.ts";
import { table, threeDigits } from "./lib/table.ts";
import { temporaryFolder } from "./lib/temporary-folder.ts";
import { firstDiagnostics } from "./types/editor.ts";
import { hono, ours, zodAlone } from "./types/generate.ts";
import { type Compiler, type Cost, check, compilers, prepare, write } from "./types/project.ts";

const counts = [50, 200, 500];
const programs = { ours, zod: zodAlone, hono } as const;
type Name = keyof typeof programs;
const labels: Readonly<Record<Name, string>> = { ours: "gatewright", zod: "zod alone", hono: "Hono" };

interface Row extends Cost {
  readonly compiler: Compiler;
  readonly count: number;
  readonly name: Name;
}

const folder = temporaryFolder();
prepare(folder);

const rows: Row[] = [];
for (const count of counts)
  for (const [name, generate] of Object.entries(programs) as [Name, (typeof programs)[Name]][]) {
    const project = write(folder, `${name}-${count}`, generate(count));
    for (const compiler of Object.keys(compilers) as Compiler[])
      rows.push({ compiler, count, name, ...check(project, compiler) });
  }

const most = Math.max(...counts);
// A handler of each kind; the median of all.
const editor = median(
  Array.from({ length: 12 }, (_, index) =>
    firstDiagnostics(`${folder}/ours-${most}`, `handlers/r${(index * 7) % most}.ts`),
  ),
);

console.log(
  table(
    ["", "compiler", "instantiations", "x zod", "x Hono", "check s", "MB"],
    rows.map(({ name, count, compiler, instantiations, seconds, megabytes }) => [
      `${count} routes, ${labels[name]}`,
      compiler === "ts6" ? "6" : "7, one thread",
      instantiations.toLocaleString("en"),
      threeDigits(instantiations / costOf("zod", count, compiler)),
      threeDigits(instantiations / costOf("hono", count, compiler)),
      threeDigits(seconds),
      threeDigits(megabytes),
    ]),
  ),
);
console.log(
  `\nFirst diagnostics of one handler file at ${most} routes, TypeScript 6: ${threeDigits(editor)} ms`,
);
if (process.argv.includes("--json")) {
  const instantiations = Object.fromEntries(
    rows
      .filter(({ compiler }) => compiler === "ts6")
      .map((row) => [`${row.name}${row.count}`, row.instantiations]),
  );
  console.log(
    JSON.stringify({
      topic: "types",
      instantiations,
      ratioToHono: worst("hono"),
      ratioToZod: worst("zod"),
      firstDiagnosticsMilliseconds: Math.round(editor),
    }),
  );
}

function costOf(name: Name, count: number, compiler: Compiler): number {
  const found = rows.find((row) => row.name === name && row.count === count && row.compiler === compiler);
  return found?.instantiations ?? Number.NaN;
}

/** The highest ratio of ours, whatever the compiler and the number of routes. */
function worst(other: Name): number {
  const ratios = rows
    .filter(({ name }) => name === "ours")
    .map(({ instantiations, count, compiler }) => instantiations / costOf(other, count, compiler));
  return Math.round(Math.max(...ratios) * 1000) / 1000;
}
