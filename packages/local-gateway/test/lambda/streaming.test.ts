import { describe, expect, it } from "vitest";
import type { StreamedResult } from "../../src/lambda/invoke.ts";
import { useFunctions } from "../fixtures/lambda-functions.ts";

const functions = useFunctions();

const text = async ({ stream }: StreamedResult) => Buffer.concat(await stream.toArray()).toString("utf8");

const streamed = async (code: string, event: unknown = {}) =>
  functions.stream(functions.define({ "index.js": code }), event);

describe("a streaming handler", () => {
  it("sends what it writes while it runs, and its metadata first", async () => {
    const answer = await streamed(
      `
      exports.handler = awslambda.streamifyResponse(async (event, stream, context) => {
        stream = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { "x-a": event.a } });
        stream.write("one,");
        await new Promise((resolve) => setTimeout(resolve, 30));
        stream.write(Buffer.from("two"));
        stream.end();
      });`,
      { a: "b" },
    );
    expect(answer.contentType).toBe("application/vnd.awslambda.http-integration-response");
    expect(await text(answer)).toBe(`{"statusCode":201,"headers":{"x-a":"b"}}${"\0".repeat(8)}one,two`);
    const { error, log } = await answer.completed;
    expect(error).toBeUndefined();
    expect(log()).toMatch(/^START [\s\S]*\nREPORT .*\n$/);
  });

  it("shows its first bytes before it ends", async () => {
    const answer = await streamed(`
      exports.handler = awslambda.streamifyResponse(async (event, stream) => {
        stream.write("first");
        await new Promise((resolve) => setTimeout(resolve, 60_000));
      });`);
    const chunk = await new Promise((resolve) => {
      answer.stream.once("data", resolve);
    });
    expect(String(chunk)).toBe("first");
  });

  it("waits for its reader", async () => {
    const answer = await streamed(`
      const { Readable, pipeline } = require("node:stream");
      exports.handler = awslambda.streamifyResponse(async (event, stream) => {
        let written = 0;
        const source = async function* () {
          for (; written < 200; written += 1) yield Buffer.alloc(16_384, 97);
        };
        const done = require("node:stream/promises").pipeline(source, stream);
        await new Promise((resolve) => setTimeout(resolve, 150));
        console.log("written at first: " + written);
        await done;
      });`);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect((await text(answer)).length).toBe(200 * 16_384);
    const written = Number(/written at first: (\d+)/.exec((await answer.completed).log())?.[1]);
    expect(written).toBeGreaterThan(0);
    expect(written).toBeLessThan(60);
  });

  it("goes on when nobody reads any more", async () => {
    const answer = await streamed(`
      exports.handler = awslambda.streamifyResponse(async (event, stream) => {
        const write = () => new Promise((resolve) => stream.write(Buffer.alloc(500_000), resolve));
        for (let i = 0; i < 5; i += 1) await write();
        console.log("came to its end");
        stream.end();
      });`);
    answer.stream.destroy();
    expect((await answer.completed).log()).toContain("came to its end");
  });

  it.each<[what: string, code: string, errorType: string, text: string]>([
    ["throws before its first byte", "async () => { throw new TypeError('no'); }", "TypeError", ""],
    [
      "throws after it",
      "async (event, stream) => { stream.write('half'); await new Promise((r) => setTimeout(r, 20)); throw new TypeError('no'); }",
      "TypeError",
      "half",
    ],
    ["is no promise", "(event, stream) => { stream.write('x'); }", "Error", "x"],
    ["crashes", "async (event, stream) => { process.exit(3); }", "Runtime.ExitError", ""],
  ])("reports one that %s", async (_what, code, errorType, expected) => {
    const answer = await streamed(`exports.handler = awslambda.streamifyResponse(${code});`);
    expect(await text(answer)).toBe(expected);
    const { error } = await answer.completed;
    expect(JSON.parse(error?.payload ?? "{}").errorType).toBe(errorType);
  });

  it("is answered whole to a caller that does not stream", async () => {
    const record = functions.define({
      "index.js":
        "exports.handler = awslambda.streamifyResponse(async (event, stream) => { stream.write('a'); stream.write({ b: 1 }); stream.end('c'); });",
    });
    expect((await functions.call(record)).payload).toBe('a{"b":1}c');
  });

  it("serves one invocation after the other", async () => {
    const record = functions.define({
      "index.js":
        "let n = 0; exports.handler = awslambda.streamifyResponse(async (event, stream) => { stream.end(String(++n)); });",
    });
    expect(await text(await functions.stream(record))).toBe("1");
    await expect.poll(async () => text(await functions.stream(record))).toBe("2");
  });
});

it("a handler that does not stream answers in one piece", async () => {
  const answer = await streamed("exports.handler = async (event) => ({ got: event });", 7);
  expect(answer.contentType).toBe("application/json");
  expect(await text(answer)).toBe('{"got":7}');
});

it("a failure of a handler that does not stream is told apart from an answer", async () => {
  const answer = await streamed("exports.handler = async () => { throw new RangeError('no'); };");
  expect(await text(answer)).toBe("");
  const { error } = await answer.completed;
  expect(JSON.parse(error?.payload ?? "{}")).toMatchObject({ errorType: "RangeError", errorMessage: "no" });
});
