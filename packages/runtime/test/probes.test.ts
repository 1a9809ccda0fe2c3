import { describe, expect, test } from "vitest";
import * as z from "zod";
import {
  binary,
  body,
  bytes,
  cookie,
  form,
  get,
  header,
  join,
  path,
  post,
  query,
  stageVariable,
  text,
} from "../src/index.ts";
import { event, invoke, invokeEvent } from "../src/testing.ts";
import { logged } from "./logged.ts";
import { proxyCallers, served } from "./shapes.ts";

/*
 * What the usual frameworks get wrong with events of API Gateway, each as a probe, through every service that a
 * proxy route can be called from.
 */

const Order = z.object({ sku: z.string(), count: z.number() });
const order = post("/orders/{id}", { input: { order: body(Order) }, output: Order });
const list = get("/list", {
  input: { tag: query(z.array(z.string())), seen: header("X-Seen", z.array(z.string()).optional()) },
  output: z.object({ tag: z.array(z.string()), seen: z.array(z.string()).optional() }),
});
const upload = post("/upload", { input: { file: binary("image/png") }, output: bytes("image/png") });
const login = post("/login", {
  input: { fields: form(z.object({ user: z.string(), role: z.array(z.string()) })) },
  output: { 303: { body: null, headers: { location: z.string(), "set-cookie": z.array(z.string()) } } },
});
const dated = get("/dated", {
  output: {
    200: { body: null, headers: { "last-modified": z.string(), "set-cookie": z.array(z.string()) } },
  },
});
const bytewise = Uint8Array.of(0, 255, 254, 10, 13, 128);
const date = "Wed, 21 Oct 2026 07:28:00 GMT";

describe.each(proxyCallers)("$caller", ({ shape }) => {
  const placing = served(
    order.handler(({ input }) => input.order),
    shape,
  );
  const listing = served(
    list.handler(({ input }) => input),
    shape,
  );
  const repeats = shape !== "alb";
  /** The event of an order with another body. */
  const withBody = (text: string, contentType = "application/json", isBase64Encoded = false) => {
    const sent = event(order, { id: "1", order: { sku: "a", count: 1 } }, { shape }) as Record<
      string,
      unknown
    >;
    const types = { "Content-Type": contentType, "content-type": contentType };
    const lists = { "Content-Type": [contentType], "content-type": [contentType] };
    return {
      ...sent,
      ...("headers" in sent && { headers: types }),
      ...("multiValueHeaders" in sent && { multiValueHeaders: lists }),
      body: text,
      isBase64Encoded,
    };
  };

  test("a plain call", async () => {
    const sent = { id: "1", order: { sku: "a", count: 1 } };
    expect(await invoke(order, placing, sent, { shape })).toMatchObject({ status: 200, body: sent.order });
  });

  if (repeats)
    test("a repeated query parameter is a list after validation", async () => {
      expect((await invoke(list, listing, { tag: ["a", "b&c", "a"] }, { shape })).body).toMatchObject({
        tag: ["a", "b&c", "a"],
      });
    });

  test("a single query parameter is a list of one where a list is wanted", async () => {
    expect((await invoke(list, listing, { tag: ["a,b"] }, { shape })).body).toMatchObject({ tag: ["a,b"] });
  });

  if (repeats)
    test("a repeated request header keeps every value, also one that is part of another", async () => {
      expect((await invoke(list, listing, { tag: ["x"], seen: ["ab", "a"] }, { shape })).body).toMatchObject({
        seen: ["ab", "a"],
      });
    });

  test("a request header with a comma is one text where a text is wanted", async () => {
    const since = get("/since", {
      input: { since: header("If-Modified-Since", z.string()) },
      output: z.string(),
    });
    const handler = served(
      since.handler(({ input }) => input.since),
      shape,
    );
    expect((await invoke(since, handler, { since: date }, { shape })).body).toBe(date);
  });

  test("a binary request body arrives as it is", async () => {
    const taken: Uint8Array[] = [];
    const handler = served(
      upload.handler(({ input }) => {
        taken.push(input.file);
        return new Uint8Array();
      }),
      shape,
    );
    await invoke(upload, handler, { file: bytewise }, { shape });
    expect(taken.map((one) => new Uint8Array(one))).toEqual([bytewise]);
  });

  test("a binary answer leaves as it is", async () => {
    const picture = get("/picture", { output: bytes("image/png") });
    const handler = served(
      picture.handler(() => bytewise),
      shape,
    );
    const { headers, body } = await invoke(picture, handler, {}, { shape });
    expect(body).toEqual(bytewise);
    expect(headers["content-type"]).toBe("image/png");
  });

  test.each([
    ["one cookie is one", ["a=1"]],
    ["two cookies are two", ["a=1", "b=2"]],
    ["a cookie with Expires stays whole", [`a=1; Expires=${date}`]],
    ["two of them, too", [`a=1; Expires=${date}; Path=/`, `b=2; Expires=${date}`]],
  ])("%s", async (_, cookies) => {
    const handler = served(
      dated.handler(({ reply }) => reply(200, undefined, { "last-modified": date, "set-cookie": cookies })),
      shape,
    );
    const { headers } = await invoke(dated, handler, {}, { shape });
    expect([headers["set-cookie"]].flat()).toEqual(cookies);
  });

  test("an answer's header with a comma, such as Last-Modified, stays whole", async () => {
    const handler = served(
      dated.handler(({ reply }) => reply(200, undefined, { "last-modified": date, "set-cookie": [] })),
      shape,
    );
    expect((await invoke(dated, handler, {}, { shape })).headers).toEqual({ "last-modified": date });
  });

  test("an event may have null for every map without members, or none of them", async () => {
    const optional = get("/o", {
      input: {
        q: query(z.string().optional()),
        h: header(z.string().optional()),
        c: cookie(z.string().optional()),
        s: stageVariable(z.string().optional()),
      },
      output: z.record(z.string(), z.string()),
    });
    const handler = served(
      optional.handler(({ input }) => JSON.parse(JSON.stringify(input))),
      shape,
    );
    const made = Object.entries(event(optional, {}, { shape }) as object);
    const isMap = (name: string) =>
      /^(multiValue)?(headers|queryString\w+)$|Parameters$|^stage|^body$/i.test(name);
    for (const changed of [
      made.filter(([name]) => !isMap(name)),
      made.map(([name, value]) => [name, isMap(name) ? null : value]),
    ]) {
      const { status, body } = await invokeEvent(handler, Object.fromEntries(changed));
      expect({ status, body }).toEqual({ status: 200, body: {} });
    }
  });

  test("a form's fields arrive, repeated ones as a list; a redirect leaves with its cookies", async () => {
    const handler = served(
      login.handler(({ input, reply }) =>
        reply(303, undefined, { location: `/${input.fields.user}`, "set-cookie": input.fields.role }),
      ),
      shape,
    );
    const answer = await invoke(
      login,
      handler,
      { fields: { user: "é & co", role: ["a=1", "b=2"] } },
      { shape },
    );
    expect(answer).toMatchObject({
      status: 303,
      headers: { location: "/é & co", "set-cookie": ["a=1", "b=2"] },
    });
    const one = await invoke(login, handler, { fields: { user: "x", role: ["a=1"] } }, { shape });
    expect(one.headers["set-cookie"]).toEqual(["a=1"]);
  });

  test.each([
    ["malformed JSON", "{", "application/json", false, 400, "MalformedBody"],
    ["a missing body", "", "application/json", false, 400, "InvalidInput"],
    ["an invalid body", "{}", "application/json", false, 400, "InvalidInput"],
    ["text that says it is base64", "{}", "application/json", true, 400, "MalformedBody"],
    ["base64 of no JSON", "AP8=", "application/json", true, 400, "MalformedBody"],
    ["another type", "a=1", "application/x-www-form-urlencoded", false, 415, "UnsupportedMediaType"],
    [
      "more than 10 MB",
      `"${"x".repeat(10 * 1024 * 1024)}"`,
      "application/json",
      false,
      413,
      "ContentTooLarge",
    ],
  ])("%s is the caller's fault, said as a problem", async (_, text, type, base64, status, code) => {
    const answer = await invokeEvent(placing, withBody(text, type, base64));
    expect(answer).toMatchObject({
      status,
      body: { status, code },
      headers: { "content-type": "application/problem+json" },
    });
  });

  test("JSON under another name, and as base64, is JSON", async () => {
    const json = JSON.stringify({ sku: "é", count: 2 });
    for (const sent of [
      withBody(json, "application/vnd.shop+json; charset=utf-8"),
      withBody(Buffer.from(json).toString("base64"), "application/json", true),
    ])
      expect((await invokeEvent(placing, sent)).body).toEqual({ sku: "é", count: 2 });
  });

  test("an invalid body says which fields", async () => {
    expect((await invokeEvent(placing, withBody('{"sku":1}'))).body).toMatchObject({
      errors: [{ path: "order.sku" }, { path: "order.count" }],
    });
  });

  test("a known path with another method is 405 with Allow, an unknown path 404", async () => {
    const joined = join(
      order.handler(({ input }) => input.order),
      list.handler(({ input }) => input),
    );
    const sent = event(order, { id: "1", order: { sku: "a", count: 1 } }, { shape });
    const changed = (from: string, to: string) => JSON.parse(JSON.stringify(sent).replaceAll(from, to));
    expect(await invokeEvent(joined, changed("POST", "PATCH"))).toMatchObject({
      status: 405,
      headers: { allow: "POST" },
      body: { code: "MethodNotAllowed" },
    });
    expect(await invokeEvent(joined, changed("/orders/", "/others/"))).toMatchObject({
      status: 404,
      body: { code: "NotFound" },
    });
  });

  test("a thrown error is hidden, and so is an answer off its schema", async () => {
    const wrong = [
      served(
        order.handler(() => Promise.reject(new Error("secret"))),
        shape,
      ),
      served(
        order.handler(() => ({ sku: "secret" }) as never),
        shape,
      ),
    ];
    await logged(async () => {
      for (const handler of wrong) {
        const answer = await invokeEvent(handler, withBody('{"sku":"a","count":1}'));
        expect(answer.status).toBe(500);
        expect(JSON.stringify(answer.body)).not.toContain("secret");
      }
    });
  });

  test("a line break cannot be smuggled into a response header", async () => {
    const handler = served(
      dated.handler(({ reply }) =>
        reply(200, undefined, { "last-modified": "x\r\nSet-Cookie: a=1", "set-cookie": [] }),
      ),
      shape,
    );
    const log = await logged(async () =>
      expect((await invoke(dated, handler, {}, { shape })).status).toBe(500),
    );
    expect(log).toContain("line break");
  });

  test("text leaves as it is", async () => {
    const page = get("/page", { output: text("text/html; charset=utf-8") });
    expect(
      await invoke(
        page,
        served(
          page.handler(() => "<p>é</p>"),
          shape,
        ),
        {},
        { shape },
      ),
    ).toMatchObject({
      headers: { "content-type": "text/html; charset=utf-8" },
      body: "<p>é</p>",
    });
  });
});

test.each(["rest", "http"] as const)(
  "a base path mapping, a stage or a custom domain changes nothing for %s: the resource decides",
  async (shape) => {
    const joined = join(order.handler(({ input }) => input.order));
    const made = event(order, { id: "1", order: { sku: "a", count: 1 } }, { shape }) as object;
    for (const before of ["/shop", "/prod", ""]) {
      const path = `${before}/orders/1`;
      const sent = shape === "rest" ? { ...made, path } : { ...made, rawPath: path };
      expect((await invokeEvent(joined, sent)).status).toBe(200);
    }
  },
);

test("a call from API Gateway's console has null for every map without members", async () => {
  const optional = get("/o", {
    input: {
      q: query(z.string().optional()),
      h: header(z.string().optional()),
      s: stageVariable(z.string().optional()),
    },
    output: z.object({ q: z.string().optional(), h: z.string().optional(), s: z.string().optional() }),
  });
  const maps = ["headers", "multiValueHeaders", "queryStringParameters", "multiValueQueryStringParameters"];
  const console = Object.fromEntries(
    [...maps, "pathParameters", "stageVariables", "body"].map((name) => [name, null]),
  );
  const handler = optional.handler(({ input }) => input);
  const { status, body } = await invokeEvent(handler, { ...(event(optional, {}) as object), ...console });
  expect({ status, body }).toEqual({ status: 200, body: {} });
});

test("a custom integration's event is typed, validated, routed, and its errors are mapped", async () => {
  const greet = get("/greeting", {
    integration: "custom",
    input: { greeter: query(z.string()) },
    output: z.string(),
  });
  const handler = join<string>(
    greet.handler(({ input }) => `Hello, ${input.greeter}`),
    list.handler(({ input }) => input),
  );
  expect(await invokeEvent(handler, { greeter: "me", "@": { route: "GET /greeting" } })).toMatchObject({
    status: 200,
    body: "Hello, me",
  });
  expect(await invokeEvent(handler, { "@": { route: "GET /greeting" } })).toMatchObject({ status: 400 });
});

test("a stage variable is read from the event, and is missing where the stage has none", async () => {
  const where = get("/where", { input: { table: stageVariable(z.string()) }, output: z.string() });
  const handler = where.handler(({ input }) => input.table);
  const sent = event(where, {} as never) as object;
  expect((await invokeEvent(handler, { ...sent, stageVariables: { table: "t" } })).body).toBe("t");
  expect((await invokeEvent(handler, { ...sent, stageVariables: { table: "" } })).status).toBe(400);
});

test("text is preferred to a parameter, and a parameter to a greedy one, where the path alone says the route", async () => {
  const route = <const P extends string>(at: P) => get(at, { output: text() });
  const names = ["/a/b", "/a/{id}", "/a/{id}/c", "/a/{rest+}", "/{all+}"] as const;
  const joined = join<string>(...names.map((at) => route(at).handler(() => at)));
  const url = (rawPath: string) => ({
    version: "2.0",
    routeKey: "$default",
    rawPath,
    requestContext: { http: { method: "GET", path: rawPath } },
  });
  const found = async (at: string) => (await invokeEvent(joined, url(at))).body;
  expect(
    await Promise.all(["/a/b", "/a/x", "/a/b/c", "/a/x/c", "/a/x/y/z", "/q", "/a/b/"].map(found)),
  ).toEqual(["/a/b", "/a/{id}", "/a/{id}/c", "/a/{id}/c", "/a/{rest+}", "/{all+}", "/a/b"]);
});

test("a greedy resource that is none of ours leads to the route of its path, decoded once", async () => {
  const item = get("/items/{id}", { input: { id: path(z.string()) }, output: z.string() });
  const sent = {
    httpMethod: "GET",
    resource: "/{proxy+}",
    path: "/items/50%2525",
    pathParameters: { proxy: "items/50%2525" },
  };
  expect((await invokeEvent(join(item.handler(({ input }) => input.id)), sent)).body).toBe("50%25");
});

test("a load balancer is answered in the kind of headers that it sends, with a description of the status", async () => {
  const joined = join(
    dated.handler(({ reply }) => reply(200, undefined, { "last-modified": "x", "set-cookie": ["a", "b"] })),
  );
  expect(await joined(event(dated, {}, { shape: "alb-multi" }))).toEqual({
    statusCode: 200,
    statusDescription: "200 OK",
    multiValueHeaders: { "last-modified": ["x"], "set-cookie": ["a", "b"] },
    body: "",
  });
  expect(await joined(event(dated, {}, { shape: "alb" }))).toMatchObject({
    headers: { "last-modified": "x", "set-cookie": "a", "Set-cookie": "b" },
  });
});

test("only real repeats are multi-value headers, and version 2.0 has its own place for cookies", async () => {
  const handler = dated.handler(({ reply }) =>
    reply(200, undefined, { "last-modified": "x", "set-cookie": ["a"] }),
  );
  expect(JSON.parse(JSON.stringify(await handler(event(dated, {}))))).toEqual({
    statusCode: 200,
    headers: { "last-modified": "x", "set-cookie": "a" },
    body: "",
  });
  const two = dated.handler(({ reply }) =>
    reply(200, undefined, { "last-modified": "x", "set-cookie": ["a", "b"] }),
  );
  expect(await join(two)(event(dated, {}, { shape: "http" }))).toMatchObject({ cookies: ["a", "b"] });
});
