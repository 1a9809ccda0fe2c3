// What a function of one route weighs, and how long its first answer takes in a fresh process, next to peers.
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { bundle } from "./lib/bundle.ts";
import { median } from "./lib/measure.ts";
import { table, threeDigits } from "./lib/table.ts";
import { temporaryFolder } from "./lib/temporary-folder.ts";
import { lambdaEnvironment } from "./runtime/environment.ts";
import { expected } from "./runtime/event.ts";

const rounds = 31;

const contestants = [
  { key: "bare", file: "bare", label: "bare" },
  { key: "bareZod", file: "bare-zod", label: "bare + zod" },
  { key: "ours", file: "gatewright", label: "gatewright" },
  { key: "oursLogger", file: "gatewright-logger", label: "gatewright, logs with Powertools" },
  { key: "middy", file: "middy", label: "middy" },
  { key: "hono", file: "hono", label: "Hono" },
  { key: "powertools", file: "powertools", label: "Powertools" },
] as const;

interface Sample {
  readonly load: number;
  readonly call: number;
}

const folder = temporaryFolder();
const withoutZod = join(folder, "without-zod");
mkdirSync(withoutZod);
const bundles = await Promise.all(
  contestants.map(async (contestant) => {
    const entry = join(import.meta.dirname, "cold-start/contestants", `${contestant.file}.ts`);
    const { file, bytes } = await bundle(entry, { folder });
    const { bytes: alone } = await bundle(entry, { folder: withoutZod, external: ["zod"] });
    return { ...contestant, bundled: file, bytes, alone, samples: [] as Sample[] };
  }),
);
for (let round = 0; round < rounds; round += 1)
  for (const { bundled, samples } of bundles) samples.push(firstCall(bundled));

const floor = bundles.find(({ key }) => key === "bareZod")?.samples ?? [];
const results = bundles.map(({ samples, ...bundle }) => ({
  ...bundle,
  load: median(samples.map(({ load }) => load)),
  call: median(samples.map(({ call }) => call)),
  total: median(samples.map(total)),
  // Within a round, so that a slow moment of the machine meets both.
  over: median(samples.map((sample, round) => total(sample) - total(floor[round] ?? sample))),
}));

console.log(
  table(
    ["", "bytes", "without zod", "load ms", "first call ms", "both ms", "over zod ms"],
    results.map(({ label, bytes, alone, load, call, total, over }) => [
      label,
      bytes.toLocaleString("en"),
      alone.toLocaleString("en"),
      ...[load, call, total, over].map((value) => threeDigits(value)),
    ]),
  ),
);
if (process.argv.includes("--json")) {
  const by = (value: (result: (typeof results)[number]) => number) =>
    Object.fromEntries(results.map((result) => [result.key, Math.round(value(result) * 100) / 100]));
  console.log(
    JSON.stringify({
      topic: "cold-start",
      bytes: by(({ alone }) => alone),
      bytesWithZod: by(({ bytes }) => bytes),
      millisecondsOverZod: by(({ over }) => over),
    }),
  );
}

function total({ load, call }: Sample): number {
  return load + call;
}

function firstCall(file: string): Sample {
  const output = execFileSync(
    process.execPath,
    [join(import.meta.dirname, "cold-start/first-call.ts"), file],
    {
      encoding: "utf8",
      env: { ...process.env, ...lambdaEnvironment },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const { statusCode, body, ...sample } = JSON.parse(output.trim().split("\n").at(-1) ?? "");
  if (statusCode !== 200 || !isDeepStrictEqual(JSON.parse(body), expected))
    throw new Error(`${file} answers ${statusCode} ${body}`);
  return sample;
}
