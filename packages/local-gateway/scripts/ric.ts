/**
 * Runs a list of functions and events against AWS's own runtime client (`aws-lambda-ric`, over the HTTP Runtime API)
 * and against the gateway's, and compares the answers. The client is installed by npm into a folder outside of the
 * repository, which takes a minute and needs a C++ compiler, make and cmake; it is kept there for the next time.
 *
 *     npm run ric -w @gatewright/local-gateway
 */
import { spawnSync } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { createFunctionRunner } from "../src/lambda/execution/index.ts";
import { startHttpRuntime } from "../src/lambda/execution/runtime-api.ts";
import type { StartRuntime } from "../src/lambda/execution/runtime-process.ts";
import type { FunctionRecord } from "../src/lambda/function-record.ts";

const version = "4.0.2";

interface Case {
  readonly what: string;
  /** The module; ES when it says `export`. */
  readonly code: string;
  readonly events?: readonly unknown[];
  readonly handler?: string;
  readonly timeout?: number;
  readonly runtime?: string;
}

const streaming = (body: string) =>
  `export const handler = awslambda.streamifyResponse(async (event, stream, context) => { ${body} });`;
const cases: readonly Case[] = [
  {
    what: "an object",
    code: "export const handler = async (event) => ({ event });",
    events: [{ a: 1 }, [], "x", null],
  },
  { what: "nothing", code: "export const handler = async () => {};" },
  { what: "what a plain function returns", code: "export const handler = (event) => event;", events: [7] },
  { what: "CommonJS", code: "exports.handler = async (event) => event;", events: ["x"] },
  { what: "unicode", code: 'export const handler = async () => "äöü😀\\u2028";' },
  { what: "an error", code: 'export const handler = async () => { throw new TypeError("no"); };' },
  {
    what: "an error of its own class",
    code: 'class Mine extends Error { name = "Mine"; extra = 1 } export const handler = async () => { throw new Mine("no"); };',
  },
  { what: "a thrown string", code: 'export const handler = async () => { throw "text"; };' },
  {
    what: "what JSON cannot hold",
    code: "export const handler = async () => { const a = {}; a.a = a; return a; };",
  },
  { what: "a big integer", code: "export const handler = async () => 1n;" },
  {
    what: "an unhandled rejection",
    code: 'export const handler = async () => { Promise.reject(new Error("lost")); await new Promise((r) => setTimeout(r, 500)); };',
  },
  {
    what: "an uncaught exception",
    code: 'export const handler = async () => { setTimeout(() => { throw new RangeError("late"); }, 5); await new Promise((r) => setTimeout(r, 500)); };',
  },
  { what: "a promise that is never settled", code: "export const handler = () => new Promise(() => {});" },
  { what: "a thenable", code: "export const handler = () => ({ then: (done) => done(5) });" },
  {
    what: "a rejected thenable",
    code: 'export const handler = () => ({ then: (_, fail) => fail(new TypeError("no")) });',
  },
  {
    what: "a thrown error without a stack",
    code: 'export const handler = async () => { const error = new Error("no"); error.stack = undefined; throw error; };',
  },
  {
    what: "a thrown object",
    code: 'export const handler = async () => { throw { name: "N", message: "m" }; };',
  },
  { what: "a thrown null", code: "export const handler = async () => { throw null; };" },
  { what: "a default export", code: "export default { handler: async () => 1 };" },
  {
    what: "a member of a member",
    code: "export const api = { handler: async () => 2 };",
    handler: "index.api.handler",
  },
  { what: "an answer that is too large", code: 'export const handler = async () => "x".repeat(6_300_000);' },
  { what: "an exit", code: "export const handler = async () => process.exit(3);" },
  {
    what: "a timeout",
    code: "export const handler = async () => new Promise((r) => setTimeout(r, 5000));",
    timeout: 1,
  },
  { what: "a module that throws", code: 'throw new RangeError("at start"); export const handler = 1;' },
  { what: "a syntax error", code: "export const handler = async () => {{;" },
  { what: "a missing import", code: 'import "./nothing.mjs"; export const handler = 1;' },
  { what: "a handler that is not there", code: "export const other = 1;" },
  { what: "a handler that is no function", code: "export const handler = 1;" },
  { what: "a callback", code: "exports.handler = (event, context, callback) => callback(null, event);" },
  {
    what: "state from one event to the next",
    code: "let n = 0; export const handler = async () => ++n;",
    events: [1, 2, 3],
  },
  {
    what: "the context",
    code: "export const handler = async (event, context) => ({ keys: Object.keys(context).sort(), memory: context.memoryLimitInMB, version: context.functionVersion, remaining: context.getRemainingTimeInMillis() > 5000, trace: process.env._X_AMZN_TRACE_ID });",
  },
  {
    what: "a stream",
    code: streaming(
      'stream.write("a"); stream.write(Buffer.from("b")); stream.write({ c: 1 }); stream.end();',
    ),
  },
  {
    what: "a stream with metadata",
    code: streaming(
      'stream = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { a: "b" } }); stream.write("body"); stream.end();',
    ),
  },
  {
    what: "a stream that is only ended",
    code: streaming(
      'stream = awslambda.HttpResponseStream.from(stream, { statusCode: 201 }); stream.end("body");',
    ),
  },
  { what: "a stream that fails at once", code: streaming('throw new TypeError("no");') },
  {
    what: "a stream that fails halfway",
    code: streaming(
      'stream.write("half"); await new Promise((r) => setTimeout(r, 50)); throw new TypeError("no");',
    ),
  },
  { what: "a stream that is not ended", code: streaming('stream.write("a");'), timeout: 1 },
  {
    what: "a streaming handler that is not async",
    code: 'export const handler = awslambda.streamifyResponse((event, stream) => { stream.end("a"); });',
  },
  {
    what: "metadata too late",
    code: streaming(
      'stream.write("a"); stream = awslambda.HttpResponseStream.from(stream, {}); stream.end();',
    ),
  },
  {
    what: "a large stream",
    code: streaming(
      'const { pipeline } = await import("node:stream/promises"); await pipeline(function* () { for (let i = 0; i < 100; i += 1) yield "x".repeat(20000); }, stream);',
    ),
  },
];

const runtimeClient = await installed();
// The runner's own timers do not keep a process alive, since the gateway's server does.
const alive = setInterval(() => {}, 60_000);
const workDirectory = await mkdtemp(join(tmpdir(), "gatewright-ric-"));
let differing = 0;
try {
  for (const tried of cases) {
    const [own, official] = [await answersOf(tried), await answersOf(tried, runtimeClient)];
    const same = JSON.stringify(own) === JSON.stringify(official);
    if (!same) differing += 1;
    console.log(`${same ? "same  " : "DIFFER"}  ${tried.what}`);
    if (!same)
      console.log(`        own:      ${JSON.stringify(own)}\n        official: ${JSON.stringify(official)}`);
  }
} finally {
  await rm(workDirectory, { recursive: true, force: true });
  clearInterval(alive);
}
console.log(
  `${cases.length - differing} of ${cases.length} functions answer the same with aws-lambda-ric ${version}`,
);
process.exitCode = differing === 0 ? 0 : 1;

/** Every event buffered, then every event streamed, each reduced to what cannot differ from run to run. */
async function answersOf(tried: Case, startRuntime?: StartRuntime): Promise<unknown[]> {
  const file = /\bexports\./.test(tried.code) ? "index.js" : "index.mjs";
  // Always the same bytes, so that both run from the same folder, which some messages name.
  const zip = zipSync({ [file]: strToU8(tried.code) }, { mtime: "2026-01-01" });
  const functionName = "compared";
  const record: FunctionRecord = {
    functionName,
    functionArn: `arn:aws:lambda:us-east-1:123456789012:function:${functionName}`,
    region: "us-east-1",
    runtime: tried.runtime ?? "nodejs24.x",
    handler: tried.handler ?? "index.handler",
    role: "arn:aws:iam::123456789012:role/r",
    description: "",
    timeout: tried.timeout ?? 20,
    memorySize: 128,
    environment: {},
    codeSha256: createHash("sha256").update(zip).digest("base64"),
    codeSize: zip.byteLength,
    codeBlob: "",
    lastModified: "",
    revisionId: "",
    tags: {},
    policy: {},
  };
  const runner = createFunctionRunner({
    getFunction: () => record,
    readCode: async () => zip,
    workDirectory,
    endpoint: () => "http://127.0.0.1:4566",
    log: () => {},
    clock: Date.now,
    ...(startRuntime !== undefined && { startRuntime }),
  });
  const invocation = (event: unknown) => ({
    functionArn: record.functionArn,
    payload: JSON.stringify(event),
    requestId: randomUUID(),
    traceId: "Root=1-2-3",
  });
  const answers: unknown[] = [];
  try {
    for (const event of tried.events ?? [{}]) {
      const { payload, functionError } = await runner.invoke(invocation(event));
      answers.push([functionError, plain(payload)]);
    }
    for (const event of tried.events ?? [{}]) {
      const { stream, contentType, completed } = await runner.invokeStreaming(invocation(event));
      const bytes = Buffer.concat(await stream.toArray());
      const { error } = await completed;
      const type = error !== undefined && bytes.length === 0 ? "of no bytes" : contentType;
      answers.push([type, plain(bytes.toString()), error && plain(error.payload)]);
    }
  } finally {
    await runner.close();
  }
  return answers;
}

/** An answer without request ids and stack traces; a long one by its hash. */
function plain(payload: string): unknown {
  const text = payload.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "<id>");
  if (text.length > 10_000) return createHash("sha256").update(text).digest("hex");
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || !("errorType" in value)) return value;
    const { trace: _, ...rest } = { trace: undefined, ...value };
    return rest;
  } catch {
    return text;
  }
}

async function installed(): Promise<StartRuntime> {
  const folder = join(tmpdir(), `gatewright-aws-lambda-ric-${version}`);
  const entry = join(folder, "node_modules/aws-lambda-ric/index.mjs");
  const addon = join(folder, "node_modules/aws-lambda-ric/rapid-client.node");
  if (!existsSync(addon)) {
    console.log(`Installing aws-lambda-ric ${version} into ${folder}; it compiles for about a minute.`);
    await mkdir(folder, { recursive: true });
    await writeFile(
      join(folder, "package.json"),
      // npm 11 runs the scripts of packages that are named so.
      JSON.stringify({ private: true, allowScripts: { "aws-lambda-ric": true } }),
    );
    const npm = spawnSync("npm", ["install", "--no-audit", "--no-fund", `aws-lambda-ric@${version}`], {
      cwd: folder,
      stdio: ["ignore", "ignore", "inherit"],
    });
    if (npm.status !== 0 || !existsSync(addon)) {
      throw new Error(
        `aws-lambda-ric could not be built in ${folder}; it needs a C++ compiler, make and cmake`,
      );
    }
  }
  return startHttpRuntime({ file: process.execPath, args: [entry] });
}
