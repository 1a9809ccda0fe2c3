import { describe, expect, it } from "vitest";
import { startHttpRuntime } from "../../src/lambda/execution/runtime-api.ts";
import type { StreamedResult } from "../../src/lambda/invoke.ts";
import { type Files, useFunctions } from "../fixtures/lambda-functions.ts";

const functions = useFunctions();

/** A runtime as its documentation says one is written; the package's `runtime.mjs` says how it answers. */
const bootstrap = `
  const base = "http://" + process.env.AWS_LAMBDA_RUNTIME_API + "/2018-06-01/runtime";
  let handle;
  try {
    ({ handle } = await import(process.env.LAMBDA_TASK_ROOT + "/runtime.mjs"));
  } catch (error) {
    const body = JSON.stringify({ errorType: error.name, errorMessage: error.message });
    await fetch(base + "/init/error", { method: "POST", body });
    process.exit(1);
  }
  for (;;) {
    const next = await fetch(base + "/invocation/next");
    const id = next.headers.get("lambda-runtime-aws-request-id");
    await handle({ event: await next.json(), headers: next.headers, url: base + "/invocation/" + id, base });
  }`;
const startRuntime = startHttpRuntime({
  file: process.execPath,
  args: ["--input-type=module", "-e", bootstrap],
});

const run = (runtime: string, event: unknown = {}) => {
  const record = functions.define({ "runtime.mjs": runtime });
  return functions.call(record, event, undefined, functions.runner({ startRuntime }));
};
const answering = (body: string, path = "response", options = "") => ({
  "runtime.mjs": `export const handle = async ({ event, headers, url, base }) => {
    await fetch(url + "/${path}", { method: "POST", body: ${body}, ${options} });
  };`,
});
const call = (files: Files, event: unknown = {}) => run(files["runtime.mjs"] ?? "", event);

describe("the Runtime API", () => {
  it("hands an event over with its headers and takes the answer", async () => {
    const { payload, functionError, log } = await call(
      answering("JSON.stringify({ event, headers: Object.fromEntries(headers) })"),
      { a: 1 },
    );
    expect(functionError).toBeUndefined();
    const { event, headers } = JSON.parse(payload);
    expect(event).toEqual({ a: 1 });
    expect(headers).toMatchObject({
      "content-type": "application/json",
      "lambda-runtime-aws-request-id": expect.stringMatching(/^[0-9a-f-]{36}$/),
      "lambda-runtime-deadline-ms": expect.stringMatching(/^\d{13}$/),
      "lambda-runtime-invoked-function-arn": expect.stringMatching(/^arn:aws:lambda:/),
      "lambda-runtime-trace-id": "Root=1-2-3",
    });
    expect(log()).toMatch(/REPORT .*Max Memory Used: [1-9]\d* MB\tInit Duration: /);
  });

  it("takes an error", async () => {
    const { payload, functionError } = await call(
      answering("JSON.stringify({ errorType: 'Mine', errorMessage: 'no' })", "error"),
    );
    expect(functionError).toBe("Unhandled");
    expect(JSON.parse(payload)).toEqual({ errorType: "Mine", errorMessage: "no" });
  });

  it("takes an error of the init, after a second attempt", async () => {
    const { payload, functionError, log } = await run("throw new TypeError('not loaded');");
    expect(functionError).toBe("Unhandled");
    expect(JSON.parse(payload)).toEqual({ errorType: "TypeError", errorMessage: "not loaded" });
    expect(log().match(/^INIT_REPORT .*$/gm)).toEqual([
      expect.stringMatching(/Phase: init\tStatus: error\tError Type: TypeError\t$/),
      expect.stringMatching(/Phase: invoke\tStatus: error\tError Type: TypeError\t$/),
    ]);
  });

  it("takes a streamed answer as it comes, and the error of its trailers", async () => {
    const record = functions.define({
      "runtime.mjs": `
        import { request } from "node:http";
        export const handle = ({ event, url }) => new Promise((resolve) => {
          const post = request(url + "/response", {
            method: "POST",
            headers: {
              "Lambda-Runtime-Function-Response-Mode": "streaming",
              "Transfer-Encoding": "chunked",
              "Content-Type": "text/x-mine",
              Trailer: "Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body",
            },
          }, (response) => response.resume().on("end", resolve));
          post.write("one,");
          setTimeout(() => {
            post.write("two");
            if (event.fail) post.addTrailers({
              "Lambda-Runtime-Function-Error-Type": "Mine",
              "Lambda-Runtime-Function-Error-Body": Buffer.from('{"errorType":"Mine"}').toString("base64"),
            });
            post.end();
          }, 30);
        });`,
    });
    const on = functions.runner({ startRuntime });
    const text = async ({ stream }: StreamedResult) => Buffer.concat(await stream.toArray()).toString();
    const good = await functions.stream(record, {}, on);
    expect([good.contentType, await text(good)]).toEqual(["text/x-mine", "one,two"]);
    expect((await good.completed).error).toBeUndefined();
    const bad = await functions.stream(record, { fail: true }, on);
    expect(await text(bad)).toBe("one,two");
    expect((await bad.completed).error?.payload).toBe('{"errorType":"Mine"}');
  });

  it("serves the same process one invocation after the other", async () => {
    const record = functions.define({
      "runtime.mjs":
        "let n = 0; export const handle = async ({ url }) => { await fetch(url + '/response', { method: 'POST', body: String(++n) }); };",
    });
    const on = functions.runner({ startRuntime });
    for (const expected of ["1", "2", "3"]) {
      expect((await functions.call(record, {}, undefined, on)).payload).toBe(expected);
    }
  });

  it.each<[what: string, path: string, status: number]>([
    ["an answer to another invocation", "/invocation/other/response", 400],
    ["a path that it does not have", "/invocation", 404],
  ])("refuses %s", async (_what, path, status) => {
    const { payload } = await run(`export const handle = async ({ url, base }) => {
      const refused = await fetch(base + "${path}", { method: "POST", body: "1" });
      await fetch(url + "/response", { method: "POST", body: String(refused.status) });
    };`);
    expect(payload).toBe(String(status));
  });

  it("ends with the process", async () => {
    const { payload } = await run("export const handle = async () => process.exit(7);");
    expect(JSON.parse(payload)).toMatchObject({
      errorType: "Runtime.ExitError",
      errorMessage: expect.stringContaining("Runtime exited with error: exit status 7"),
    });
  });
});
