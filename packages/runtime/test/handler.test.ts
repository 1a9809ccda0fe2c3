import { expect, test, vi } from "vitest";
import type { Handler, Integration } from "../src/index.ts";
import { join } from "../src/index.ts";
import { event, lambdaContext } from "../src/testing.ts";
import { cookies, greeting, image, page, placing, search, ticks } from "./routes.ts";

const integrations: readonly Integration[] = ["proxy", "custom"];

interface Outcome {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** Calls a handler as Lambda would and reads the answer as API Gateway would, in either integration. */
const call = async (handler: Handler<string>, sent: unknown, remaining = 3000): Promise<Outcome> => {
  const custom = handler.routes[0]?.declaration.integration === "custom";
  let result: unknown;
  try {
    result = await handler(sent, lambdaContext(remaining));
  } catch (error) {
    if (!custom || !(error instanceof Error)) throw error;
    expect(error.stack).toBe("");
    expect(error.message).toMatch(/^\{"status":\d{3},[^\n]*$/);
    const body: { status: number } = JSON.parse(error.message);
    return { status: body.status, headers: { "Content-Type": "application/problem+json" }, body };
  }
  if (custom) {
    const envelope = result as { status?: number; headers?: Record<string, string>; body?: unknown };
    return envelope?.status === undefined
      ? { status: 200, headers: {}, body: result }
      : { status: envelope.status, headers: envelope.headers ?? {}, body: envelope.body };
  }
  const answer = result as { statusCode: number; headers: Record<string, string>; body: string };
  return {
    status: answer.statusCode,
    headers: answer.headers,
    body: answer.body === "" ? undefined : JSON.parse(answer.body),
  };
};

/** Everything that was written to the log while `run` ran. */
const logged = async (run: () => Promise<void>): Promise<string> => {
  const lines: unknown[] = [];
  const spy = vi.spyOn(process.stderr, "write").mockImplementation((line) => lines.push(line) > 0);
  try {
    await run();
  } finally {
    spy.mockRestore();
  }
  return lines.join("\n");
};

for (const integration of integrations) {
  const route = greeting(integration);
  const handler = route.handler(({ input, fail }) => {
    if (input.greeter === undefined) throw fail.MissingGreeter("Missing the required greeter parameter.");
    if (input.greeter === "locked") fail.Locked("It is held.", { by: "me" });
    if (input.greeter === "broken") throw new Error("the secret is 42");
    return input;
  });
  const order = placing(integration);
  const orderHandler = order.handler(({ input, fail, reply }) => {
    if (input.order.sku === "none") throw fail.OutOfStock("None left.");
    if (input.order.sku === "gone") return reply(204);
    if (input.order.sku === "later") return reply(202, { ticket: 7 });
    return reply(201, { id: input.customer }, { location: `/orders/${input.customer}` });
  });

  test.each(["me", "", 'a"b\\c', '{"x":1}', "é😀", "a&b=c", "a+b %20", "\u2028\n\t"])(
    `${integration}: the value %j arrives as it was sent, wherever it was put`,
    async (value) => {
      const sent = event(route, { language: value === "" ? "x" : value, greeter: value, trace: value });
      const { status, body } = await call(handler, sent);
      expect(status).toBe(200);
      expect(body).toEqual({
        language: value === "" ? "x" : value,
        greeter: value,
        trace: value,
        loud: false,
      });
    },
  );

  test(`${integration}: a cookie is read by its name, a default fills in, text becomes what the schema makes of it`, async () => {
    const { body } = await call(
      handler,
      event(route, { language: "en", greeter: "a", session: "s1", loud: "true" }),
    );
    expect(body).toEqual({ language: "en", greeter: "a", session: "s1", loud: true });
  });

  test(`${integration}: a declared error leaves as a problem document`, async () => {
    const { status, headers, body } = await call(handler, event(route, { language: "en" }));
    expect(status).toBe(400);
    expect(headers["Content-Type"]).toBe("application/problem+json");
    expect(body).toEqual({
      status: 400,
      code: "MissingGreeter",
      title: "Bad Request",
      detail: "Missing the required greeter parameter.",
      id: "test-request",
    });
  });

  test(`${integration}: fail throws by itself, with typed details`, async () => {
    const { body } = await call(handler, event(route, { language: "en", greeter: "locked" }));
    expect(body).toMatchObject({ status: 423, code: "Locked", title: "Locked", details: { by: "me" } });
  });

  test(`${integration}: invalid input names every field and its path`, async () => {
    const invalid = event(order, { customer: "c1", order: { sku: 1, count: -1 } } as never);
    const { status, body } = await call(orderHandler, invalid);
    expect(status).toBe(400);
    expect(body).toMatchObject({
      code: "InvalidInput",
      errors: [{ path: "order.sku" }, { path: "order.count" }],
    });
  });

  test.each([
    ["later", 202, { ticket: 7 }, {}],
    ["gone", 204, undefined, {}],
    ["any", 201, { id: "c 1" }, { location: "/orders/c 1" }],
  ])(`${integration}: the answer to %s has status %i`, async (sku, status, body, headers) => {
    const answer = await call(orderHandler, event(order, { customer: "c 1", order: { sku, count: 1 } }));
    expect(answer).toMatchObject({ status, headers });
    expect(answer.body).toEqual(body);
  });

  test(`${integration}: an unexpected error tells the caller nothing and the log everything`, async () => {
    let outcome: Outcome | undefined;
    const log = await logged(async () => {
      outcome = await call(handler, event(route, { language: "en", greeter: "broken" }));
    });
    expect(outcome?.status).toBe(500);
    expect(JSON.stringify(outcome)).not.toContain("secret");
    expect(outcome?.body).toMatchObject({ code: "InternalError", id: "test-request" });
    expect(log).toContain("the secret is 42");
    expect(log).toContain("test-request");
  });

  test(`${integration}: an undeclared status is an internal error, not an answer`, async () => {
    const wrong = order.handler(({ reply }) => reply(200 as 204));
    await logged(async () => {
      const outcome = await call(wrong, event(order, { customer: "c", order: { sku: "a", count: 1 } }));
      expect(outcome.status).toBe(500);
    });
  });

  test(`${integration}: an HTTP error of a middy middleware keeps its status, or becomes a 500 where none can be answered`, async () => {
    const guarded = route
      .handler(({ input }) => input)
      .use({
        before: () => {
          throw Object.assign(new Error("Too fast."), { statusCode: 429, expose: true });
        },
      });
    const { status } = await call(guarded, event(route, { language: "en" }));
    expect(status).toBe(integration === "proxy" ? 429 : 500);
  });

  test.each([[null], [undefined], [{}], [[]], ["text"], [7], [{ requestContext: null, headers: null }]])(
    `${integration}: the event %j is answered with a problem and not with a crash`,
    async (strange) => {
      const { status } = await call(orderHandler, strange);
      expect(status).toBe(400);
    },
  );

  test(`${integration}: a handler that never answers is told to stop, and its caller gets a problem before the deadline`, async () => {
    let aborted = false;
    const stuck = route.handler(({ signal }) => {
      signal.addEventListener("abort", () => {
        aborted = true;
      });
      return new Promise<never>(() => {});
    });
    await logged(async () => {
      const { status, body } = await call(stuck, event(route, { language: "en" }), 30);
      expect({ status, body, aborted }).toMatchObject({
        status: integration === "proxy" ? 504 : 500,
        body: { code: "Timeout" },
        aborted: true,
      });
    });
  });

  test(`${integration}: middleware added by use runs around the handler`, async () => {
    const seen: string[] = [];
    const wrapped = route
      .handler(({ input }) => {
        seen.push("handler");
        return input;
      })
      .use({ before: () => void seen.push("before"), after: () => void seen.push("after") });
    await call(wrapped, event(route, { language: "en" }));
    expect(seen).toEqual(["before", "handler", "after"]);
  });

  test(`${integration}: joined handlers each get the events of their own route`, async () => {
    const joined = join<string>(handler, orderHandler);
    expect((await call(joined, event(route, { language: "en", greeter: "a" }))).status).toBe(200);
    expect((await call(joined, event(order, { customer: "c", order: { sku: "a", count: 1 } }))).status).toBe(
      201,
    );
  });
}

test("proxy: the event is left as it was", async () => {
  const route = greeting("proxy");
  const sent = event(route, { language: "en", greeter: "a" });
  const before = structuredClone(sent);
  await route.handler(({ input }) => input)(sent, lambdaContext());
  expect(sent).toEqual(before);
});

test.each([
  [
    ["a", "b"],
    ["a", "b"],
  ],
  [["only"], ["only"]],
  [undefined, []],
])("proxy: the repeated query values %j reach a list schema as %j", async (tags, expected) => {
  const handler = search.handler(({ input }) => input);
  const sent = event(search, { rest: "a/b", page: "2", ...(tags && { tags }) });
  expect((await call(handler, sent)).body).toEqual({ rest: "a/b", tags: expected, page: 2 });
});

test("proxy: of repeated values a scalar schema gets the last", async () => {
  const handler = search.handler(({ input }) => input);
  const sent = {
    ...(event(search, { rest: "a", page: "1" }) as object),
    multiValueQueryStringParameters: { page: ["1", "3"] },
  };
  expect((await call(handler, sent)).body).toMatchObject({ page: 3 });
});

test.each([
  ["text/plain", "{}", 415, "UnsupportedMediaType"],
  ["application/json; charset=utf-8", "{", 400, "MalformedBody"],
  ["application/vnd.shop+json", '{"sku":"a","count":1}', 201, undefined],
  ["application/json", "", 400, "InvalidInput"],
])("proxy: a body of type %s with %j is answered with %i", async (type, text, status, code) => {
  const order = placing("proxy");
  const handler = order.handler(({ reply }) => reply(201, { id: "1" }, { location: "/1" }));
  const sent = {
    httpMethod: "POST",
    headers: { "content-type": type },
    body: text,
    pathParameters: { customer: "c" },
  };
  const answer = await call(handler, sent);
  expect(answer.status).toBe(status);
  if (code !== undefined) expect(answer.body).toMatchObject({ code });
});

test("proxy: text, bytes and streams leave as they were declared", async () => {
  const answers = await Promise.all([
    page.handler(() => "<p>é</p>")(event(page, {})),
    image.handler(() => Uint8Array.of(0, 255, 10))(event(image, {})),
    ticks.handler(async function* () {
      yield "data: 1\n\n";
      yield Uint8Array.of(0x32);
    })(event(ticks, {})),
  ]);
  expect(answers).toEqual([
    {
      statusCode: 200,
      headers: { "Content-Type": "text/html; charset=utf-8" },
      body: "<p>é</p>",
      isBase64Encoded: false,
    },
    { statusCode: 200, headers: { "Content-Type": "image/png" }, body: "AP8K", isBase64Encoded: true },
    {
      statusCode: 200,
      headers: { "Content-Type": "text/event-stream" },
      body: Buffer.from("data: 1\n\n2").toString("base64"),
      isBase64Encoded: true,
    },
  ]);
});

test("proxy: several cookies stay whole, and a header with a comma stays one", async () => {
  const set = ["a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT", "b=2"];
  const modified = "Wed, 21 Oct 2026 07:28:00 GMT";
  const handler = cookies.handler(({ reply }) =>
    reply(200, undefined as never, { "set-cookie": set, "last-modified": modified } as never),
  );
  expect(await handler(event(cookies, {}))).toMatchObject({
    headers: { "last-modified": modified },
    multiValueHeaders: { "set-cookie": set },
  });
});

test("proxy: a line break cannot be smuggled into a response header", async () => {
  const handler = cookies.handler(({ reply }) =>
    reply(200, undefined as never, { "set-cookie": [], "last-modified": "x\r\nSet-Cookie: a=1" } as never),
  );
  await logged(async () => {
    expect((await call(handler, event(cookies, {}))).status).toBe(500);
  });
});

test("a joined handler answers an event of no route of its own with a problem", async () => {
  const joined = join(page.handler(() => ""));
  const answer = (await joined({ httpMethod: "GET", resource: "/other" })) as {
    statusCode: number;
    body: string;
  };
  expect(answer.statusCode).toBe(404);
  expect(JSON.parse(answer.body)).toMatchObject({ code: "NotFound" });
});
