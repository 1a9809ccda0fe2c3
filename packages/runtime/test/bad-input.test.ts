import { afterEach, beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { body, bytes, get, type Handler, join, post, text } from "../src/index.ts";
import { event, invoke, invokeEvent, lambdaContext } from "../src/testing.ts";
import { logged } from "./logged.ts";
import { page } from "./routes.ts";
import { callers, proxyCallers, served } from "./shapes.ts";

/*
 * What goes wrong on either side of a handler: its caller gets a problem with a code, the log the cause with the
 * request id, and the environment serves the next call.
 */

const services: Readonly<Record<string, unknown>> = {
  SQS: {
    Records: [{ messageId: "m", body: "{}", attributes: {}, eventSource: "aws:sqs", awsRegion: "us-east-1" }],
  },
  S3: { Records: [{ eventSource: "aws:s3", s3: { bucket: { name: "b" }, object: { key: "k" } } }] },
  EventBridge: { version: "0", id: "e", "detail-type": "Scheduled Event", source: "aws.events", detail: {} },
  "no service: null": null,
  "no service: undefined": undefined,
  "no service: text": "text",
  "no service: a number": 7,
  "no service: a list": [],
  "no service: an empty record": {},
  "no service: a record of nulls": { requestContext: null, headers: null, httpMethod: null },
};

describe.each(callers)("$caller", ({ integration, shape }) => {
  const id = shape.startsWith("alb") ? lambdaContext().awsRequestId : "test-request";
  const proxy = integration === "proxy";
  const route = post("/things", {
    integration,
    input: { how: body(z.string()) },
    output: { 200: { body: z.string(), headers: { location: z.string() } }, 202: z.string() },
  });
  const handler = served(
    route.handler(({ input: { how }, reply }) => {
      if (how === "undeclared status") return reply(201 as 202, "x");
      if (how === "undeclared body") return reply(202, 7 as never);
      if (how === "no reply") return "x" as never;
      if (how === "nothing") return undefined as never;
      if (how === "string") throw "secret";
      if (how === "null") throw null;
      if (how === "no prototype") throw Object.create(null);
      if (how === "line break") return reply(200, "x", { location: "/\r\nSet-Cookie: a=1" });
      if (how === "never") return new Promise<never>(() => {});
      return reply(202, how);
    }),
    shape,
  );
  const call = (how: string, remaining?: number) =>
    invoke(route, handler, { how }, { shape, ...(remaining !== undefined && { remaining }) });

  afterEach(async () => {
    expect(await call("fine")).toMatchObject({ status: 202, body: "fine" });
  });

  test.each([
    ["returns a status that it did not declare", "undeclared status", "a status of the route's output"],
    ["returns a body that it did not declare", "undeclared body", "body: "],
    ["returns no reply where it has to", "no reply", "a status of the route's output"],
    ["returns nothing", "nothing", "a status of the route's output"],
    ["throws a string", "string", "secret"],
    ["throws null", "null", "Thrown"],
    ["throws what has no prototype", "no prototype", "Thrown"],
    ["answers a header with CR LF", "line break", "line break"],
  ])("a handler that %s", async (_, how, cause) => {
    let answer: unknown;
    const log = await logged(async () => {
      answer = await call(how);
    });
    expect(answer).toMatchObject({
      status: 500,
      headers: { "content-type": "application/problem+json" },
      body: { status: 500, code: "InternalError", id },
    });
    expect(JSON.stringify(answer)).not.toMatch(/secret|line break|Cookie/);
    expect(log).toContain(cause);
    expect(log).toContain(id);
  });

  test("a handler that never answers", async () => {
    let answer: unknown;
    const log = await logged(async () => {
      answer = await call("never", 30);
    });
    const status = proxy ? 504 : 500;
    expect(answer).toMatchObject({ status, body: { status, code: "Timeout", id } });
    expect(log).toContain(id);
  });

  test.each(Object.entries(services))("an event of %s", async (service, sent) => {
    let answer: unknown;
    const log = await logged(async () => {
      answer = await invokeEvent(handler, sent);
    });
    // What says nothing of a service, or of an event bus, may come from a mapping template, and lacks the route's input.
    if (!proxy && !/^(SQS|S3)$/.test(service))
      expect(answer).toMatchObject({ status: 400, body: { code: "InvalidInput" } });
    else {
      expect(answer).toMatchObject({ status: 500, body: { code: "InternalError" } });
      expect(log).toContain(proxy ? "Not a REST API's event" : "Not a mapping template's event");
      expect(log).toContain(lambdaContext().awsRequestId);
    }
  });
});

test("no timer is left of a call that was answered, nor does one fire into the next", async () => {
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  const route = get("/wait", { output: text() });
  const before = timers();
  let kept: AbortSignal | undefined;
  const handler = route.handler(async ({ signal }) => {
    kept = signal;
    await new Promise((resolve) => setImmediate(resolve));
    return "x";
  });
  expect((await invoke(route, handler, {}, { remaining: 20 })).status).toBe(200);
  expect(timers()).toBe(before);
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(kept?.aborted).toBe(false);
});

test("a signal that is asked for when time has run out has fired", async () => {
  const route = get("/late", { output: text() });
  let late: boolean | undefined;
  let ended: (() => void) | undefined;
  const over = new Promise<void>((resolve) => {
    ended = resolve;
  });
  const handler = route.handler(async (call) => {
    await new Promise((resolve) => setTimeout(resolve, 40));
    late = call.signal.aborted;
    ended?.();
    return "x";
  });
  await logged(async () => expect((await invoke(route, handler, {}, { remaining: 20 })).status).toBe(504));
  await over;
  expect(late).toBe(true);
});

describe.each(proxyCallers)("$caller: a body", ({ shape }) => {
  const route = post("/things", { input: { how: body(z.string()) }, output: bytes("text/plain") });
  let handler: Handler<string>;
  beforeEach(() => {
    handler = served(
      route.handler(({ input }) => Buffer.from(input.how)),
      shape,
    );
  });

  test.each([
    ["that is no base64", "no base64!", true, 400, "MalformedBody"],
    ["whose base64 is no JSON", "AP8=", true, 400, "MalformedBody"],
    ["that is no JSON", "{", false, 400, "MalformedBody"],
    ["of more than 10 MB", `"${"x".repeat(10_485_760)}"`, false, 413, "ContentTooLarge"],
    ["that is missing", null, false, 400, "InvalidInput"],
  ])("%s", async (_, sent, isBase64Encoded, status, code) => {
    const base = event(route, { how: "fine" }, { shape }) as object;
    expect(await invokeEvent(handler, { ...base, body: sent, isBase64Encoded })).toMatchObject({
      status,
      body: { status, code },
    });
    expect((await invoke(route, handler, { how: "fine" }, { shape })).status).toBe(200);
  });
});

test("a function of one route says what to do when something else than a REST API calls it", async () => {
  const handler = page.handler(() => "");
  for (const shape of ["http", "url", "alb"] as const) {
    const log = await logged(async () =>
      expect((await invokeEvent(handler, event(page, {}, { shape }))).status).toBe(500),
    );
    expect(log).toContain("join(handler)");
    expect((await invoke(page, join(handler), {}, { shape })).status).toBe(200);
  }
});
