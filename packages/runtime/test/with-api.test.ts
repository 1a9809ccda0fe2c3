import { afterEach, describe, expect, test, vi } from "vitest";
import * as z from "zod";
import { failures, get, join, problem, query, stream } from "../src/index.ts";
import { type ApiSettings, settingsHeaders } from "../src/settings.ts";
import { event, invoke, invokeEvent, lambdaContext } from "../src/testing.ts";
import { withApi } from "../src/with-api.ts";
import { logged } from "./logged.ts";
import { callers, proxyCallers, served } from "./shapes.ts";

const errors = { RateLimited: 429, Banned: problem(403, z.object({ until: z.string() })) };
const shared = {
  cors: { origins: ["https://shop.example"], credentials: true, expose: ["X-Page"] },
  headers: { "Strict-Transport-Security": "max-age=63072000", "cache-control": "no-cache" },
  errors,
} satisfies ApiSettings;
const fail = failures(errors);

const expected = {
  "strict-transport-security": "max-age=63072000",
  "access-control-allow-origin": "https://shop.example",
  "access-control-allow-credentials": "true",
  "access-control-expose-headers": "X-Page",
  vary: "Origin",
};

const list = get("/list", {
  input: { page: query(z.coerce.number()) },
  output: {
    200: { body: z.string(), headers: { "Cache-Control": z.string(), Vary: z.string().optional() } },
  },
  errors: { Gone: 410 },
});

/** The event with the header of a browser's cross-origin request, whatever kind of headers it has. */
const crossOrigin = (sent: unknown): object => {
  const { headers, multiValueHeaders } = sent as Record<"headers" | "multiValueHeaders", object | undefined>;
  const origin = "https://shop.example";
  return {
    ...(sent as object),
    ...(headers !== undefined && { headers: { ...headers, origin } }),
    ...(multiValueHeaders !== undefined && { multiValueHeaders: { ...multiValueHeaders, origin: [origin] } }),
  };
};

describe.each(proxyCallers)("$caller", ({ shape }) => {
  const handler = withApi(
    served(
      list.handler(({ input, fail, reply }) => {
        if (input.page === 0) throw fail.Gone("No such page.");
        if (input.page === -1) throw new Error("secret");
        return reply(200, "x", {
          "Cache-Control": "no-store",
          ...(input.page === 2 && { Vary: "Accept" }),
        });
      }),
      shape,
    ),
    shared,
  );
  const call = (page: string) =>
    invokeEvent(handler, crossOrigin(event(list, { page: page as never }, { shape })));

  test("every answer has the API's headers and those of CORS: also every error", async () => {
    await logged(async () => {
      for (const [page, status] of [
        ["1", 200],
        ["0", 410],
        ["x", 400],
        ["-1", 500],
      ] as const)
        expect(await call(page)).toMatchObject({ status, headers: expected });
    });
  });

  test("a header of the answer's own is kept, and a cache minds both", async () => {
    const { headers } = await call("2");
    expect(String(headers["vary"]).split(/, ?/)).toEqual(["Accept", "Origin"]);
    expect(headers["cache-control"]).toBe("no-store");
  });

  test("what no route of the function serves is answered with them too", async () => {
    const joined = withApi(
      join(list.handler(({ reply }) => reply(200, "x", { "Cache-Control": "no-store" }))),
      shared,
    );
    const sent = JSON.stringify(crossOrigin(event(list, { page: 1 }, { shape }))).replaceAll(
      "/list",
      "/nothing",
    );
    expect(await invokeEvent(joined, JSON.parse(sent))).toMatchObject({ status: 404, headers: expected });
  });
});

describe.each(callers)("$caller", ({ integration, shape }) => {
  const route = get("/limited", { integration, output: z.string() });
  const answer = async (thrown: () => never) => {
    const handler = route.handler(() => "x").use({ before: thrown });
    return invoke(route, withApi(served(handler, shape), shared), {}, { shape });
  };

  test("a middleware's error has the code that the API gives to its status", async () => {
    const thrown = () => {
      throw Object.assign(new Error("Too fast."), { statusCode: 429 });
    };
    expect(await answer(thrown)).toMatchObject({
      status: 429,
      body: { status: 429, code: "RateLimited", detail: "Too fast.", title: "Too Many Requests" },
    });
  });

  test("errors of all routes can be thrown wherever, with their details", async () => {
    const until = "2027-01-01";
    expect(await answer(() => fail.Banned("Not any more.", { until }))).toMatchObject({
      status: 403,
      body: { code: "Banned", details: { until } },
    });
  });

  test("an answer that is no error is as it was", async () => {
    const handler = route.handler(() => "x");
    expect((await invoke(route, withApi(served(handler, shape), shared), {}, { shape })).body).toBe("x");
  });
});

test("a custom integration's result is left alone, whatever it looks like", async () => {
  const echo = get("/echo", { integration: "custom", output: z.unknown() });
  const result = { statusCode: 200, headers: { a: "b" } };
  const handler = withApi(
    echo.handler(() => result),
    shared,
  );
  expect(await handler(event(echo, {}), lambdaContext())).toEqual(result);
});

test("an origin that is not listed gets no permission, and no cache may keep the answer for another", () => {
  expect(settingsHeaders(shared, "https://evil.example")).toEqual({ ...shared.headers, Vary: "Origin" });
  expect(settingsHeaders(shared, undefined)).toEqual({ ...shared.headers, Vary: "Origin" });
  expect(settingsHeaders({ cors: { origins: ["*"] } }, undefined)).toEqual({
    "Access-Control-Allow-Origin": "*",
  });
  expect(settingsHeaders({}, "https://shop.example")).toEqual({});
});

test("middlewares can still be added", async () => {
  const seen: string[] = [];
  const handler = withApi(
    list.handler(({ reply }) => reply(200, "x", { "Cache-Control": "no-store" })),
    shared,
  ).use({ before: () => void seen.push("before") });
  expect((await invokeEvent(handler, crossOrigin(event(list, { page: 1 })))).headers).toMatchObject(expected);
  expect(seen).toEqual(["before"]);
});

describe("on Lambda, where it streams", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    Reflect.deleteProperty(globalThis, "awslambda");
  });

  test("the headers leave before the stream", async () => {
    vi.stubEnv("GATEWRIGHT_STREAM", "1");
    let sent: unknown;
    const target = { write: () => true, end() {}, once() {} };
    const from = (_: unknown, metadata: unknown) => {
      sent = metadata;
      return target;
    };
    const streamifyResponse = (handler: unknown) => handler;
    Object.assign(globalThis, { awslambda: { streamifyResponse, HttpResponseStream: { from } } });
    const ticks = get("/ticks", { output: stream("text/event-stream") });
    const handler = withApi(
      ticks.handler(async function* () {
        yield "1";
      }),
      shared,
    ) as unknown as (event: unknown, stream: unknown, context: unknown) => Promise<void>;
    await handler(crossOrigin(event(ticks, {})), target, lambdaContext());
    expect(sent).toMatchObject({
      statusCode: 200,
      headers: { ...shared.headers, "Access-Control-Allow-Origin": "https://shop.example" },
    });
  });
});
