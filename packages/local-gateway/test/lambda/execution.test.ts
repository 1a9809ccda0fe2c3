import { readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import type { FunctionRunner } from "../../src/lambda/execution/index.ts";
import type { FunctionRecord } from "../../src/lambda/function-record.ts";
import type { InvocationResult } from "../../src/lambda/invoke.ts";
import { type After, systemAfter } from "../../src/lambda/timers.ts";
import { type Files, useFunctions } from "../fixtures/lambda-functions.ts";

// Each test starts processes, which takes long on a busy machine.

const functions = useFunctions();
const { define } = functions;

const runner = (after: After = systemAfter): FunctionRunner => functions.runner({ after });

const call = (
  on: FunctionRunner,
  record: FunctionRecord,
  event: unknown = {},
  requestId?: string,
): Promise<InvocationResult> => functions.call(record, event, requestId, on);

async function result(files: Files, event: unknown = {}, change: Partial<FunctionRecord> = {}) {
  const answer = await call(runner(), define(files, change), event);
  return { ...answer, value: JSON.parse(answer.payload) as unknown };
}

function isRunning(pid: number): boolean {
  try {
    // A zombie that nobody has collected yet answers signals, too.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

const echo = "exports.handler = async (event) => event;";

describe("handlers", () => {
  it.each<[what: string, handler: string, files: Files]>([
    ["an async function", "index.handler", { "index.js": echo }],
    ["an ES module", "index.handler", { "index.mjs": "export const handler = async (event) => event;" }],
    [
      "an ES module by package.json",
      "index.handler",
      { "index.js": "export const handler = async (event) => event;", "package.json": '{"type":"module"}' },
    ],
    ["a .cjs file", "index.handler", { "index.cjs": echo }],
    ["a file in a directory", "src/app.handler", { "src/app.js": echo }],
    ["a directory with an index file", "app.handler", { "app/index.js": echo }],
    [
      "a member of a member",
      "index.api.handler",
      { "index.js": "exports.api = { handler: async (e) => e };" },
    ],
    [
      "a callback",
      "index.handler",
      { "index.js": "exports.handler = (event, context, callback) => callback(null, event);" },
    ],
    [
      "context.succeed",
      "index.handler",
      { "index.js": "exports.handler = (event, context) => { context.succeed(event); };" },
    ],
    [
      "a callback after a timer, waiting for the event loop",
      "index.handler",
      {
        "index.js":
          "exports.handler = (event, context, callback) => { setTimeout(() => callback(null, event), 20); };",
      },
    ],
    [
      "a callback that does not wait for the event loop",
      "index.handler",
      {
        "index.js":
          "exports.handler = (event, context, callback) => { context.callbackWaitsForEmptyEventLoop = false; setInterval(() => {}, 1000); callback(null, event); };",
      },
    ],
  ])("runs %s", async (_, handler, files) => {
    const { value, functionError } = await result(files, { a: ["ü", 1] }, { handler });
    expect(value).toEqual({ a: ["ü", 1] });
    expect(functionError).toBeUndefined();
  });

  it("answers null for a plain function whose promise nothing can settle", async () => {
    const answer = await result({ "index.js": "exports.handler = () => new Promise(() => {});" });
    expect(answer).toMatchObject({ payload: "null" });
    expect(answer.functionError).toBeUndefined();
  });

  it("answers null for nothing", async () => {
    expect((await result({ "index.js": "exports.handler = async () => {};" })).payload).toBe("null");
    expect(
      (await result({ "index.js": "exports.handler = () => 'ignored without a callback';" })).payload,
    ).toBe("null");
  });

  it("gives the context that Lambda documents", async () => {
    const source = `exports.handler = async (event, context) => ({ ...context, remaining: context.getRemainingTimeInMillis() });`;
    const { value } = await result({ "index.js": source }, {}, { functionName: "ctx", timeout: 7 });
    expect(value).toMatchObject({
      functionName: "ctx",
      functionVersion: "$LATEST",
      memoryLimitInMB: "128",
      logGroupName: "/aws/lambda/ctx",
      logStreamName: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/),
      invokedFunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:ctx",
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      callbackWaitsForEmptyEventLoop: true,
      remaining: expect.any(Number),
    });
  });

  it("refuses callbacks on nodejs24.x, and takes what an ordinary function returns", async () => {
    const source = "exports.handler = (event, context, callback) => callback(null, 1);";
    const refused = await result({ "index.js": source }, {}, { runtime: "nodejs24.x" });
    expect(refused.functionError).toBe("Unhandled");
    expect(refused.value).toMatchObject({
      errorType: "Runtime.CallbackHandlerDeprecated",
      errorMessage: expect.stringContaining("has removed support for callback-based function handlers"),
    });
    const plain = await result({ "index.js": "exports.handler = (e) => e;" }, 5, { runtime: "nodejs24.x" });
    expect(plain.value).toBe(5);
  });
});

describe("failures", () => {
  it.each<[what: string, files: Files, expected: object, change?: Partial<FunctionRecord>]>([
    [
      "a thrown error",
      { "index.js": "exports.handler = async () => { throw new TypeError('no'); };" },
      { errorType: "TypeError", errorMessage: "no", trace: expect.arrayContaining(["TypeError: no"]) },
    ],
    [
      "an error thrown by a plain function",
      { "index.js": "exports.handler = () => { throw new Error('no'); };" },
      { errorType: "Error", errorMessage: "no" },
    ],
    [
      "an error given to the callback",
      { "index.js": "exports.handler = (e, c, callback) => callback(new Error('no'));" },
      { errorType: "Error", errorMessage: "no" },
    ],
    [
      "a thrown string",
      { "index.js": "exports.handler = async () => { throw 'no'; };" },
      { errorType: "string", errorMessage: "no", trace: [] },
    ],
    [
      "a result that is not JSON",
      { "index.js": "exports.handler = async () => { const a = {}; a.a = a; return a; };" },
      { errorType: "Error", errorMessage: "Unable to stringify response body" },
    ],
    [
      "a file that is not there",
      { "other.js": "" },
      {
        errorType: "Runtime.ImportModuleError",
        errorMessage: expect.stringMatching(/^Error: Cannot find module 'index'/),
      },
    ],
    [
      "a syntax error",
      { "index.js": "exports.handler = async () => {" },
      { errorType: "Runtime.UserCodeSyntaxError", errorMessage: expect.stringMatching(/^SyntaxError: /) },
    ],
    [
      "a handler that is not exported",
      { "index.js": "" },
      { errorType: "Runtime.HandlerNotFound", errorMessage: "index.handler is undefined or not exported" },
    ],
    [
      "a handler that is no function",
      { "index.js": "exports.handler = 1;" },
      { errorType: "Runtime.HandlerNotFound", errorMessage: "index.handler is not a function" },
    ],
    [
      "a handler name without a dot",
      { "index.js": echo },
      { errorType: "Runtime.MalformedHandlerName", errorMessage: "Bad handler" },
      { handler: "index" },
    ],
    [
      "a handler name that leaves the package",
      { "index.js": echo },
      { errorType: "Runtime.MalformedHandlerName" },
      { handler: "../index.handler" },
    ],
    [
      "an error while the module loads",
      { "index.js": "throw new RangeError('early');" },
      { errorType: "RangeError", errorMessage: "early" },
    ],
    [
      "a process that ends itself",
      { "index.js": "exports.handler = async () => process.exit(3);" },
      {
        errorType: "Runtime.ExitError",
        errorMessage: expect.stringMatching(
          /^RequestId: \S+ Error: Runtime exited with error: exit status 3$/,
        ),
      },
    ],
    [
      "a process that ends itself in peace",
      { "index.js": "exports.handler = async () => process.exit(0);" },
      {
        errorType: "Runtime.ExitError",
        errorMessage: expect.stringMatching(
          /^RequestId: \S+ Error: Runtime exited without providing a reason$/,
        ),
      },
    ],
    [
      "a process that dies while it starts",
      { "index.js": "process.exit(1);" },
      { errorType: "Runtime.ExitError" },
    ],
    [
      "a killed process",
      {
        "index.js":
          "exports.handler = async () => { process.kill(process.pid, 'SIGKILL'); await new Promise((r) => setTimeout(r, 1000)); };",
      },
      {
        errorType: "Runtime.ExitError",
        errorMessage: expect.stringMatching(/Runtime exited with error: signal: killed$/),
      },
    ],
    [
      "more memory than the function has",
      {
        "index.js":
          "exports.handler = async () => { const all = []; for (;;) all.push({ a: all.length, b: [all.length] }); };",
      },
      {
        errorType: "Runtime.ExitError",
        errorMessage: expect.stringMatching(/Runtime exited with error: signal: aborted \(core dumped\)$/),
      },
    ],
    [
      "a promise rejected beside the handler",
      {
        "index.js":
          "exports.handler = async () => { Promise.reject(new Error('aside')); await new Promise((r) => setTimeout(r, 1000)); };",
      },
      { errorType: "Runtime.UnhandledPromiseRejection", errorMessage: "Error: aside" },
    ],
    [
      "an error thrown beside the handler",
      {
        "index.js":
          "exports.handler = async () => { setTimeout(() => { throw new RangeError('aside'); }); await new Promise((r) => setTimeout(r, 1000)); };",
      },
      { errorType: "RangeError", errorMessage: "aside" },
    ],
    [
      "a promise that nothing can settle",
      { "index.js": "exports.handler = async () => { await new Promise(() => {}); };" },
      { errorType: "Runtime.NodeJsExit" },
    ],
    [
      "a result over six megabytes",
      { "index.js": "exports.handler = async () => 'x'.repeat(6291556);" },
      {
        errorType: "Function.ResponseSizeTooLarge",
        errorMessage: "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
      },
    ],
  ])("reports %s", async (_, files, expected, change = {}) => {
    const { value, functionError } = await result(files, {}, change);
    expect(value).toMatchObject(expected);
    expect(functionError).toBe("Unhandled");
  });

  it("ends an invocation after the function's timeout, and the environment with it", async () => {
    const source =
      "exports.handler = async (event) => { console.log('began'); if (event.hang) for (;;) {} return process.pid; };";
    const lambda = runner();
    const record = define({ "index.js": source }, { timeout: 1 });
    const first = await call(lambda, record);
    const hung = await call(lambda, record, { hang: true }, "r-1");
    expect(JSON.parse(hung.payload)).toEqual({
      errorType: "Sandbox.Timedout",
      errorMessage: "RequestId: r-1 Error: Task timed out after 1.00 seconds",
    });
    expect(hung.functionError).toBe("Unhandled");
    expect(hung.log()).toMatch(
      /\tINFO\tbegan\n.*Z r-1 Task timed out after 1\.00 seconds\nEND RequestId: r-1\nREPORT/,
    );
    expect((await call(lambda, record)).payload).not.toBe(first.payload);
  });

  it("ends an environment that hangs while it starts", async () => {
    const soon: After = (milliseconds, then) => systemAfter(Math.min(milliseconds, 400), then);
    const { payload, functionError } = await call(runner(soon), define({ "index.js": "for (;;) {}" }));
    expect(JSON.parse(payload)).toMatchObject({ errorType: "Sandbox.Timedout" });
    expect(functionError).toBe("Unhandled");
  });

  it("takes the first of two answers, and the next invocation gets its own", async () => {
    const source =
      "exports.handler = (event, context, callback) => { context.callbackWaitsForEmptyEventLoop = false; callback(null, event); callback(null, 'again'); context.succeed('and again'); };";
    const lambda = runner();
    const record = define({ "index.js": source });
    expect((await call(lambda, record, 1)).payload).toBe("1");
    expect((await call(lambda, record, 2)).payload).toBe("2");
  });

  it("ends what a function started, together with it", async () => {
    const source = `const { spawn } = require("node:child_process");
      exports.handler = async () => spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" }).pid;`;
    const lambda = runner();
    const pid = Number((await call(lambda, define({ "index.js": source }))).payload);
    expect(() => process.kill(pid, 0)).not.toThrow();
    await lambda.close();
    await expect.poll(() => isRunning(pid)).toBe(false);
  });

  it("goes on with a new environment after a crash", async () => {
    const lambda = runner();
    const record = define({
      "index.js": "exports.handler = async (e) => e.crash ? process.exit(1) : 'fine';",
    });
    expect((await call(lambda, record, { crash: true })).functionError).toBe("Unhandled");
    expect((await call(lambda, record)).payload).toBe('"fine"');
  });
});

describe("environments", () => {
  const counting =
    "let n = 0; exports.handler = async (e) => { if (e.wait) await new Promise((r) => setTimeout(r, e.wait)); return { n: ++n, pid: process.pid }; };";
  const read = ({ payload }: InvocationResult) => JSON.parse(payload) as { n: number; pid: number };

  it("uses a warm environment again", async () => {
    const lambda = runner();
    const record = define({ "index.js": counting });
    const [first, second] = [await call(lambda, record), await call(lambda, record)];
    expect(read(second)).toEqual({ n: 2, pid: read(first).pid });
    expect(first.log()).toContain("Init Duration");
    expect(second.log()).not.toContain("Init Duration");
  });

  it("runs invocations at once in environments of their own", async () => {
    const lambda = runner();
    const record = define({ "index.js": counting });
    const answers = await Promise.all([1, 2, 3].map(() => call(lambda, record, { wait: 200 })));
    expect(new Set(answers.map((answer) => read(answer).pid)).size).toBe(3);
    expect(answers.map((answer) => read(answer).n)).toEqual([1, 1, 1]);
  });

  it("starts anew when code or configuration change, and lets the running invocation end", async () => {
    const lambda = runner();
    const record = define({ "index.js": counting });
    const running = call(lambda, record, { wait: 300 });
    const idle = read(await call(lambda, record)).pid;
    const changed = define(
      { "index.js": counting },
      { ...record, revisionId: "next", environment: { A: "1" } },
    );
    expect(read(await call(lambda, changed)).n).toBe(1);
    const drained = read(await running);
    expect(drained.n).toBe(1);
    await expect.poll(() => [idle, drained.pid].filter(isRunning)).toEqual([]);
    const again = define(
      { "index.js": "exports.handler = async () => 'new code';" },
      { functionName: record.functionName },
    );
    expect((await call(lambda, again)).payload).toBe('"new code"');
  });

  it("gives the function Lambda's variables and the user's, and none of the gateway's", async () => {
    process.env["GATEWAY_SECRET"] = "do not tell";
    const source =
      "exports.handler = async () => ({ env: process.env, cwd: process.cwd(), send: typeof process.send });";
    const { value } = await result(
      { "index.js": source },
      {},
      { environment: { TABLE: "t", AWS_REGION: "x", TZ: "Asia/Tokyo" } },
    );
    const { env, cwd, send } = value as { env: Record<string, string>; cwd: string; send: string };
    expect(Object.keys(env).sort()).toEqual([
      "AWS_ACCESS_KEY_ID",
      "AWS_DEFAULT_REGION",
      "AWS_ENDPOINT_URL",
      "AWS_EXECUTION_ENV",
      "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
      "AWS_LAMBDA_FUNCTION_NAME",
      "AWS_LAMBDA_FUNCTION_VERSION",
      "AWS_LAMBDA_INITIALIZATION_TYPE",
      "AWS_LAMBDA_LOG_GROUP_NAME",
      "AWS_LAMBDA_LOG_STREAM_NAME",
      "AWS_REGION",
      "AWS_SECRET_ACCESS_KEY",
      "AWS_SESSION_TOKEN",
      "AWS_XRAY_CONTEXT_MISSING",
      "AWS_XRAY_DAEMON_ADDRESS",
      "LAMBDA_RUNTIME_DIR",
      "LAMBDA_TASK_ROOT",
      "LANG",
      "PATH",
      "TABLE",
      "TZ",
      "_HANDLER",
      "_X_AMZN_TRACE_ID",
    ]);
    expect(env).toMatchObject({
      AWS_REGION: "us-east-1",
      TABLE: "t",
      TZ: "Asia/Tokyo",
      _X_AMZN_TRACE_ID: "Root=1-2-3",
    });
    expect(cwd).toBe(env["LAMBDA_TASK_ROOT"]);
    expect(send).toBe("undefined");
  });

  it("keeps an invocation's output together, whichever stream it took", async () => {
    const source = `console.log("loading");
      exports.handler = async (event) => {
        console.log("a %s", "b"); console.fatal("end"); console.log(); console.error("two\\nlines"); process.stdout.write("no line feed"); return 1;
      };`;
    const { log } = await result({ "index.js": source });
    const lines = log().replace(/\n$/, "").split("\n");
    expect(lines.shift()).toMatch(/Z\tundefined\tINFO\tloading$/);
    expect(lines[0]).toMatch(/^START RequestId: \S+ Version: \$LATEST$/);
    expect(lines.slice(1, -2)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^\S+Z\t\S+\tINFO\ta b$/),
        expect.stringMatching(/^\S+Z\t\S+\tERROR\ttwo\rlines$/),
        expect.stringMatching(/^\S+Z\t\S+\tFATAL\tend$/),
        expect.stringMatching(/^\S+Z\t\S+\tINFO\tundefined$/),
        "no line feed",
      ]),
    );
    expect(lines.at(-2)).toMatch(/^END RequestId: \S+$/);
    expect(lines.at(-1)).toMatch(
      /^REPORT RequestId: \S+\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\tInit Duration: [\d.]+ ms\t$/,
    );
  });

  it("logs an error with its own members, and the errors among them", async () => {
    const source = `exports.handler = async () => {
      const error = new TypeError("no");
      throw Object.assign(error, { status: 7, reason: new RangeError("why") });
    };`;
    const { log } = await result({ "index.js": source });
    const [, line = "{}"] = /\tERROR\tInvoke Error \t(.*)/.exec(log()) ?? [];
    expect(JSON.parse(line)).toMatchObject({
      errorType: "TypeError",
      errorMessage: "no",
      status: 7,
      reason: { errorType: "RangeError", errorMessage: "why" },
      stack: expect.arrayContaining(["TypeError: no"]),
    });
  });

  it("takes no word of the function for the runtime's", async () => {
    const source = `exports.handler = async () => {
      process.send?.({ kind: "answer", requestId: "x", failed: false, payload: "1", memoryUsed: 1, last: false });
      process.emit("message", "noise");
      return "the result";
    };`;
    expect((await result({ "index.js": source })).payload).toBe('"the result"');
  });

  it("keeps what an invocation writes past the streams with that invocation", async () => {
    const lambda = runner();
    const record = define({
      "index.js": `const { writeSync } = require("node:fs");
      exports.handler = async ({ n }) => { writeSync(1, "out " + n + "\\n"); writeSync(2, "err " + n + "\\n"); };`,
    });
    for (let n = 0; n < 30; n += 1) {
      const { log } = await call(lambda, record, { n });
      expect(
        log()
          .match(/^(?:out|err) \d+$/gm)
          ?.sort(),
      ).toEqual([`err ${n}`, `out ${n}`]);
    }
  });

  it("takes and gives payloads of six megabytes as they are", async () => {
    const text = "é\n\u0000\u{1f600}".repeat(430_000);
    const { value } = await result({ "index.js": echo }, { text });
    expect(value).toEqual({ text });
  });

  it("ends an environment that writes into the gateway's pipe", async () => {
    const lambda = runner();
    const record = define({
      "index.js": `exports.handler = async ({ noise }) => {
        if (noise) require("node:fs").writeSync(3, "\\0\\0\\0\\u0001\\0\\0\\0\\u0001{}".repeat(9));
        return "fine";
      };`,
    });
    const { payload, functionError } = await call(lambda, record, { noise: true });
    expect(functionError).toBe("Unhandled");
    expect(JSON.parse(payload)).toMatchObject({ errorType: "Runtime.ExitError" });
    expect((await call(lambda, record)).payload).toBe('"fine"');
  });

  it("survives a flood of output", async () => {
    const source =
      "exports.handler = async () => { for (let i = 0; i < 20000; i++) console.log('line ' + i); return 'done'; };";
    const { payload, log } = await result({ "index.js": source });
    expect(payload).toBe('"done"');
    expect(log()).toContain("line 19999");
  });
});

describe("what cannot be run", () => {
  it.each<[what: string, code: string, change: Partial<FunctionRecord>, payload: string]>([
    ["another runtime", "InvalidRuntimeException", { runtime: "python3.13" }, "{}"],
    ["an event that is not JSON", "InvalidRequestContentException", {}, "{"],
  ])("%s", async (_, code, change, payload) => {
    const { functionArn } = define({ "index.js": echo }, change);
    await expect(runner().invoke({ functionArn, payload, requestId: "r" })).rejects.toMatchObject({ code });
  });

  it("a function that is not there", async () => {
    await expect(
      runner().invoke({
        functionArn: "arn:aws:lambda:us-east-1:1:function:none",
        payload: "{}",
        requestId: "r",
      }),
    ).rejects.toMatchObject({ code: "ResourceNotFoundException", status: 404 });
  });

  it.each(["../outside.js", "/outside.js", "a/../../outside.js", "a\\..\\outside.js"])(
    "a package with the file %s",
    async (name) => {
      const record = define({ "index.js": echo, [name]: "" });
      await expect(call(runner(), record)).rejects.toMatchObject({
        code: "InvalidZipFileException",
        message: expect.stringContaining("outside of the package"),
      });
      expect((await readdir(functions.workDirectory())).filter((entry) => entry.includes("outside"))).toEqual(
        [],
      );
    },
  );

  it("a package that is no zip", async () => {
    const record = define({ "index.js": echo }, { codeSha256: "bm90IGEgemlw", codeBlob: "nothing" });
    await expect(call(runner(), record)).rejects.toMatchObject({ code: "InvalidZipFileException" });
  });
});
