// What a route costs a call: PUT /orders/{id} among fifty, path, query and body validated, next to peers.

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from "aws-lambda";
import { type BundleOptions, bundle } from "./lib/bundle.ts";
import { type AsyncContestant, measureAsync } from "./lib/measure-async.ts";
import { table, threeDigits } from "./lib/table.ts";
import { temporaryFolder } from "./lib/temporary-folder.ts";
import { lambdaEnvironment } from "./runtime/environment.ts";
import { context, event, expected, invalid, trpcEvent } from "./runtime/event.ts";

interface Entry {
  readonly key: string;
  readonly file: string;
  readonly options?: Pick<BundleOptions, "format" | "alias">;
  readonly event?: () => APIGatewayProxyEvent;
}

/** The first is the floor. */
const entries: readonly Entry[] = [
  { key: "bareZod", file: "bare-zod" },
  { key: "bare", file: "bare" },
  { key: "ours", file: "gatewright" },
  { key: "oursSync", file: "gatewright-sync" },
  { key: "oursLogger", file: "gatewright-logger" },
  { key: "middy", file: "middy" },
  { key: "lambdaApi", file: "lambda-api" },
  { key: "hono", file: "hono" },
  { key: "tsRest", file: "ts-rest", options: { alias: { zod: "zod-3" } } },
  { key: "powertools", file: "powertools" },
  { key: "trpc", file: "trpc", event: trpcEvent },
  { key: "orpc", file: "orpc" },
  { key: "serverlessExpress", file: "serverless-express", options: { format: "cjs" } },
];

type Call = readonly [event: APIGatewayProxyEvent, context: Context];
type Handler = (...call: Call) => Promise<APIGatewayProxyResult>;

Object.assign(process.env, lambdaEnvironment);
const folder = temporaryFolder();
const contestants: AsyncContestant<Call>[] = [];
for (const { key, file, options, event: make = event } of entries) {
  const entry = join(import.meta.dirname, "runtime/contestants", `${file}.ts`);
  const bundled = await bundle(entry, { folder, ...options });
  const { handler }: { handler: Handler } = await import(pathToFileURL(bundled.file).href);
  verify(file, await handler(make(), context()));
  if (key !== "bare") verifyRefused(file, await handler(invalid(make), context()));
  contestants.push({ name: key, prepare: () => [make(), context()], run: (call) => handler(...call) });
}

const timings = await measureAsync(contestants, { rounds: 61, slice: 15, warmUp: 500 });
const bare = timings.find(({ name }) => name === "bare")?.nanoseconds ?? Number.NaN;
console.log(
  table(
    ["", "us a call", "x floor", "x bare"],
    timings
      .toSorted((a, b) => a.nanoseconds - b.nanoseconds)
      .map(({ name, nanoseconds, ratio }) => [
        name === "bareZod" ? "bare + zod (floor)" : (entries.find(({ key }) => key === name)?.file ?? name),
        threeDigits(nanoseconds / 1000),
        threeDigits(ratio),
        threeDigits(nanoseconds / bare),
      ]),
  ),
);
if (process.argv.includes("--json")) {
  const floorRatio = Object.fromEntries(
    timings.map(({ name, ratio }) => [name, Math.round(ratio * 100) / 100]),
  );
  console.log(JSON.stringify({ topic: "runtime", floorRatio }));
}

/** Nobody is timed for an answer that is wrong. */
function verify(name: string, { statusCode, body }: APIGatewayProxyResult): void {
  const parsed: unknown = JSON.parse(body);
  const wrapped = parsed as { result?: { data: unknown } };
  const data = wrapped.result === undefined ? parsed : wrapped.result.data;
  if (statusCode !== 200 || !isDeepStrictEqual(data, expected))
    throw new Error(`${name} answers ${statusCode} ${body}`);
}

/** Nor for leaving out the validation. */
function verifyRefused(name: string, { statusCode, body }: APIGatewayProxyResult): void {
  if (statusCode !== 400 && statusCode !== 422)
    throw new Error(`${name} answers ${statusCode} ${body} to what is not valid`);
}
