import { afterEach, describe, expect, test, vi } from "vitest";
import * as z from "zod";
import { get, join, stream, text } from "../src/index.ts";
import { event, invoke, lambdaContext } from "../src/testing.ts";
import { logged } from "./logged.ts";

const ticks = get("/ticks", { output: stream("text/event-stream"), errors: { Gone: 410 } });
const page = get("/page", { output: text() });
const decoder = new TextDecoder();

/** The part of Lambda's Node.js runtime that streams: metadata, eight zero bytes, then what was written. */
class ResponseStream {
  readonly chunks: string[] = [];
  readonly waiting: (() => void)[] = [];
  metadata: unknown;
  started = false;
  ended = false;
  readonly #capacity: number;
  readonly #closing: (() => void)[] = [];

  constructor(capacity = Number.POSITIVE_INFINITY) {
    this.#capacity = capacity;
  }

  write(chunk: string | Uint8Array): boolean {
    this.started = true;
    if (chunk.length > 0) this.chunks.push(typeof chunk === "string" ? chunk : decoder.decode(chunk));
    return this.chunks.length < this.#capacity;
  }

  end(): void {
    this.ended = true;
  }

  once(name: string, listener: () => void): void {
    (name === "drain" ? this.waiting : this.#closing).push(listener);
  }

  close(): void {
    for (const listener of this.#closing) listener();
  }
}

type Streaming = (event: unknown, stream: ResponseStream, context: unknown) => Promise<void>;

const lambda = {
  streamifyResponse: (handler: unknown) => handler,
  HttpResponseStream: {
    from(to: ResponseStream, metadata: unknown) {
      to.metadata = metadata;
      return to;
    },
  },
};

const onLambda = <T>(make: () => T): T => {
  vi.stubEnv("GATEWRIGHT_STREAM", "1");
  Object.assign(globalThis, { awslambda: lambda });
  return make();
};

afterEach(() => {
  vi.unstubAllEnvs();
  Reflect.deleteProperty(globalThis, "awslambda");
});

const call = async (handler: unknown, sent: unknown, to = new ResponseStream()): Promise<ResponseStream> => {
  await (handler as Streaming)(sent, to, lambdaContext());
  return to;
};

async function* two() {
  yield "data: 1\n\n";
  yield Uint8Array.of(0x32);
}

const writing = () => async (write: (chunk: string) => Promise<void>) => {
  await write("data: 1\n\n");
  await write("2");
};

describe.each([
  ["an async generator", () => two()],
  ["a readable stream", () => ReadableStream.from(two())],
  ["a function of a writer", writing],
])("%s", (_, run) => {
  test("is sent piece by piece where Lambda can", async () => {
    const handler = onLambda(() => ticks.handler(run));
    const sent = await call(handler, event(ticks, {}));
    expect(sent.metadata).toMatchObject({
      statusCode: 200,
      headers: { "Content-Type": "text/event-stream" },
    });
    expect(sent).toMatchObject({ chunks: ["data: 1\n\n", "2"], ended: true });
    expect(JSON.stringify(sent.metadata)).not.toContain("body");
  });

  test("is collected elsewhere", async () => {
    const { body } = await invoke(ticks, ticks.handler(run), {});
    expect(decoder.decode(body as Uint8Array)).toBe("data: 1\n\n2");
  });
});

test("an error before the first chunk is a problem document, streamed or not", async () => {
  const failing = () =>
    ticks.handler(async function* ({ fail }) {
      yield* [];
      throw fail.Gone("No more.");
    });
  const sent = await call(onLambda(failing), event(ticks, {}));
  expect(sent.metadata).toMatchObject({
    statusCode: 410,
    headers: { "Content-Type": "application/problem+json" },
  });
  expect(JSON.parse(sent.chunks.join(""))).toMatchObject({ code: "Gone" });
  Reflect.deleteProperty(globalThis, "awslambda");
  expect(await invoke(ticks, failing(), {})).toMatchObject({ status: 410, body: { code: "Gone" } });
});

test("a function that is not behind a streaming integration collects, on Lambda too", () => {
  const handler = onLambda(() => {
    vi.stubEnv("GATEWRIGHT_STREAM", undefined);
    return ticks.handler(async function* () {
      yield "data: 1\n\n";
    });
  });
  return expect(handler(event(ticks, {}), lambdaContext())).resolves.toMatchObject({
    statusCode: 200,
    body: Buffer.from("data: 1\n\n").toString("base64"),
    isBase64Encoded: true,
  });
});

test("an error after the first chunk cuts the answer, and reaches Lambda's log", async () => {
  const handler = onLambda(() =>
    ticks.handler(async function* () {
      yield "1";
      throw new Error("half-way");
    }),
  );
  const to = new ResponseStream();
  const log = await logged(() => expect(call(handler, event(ticks, {}), to)).rejects.toThrow("half-way"));
  expect(to).toMatchObject({ chunks: ["1"], ended: false });
  expect(log).toMatch(/A stream has failed.*half-way/s);
});

/** A stream that waits after its first chunk until its signal says that it is over. */
const waiting = (seen: string[]) =>
  onLambda(() =>
    ticks.handler(async function* ({ signal }) {
      yield "1";
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      seen.push("aborted");
      yield "bye";
    }),
  );

test("the signal fires before the deadline of a stream that has begun, so that it can say goodbye", async () => {
  const seen: string[] = [];
  const to = new ResponseStream();
  await (waiting(seen) as unknown as Streaming)(event(ticks, {}), to, lambdaContext(50));
  expect(to).toMatchObject({ chunks: ["1", "bye"], ended: true });
  expect(seen).toEqual(["aborted"]);
});

test("the signal fires when the caller of a stream goes away", async () => {
  const seen: string[] = [];
  const to = new ResponseStream();
  const running = (waiting(seen) as unknown as Streaming)(event(ticks, {}), to, lambdaContext(60_000));
  await expect.poll(() => to.chunks.length).toBe(1);
  to.close();
  await running;
  expect(seen).toEqual(["aborted"]);
});

test("the signal of a stream that has ended stays quiet, and no timer is left", async () => {
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  const before = timers();
  let kept: AbortSignal | undefined;
  const handler = onLambda(() =>
    ticks.handler(async function* ({ signal }) {
      kept = signal;
      yield "1";
    }),
  );
  const to = await call(handler, event(ticks, {}));
  to.close();
  expect(kept?.aborted).toBe(false);
  expect(timers()).toBe(before);
});

test("the next chunk is made only when the last one was taken", async () => {
  let made = 0;
  const handler = onLambda(() =>
    ticks.handler(async function* () {
      for (; made < 3; ) yield String(++made);
    }),
  );
  const to = new ResponseStream(1);
  const running = call(handler, event(ticks, {}), to);
  for (let taken = 1; taken <= 3; taken++) {
    await expect.poll(() => to.waiting.length).toBe(1);
    expect(made).toBe(taken);
    to.waiting.pop()?.();
  }
  await running;
  expect(to.ended).toBe(true);
});

test("a caller that goes away ends the generator", async () => {
  let finished = false;
  const handler = onLambda(() =>
    ticks.handler(async function* () {
      try {
        for (;;) yield "tick";
      } finally {
        finished = true;
      }
    }),
  );
  const to = new ResponseStream(1);
  const running = call(handler, event(ticks, {}), to);
  await expect.poll(() => to.waiting.length).toBe(1);
  to.close();
  await running;
  expect(finished).toBe(true);
});

test("routes that do not stream share a function with one that does, custom integrations do not", async () => {
  const joined = onLambda(() =>
    join<string>(
      ticks.handler(two),
      page.handler(() => "<p>"),
    ),
  );
  expect(await call(joined, event(page, {}))).toMatchObject({
    chunks: ["<p>"],
    metadata: { statusCode: 200 },
  });
  expect(await call(joined, event(ticks, {}, { shape: "url" }))).toMatchObject({
    chunks: ["data: 1\n\n", "2"],
  });
  expect(await call(joined, { httpMethod: "GET", resource: "/other" })).toMatchObject({
    metadata: { statusCode: 404 },
  });
  const custom = get("/custom", { integration: "custom", output: z.string() }).handler(() => "x");
  expect(() => join<string>(ticks.handler(two), custom)).toThrow("cannot share a function");
});

test("middlewares run around a streaming handler, and its events are validated", async () => {
  const seen: string[] = [];
  const handler = onLambda(() => ticks.handler(two)).use({ before: () => void seen.push("before") });
  await call(handler, event(ticks, {}));
  expect(seen).toEqual(["before"]);
});

test.each([["text"], [7], [undefined], [[1, 2]]])(
  "%j instead of a stream is an internal error",
  async (wrong) => {
    const log = await logged(async () => {
      expect(
        (
          await invoke(
            ticks,
            ticks.handler(() => wrong as never),
            {},
          )
        ).status,
      ).toBe(500);
    });
    expect(log).toContain("The route declares a stream");
  },
);
