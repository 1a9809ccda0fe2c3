import { describe, expect, test } from "vitest";
import * as z from "zod";
import { get, join, post, query } from "../src/index.ts";
import { event, invoke, invokeEvent, lambdaContext } from "../src/testing.ts";
import { logged } from "./logged.ts";
import { greeting, page, placing, search } from "./routes.ts";
import { callers, served } from "./shapes.ts";

describe.each(callers)("$caller", ({ integration, shape }) => {
  const route = greeting(integration);
  const handler = served(
    route.handler(({ input, fail }) => {
      if (input.greeter === undefined) throw fail.MissingGreeter("Missing the required greeter parameter.");
      if (input.greeter === "locked") fail.Locked("It is held.", { by: "me" });
      if (input.greeter === "broken") throw new Error("the secret is 42");
      if (input.greeter === "text") throw "the secret is 42";
      return input;
    }),
    shape,
  );
  const order = placing(integration);
  const orderHandler = served(
    order.handler(({ input, fail, reply }) => {
      if (input.order.sku === "none") throw fail.OutOfStock("None left.");
      if (input.order.sku === "gone") return reply(204);
      if (input.order.sku === "later") return reply(202, { ticket: 7 });
      return reply(201, { id: input.customer }, { location: `/orders/${input.customer}` });
    }),
    shape,
  );
  const greet = (input: { language: string; [name: string]: string | undefined }) =>
    invoke(route, handler, input as { language: string }, { shape });
  const place = (sku: unknown, count = 1) =>
    invoke(order, orderHandler, { customer: "c 1", order: { sku: sku as string, count } }, { shape });

  test.each(["me", 'a"b\\c', '{"x":1}', "é😀", "a&b=c", "a+b %20", "x/y", "\u2028\t"])(
    "the value %j arrives as it was sent, wherever it was put",
    async (value) => {
      const { status, body } = await greet({ language: value, greeter: value, trace: value });
      expect(status).toBe(200);
      expect(body).toMatchObject({ language: value, greeter: value, trace: value, loud: false });
    },
  );

  test("an empty value is not a missing one", async () => {
    expect((await greet({ language: "x", greeter: "" })).body).toMatchObject({ greeter: "" });
  });

  test("a cookie is read by its name, a default fills in, text becomes what the schema makes of it", async () => {
    const { body } = await greet({ language: "en", greeter: "a", session: "s1", loud: "true" });
    expect(body).toMatchObject({ language: "en", greeter: "a", session: "s1", loud: true });
  });

  test("a declared error leaves as a problem document", async () => {
    const { status, headers, body } = await greet({ language: "en" });
    expect(status).toBe(400);
    expect(headers["content-type"]).toBe("application/problem+json");
    expect(body).toEqual({
      status: 400,
      code: "MissingGreeter",
      title: "Bad Request",
      detail: "Missing the required greeter parameter.",
      id: shape.startsWith("alb") ? lambdaContext().awsRequestId : "test-request",
    });
  });

  test("fail throws by itself, with typed details", async () => {
    const { body } = await greet({ language: "en", greeter: "locked" });
    expect(body).toMatchObject({ status: 423, code: "Locked", title: "Locked", details: { by: "me" } });
  });

  test("invalid input names every field and its path", async () => {
    expect(await place(1, -1)).toMatchObject({
      status: 400,
      body: { code: "InvalidInput", errors: [{ path: "order.sku" }, { path: "order.count" }] },
    });
  });

  test("each declared status leaves with its body and its headers", async () => {
    expect(await place("later")).toMatchObject({ status: 202, body: { ticket: 7 } });
    expect(await place("gone")).toMatchObject({ status: 204, body: undefined });
    expect(await place("a")).toMatchObject({
      status: 201,
      body: { id: "c 1" },
      headers: { location: "/orders/c 1" },
    });
    expect(await place("none")).toMatchObject({ status: 409, body: { code: "OutOfStock" } });
  });

  test.each(["broken", "text"])(
    "an unexpected error (%s) tells the caller nothing and the log everything",
    async (how) => {
      let answer: unknown;
      const log = await logged(async () => {
        answer = await greet({ language: "en", greeter: how });
      });
      expect(answer).toMatchObject({ status: 500, body: { code: "InternalError" } });
      expect(JSON.stringify(answer)).not.toMatch(/secret|\bat .*:\d+:\d+/);
      expect(log).toContain("the secret is 42");
      expect(log).toContain(shape.startsWith("alb") ? lambdaContext().awsRequestId : "test-request");
    },
  );

  test("an undeclared status is an internal error, not an answer", async () => {
    const wrong = served(
      order.handler(({ reply }) => reply(200 as 204)),
      shape,
    );
    const log = await logged(async () => {
      const { status } = await invoke(
        order,
        wrong,
        { customer: "c", order: { sku: "a", count: 1 } },
        { shape },
      );
      expect(status).toBe(500);
    });
    expect(log).toContain("a status of the route's output");
  });

  test("an answer that its schema refuses is an internal error, and the log says where", async () => {
    const wrong = served(
      route.handler(() => ({ language: 1 as never, loud: true })),
      shape,
    );
    const log = await logged(async () => {
      expect((await invoke(route, wrong, { language: "en" }, { shape })).status).toBe(500);
    });
    expect(log).toContain("body.language: ");
  });

  test("data that looks like a reply is data", async () => {
    const echo = get("/echo", { integration, output: z.unknown() });
    const spoof = { "~reply": 500, status: 500, body: "x", headers: {} };
    expect(
      await invoke(
        echo,
        served(
          echo.handler(() => spoof),
          shape,
        ),
        {},
        { shape },
      ),
    ).toMatchObject({
      status: 200,
      body: spoof,
    });
  });

  test("an HTTP error of a middy middleware keeps its status, or becomes a 500 where none can be answered", async () => {
    const guarded = served(
      route
        .handler(({ input }) => input)
        .use({
          before: () => {
            throw Object.assign(new Error("Too fast."), { statusCode: 429, expose: true });
          },
        }),
      shape,
    );
    expect(await invoke(route, guarded, { language: "en" }, { shape })).toMatchObject({
      status: integration === "proxy" ? 429 : 500,
      body: { code: "TooManyRequests", detail: "Too fast." },
    });
  });

  test("an HTTP error of a middleware is not taken for a declared one that has details", async () => {
    const guarded = served(
      route
        .handler(({ input }) => input)
        .use({
          before: () => {
            throw Object.assign(new Error("Not now."), { statusCode: 423 });
          },
        }),
      shape,
    );
    expect(await invoke(route, guarded, { language: "en" }, { shape })).toMatchObject({
      status: 423,
      body: { code: "HttpError", title: "Locked", detail: "Not now." },
    });
  });

  test("a handler that never answers is told to stop, and its caller gets a problem before the deadline", async () => {
    let aborted = false;
    const stuck = served(
      route.handler(({ signal }) => {
        signal.addEventListener("abort", () => {
          aborted = true;
        });
        return new Promise<never>(() => {});
      }),
      shape,
    );
    await logged(async () => {
      const { status, body } = await invoke(route, stuck, { language: "en" }, { shape, remaining: 30 });
      expect({ status, body, aborted }).toMatchObject({
        status: integration === "proxy" ? 504 : 500,
        body: { code: "Timeout" },
        aborted: true,
      });
    });
  });

  test("middleware added by use runs around the handler", async () => {
    const seen: string[] = [];
    const wrapped = served(
      route.handler(({ input }) => {
        seen.push("handler");
        return input;
      }),
      shape,
    ).use({ before: () => void seen.push("before"), after: () => void seen.push("after") });
    await invoke(route, wrapped, { language: "en" }, { shape });
    expect(seen).toEqual(["before", "handler", "after"]);
  });

  test("joined handlers each get the events of their own route", async () => {
    const joined = join<string>(
      handler,
      orderHandler,
      page.handler(() => "<p>"),
    );
    expect((await invoke(route, joined, { language: "en", greeter: "a" }, { shape })).status).toBe(200);
    expect(
      (await invoke(order, joined, { customer: "c", order: { sku: "a", count: 1 } }, { shape })).status,
    ).toBe(201);
  });

  test("the event is left as it was", async () => {
    const sent = event(route, { language: "en", greeter: "a" }, { shape });
    const before = structuredClone(sent);
    await handler(sent, lambdaContext());
    expect(sent).toEqual(before);
  });

  test("a schema that takes its time, for the input and for the answer", async () => {
    const slow = z.string().refine(async (value) => value !== "no");
    const asked = get("/slow", { integration, input: { a: query(slow), b: query(slow) }, output: slow });
    const answering = served(
      asked.handler(({ input }) => input.a),
      shape,
    );
    expect((await invoke(asked, answering, { a: "x", b: "y" }, { shape })).body).toBe("x");
    expect((await invoke(asked, answering, { a: "no", b: "no" }, { shape })).body).toMatchObject({
      errors: [{ path: "a" }, { path: "b" }],
    });
  });

  test("cookies called __proto__ and the like are names as any", async () => {
    const names = ["__proto__", "constructor", "toString"];
    for (const name of names) {
      const { body } = await greet({ language: "en", greeter: name, session: name });
      expect(body).toMatchObject({ greeter: name, session: name });
    }
    expect(Object.hasOwn(Object.prototype, "greeter")).toBe(false);
  });
});

test("a path parameter that a hand-made event lacks is invalid input", async () => {
  const route = post("/a/{id}", { output: null });
  const { body } = await invokeEvent(
    route.handler(() => {}),
    { httpMethod: "POST", resource: "/a/{id}" },
  );
  expect(body).toMatchObject({ code: "InvalidInput", errors: [{ path: "id" }] });
});

test.each([
  [
    ["a", "b"],
    ["a", "b"],
  ],
  [["only"], ["only"]],
  [undefined, []],
])("the repeated query values %j reach a list schema as %j", async (tags, expected) => {
  const handler = search.handler(({ input }) => input);
  for (const shape of ["rest", "http", "url", "alb-multi"] as const) {
    const { body } = await invoke(
      search,
      served(handler, shape),
      { rest: "a/b", page: "2", ...(tags && { tags }) },
      { shape },
    );
    expect(body).toEqual({ rest: "a/b", tags: expected, page: 2 });
  }
});
