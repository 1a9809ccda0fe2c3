import type { RequestListener } from "node:http";
import { ApiError, createClient, type Exchange } from "@gatewright/client";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createShop } from "./shop.client.ts";
import { type Received, receive, serve } from "./support/server.ts";
import { smithyAuthorization } from "./support/smithy.ts";

const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret", sessionToken: "token" };
const date = new Date("2026-01-02T03:04:05Z");
const order = { sku: "apple", count: 1, note: null };

/** A server that keeps what it received and answers what it is told. */
const recorder = async (answer: RequestListener) => {
  const received: Received[] = [];
  const server = await serve(async (request, response) => {
    received.push(await receive(request));
    answer(request, response);
  });
  const options = {
    url: `${server.url}/restapis/abc/prod/_user_request_`,
    credentials,
    region: "us-west-2",
    now: () => date,
  };
  return { server, received, options, shop: createShop(options) };
};

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));

describe("what is sent", () => {
  const text = fc.string({ unit: "binary", maxLength: 12 }).map((value) => value.toWellFormed());
  const awkward = fc.oneof(
    text,
    fc.constantFrom("a b+c", "*'!()|;&=?/#%2F{}[]", "é😀", "a//b", "..a", "%2e%2e"),
  );
  const segment = awkward.filter((value) => !/^\.{0,2}$/.test(value));
  const token = fc.stringMatching(/^[!#-+./:<-[\]^_`a-z{|}~0-9-]{0,8}$/);

  test("arrives as it was given, with the signature that AWS would compute from what arrived", async () => {
    const { server, received, shop } = await recorder((_, response) => response.writeHead(202).end());
    await using _ = server;
    const input = fc.record({
      customer: segment,
      tags: fc.array(awkward),
      trace: fc.stringMatching(/^[!-~]( ?[!-~]){0,8}$/),
      session: token,
      order: fc.record({ sku: awkward, count: fc.integer(), note: fc.option(awkward) }),
    });
    const law = fc.asyncProperty(input, async (given) => {
      await shop.placeOrder(given);
      const got = received.pop();
      if (got === undefined) throw new Error("Nothing arrived.");
      const prefix = "/restapis/abc/prod/_user_request_/orders/";
      expect(got.path.slice(0, prefix.length)).toBe(prefix);
      expect(got.path.slice(prefix.length)).toMatch(/^([\w.~-]|%[0-9A-F]{2})+$/);
      expect(decodeURIComponent(got.path.slice(prefix.length))).toBe(given.customer);
      expect(got.query).toEqual(given.tags.map((tag) => ["tag", tag]));
      expect(got.headers["x-trace"]).toBe(given.trace);
      expect(got.headers["cookie"]).toBe(`session=${given.session}`);
      expect(got.headers["content-type"]).toBe("application/json");
      expect(JSON.parse(got.body)).toEqual(given.order);

      const signed = /SignedHeaders=([^,]*)/.exec(got.headers["authorization"] ?? "")?.[1]?.split(";") ?? [];
      expect(signed).toEqual(["content-type", "host", "x-amz-date", "x-amz-security-token"]);
      const headers = { host: got.headers["host"] ?? "", "content-type": "application/json" };
      const context = { region: "us-west-2", service: "execute-api", date };
      expect(got.headers["authorization"]).toBe(
        await smithyAuthorization({ ...got, headers }, credentials, context),
      );
    });
    await fc.assert(law, { numRuns: 100 });
  });

  test("is encoded with no character that API Gateway, a URL and SigV4 read differently", async () => {
    const { server, options } = await recorder((_, response) => response.writeHead(202).end());
    await using _ = server;
    const urls: string[] = [];
    const shop = createShop({ ...options, observe: ({ url }) => urls.push(url.slice(options.url.length)) });
    await shop.placeOrder({ customer: "a/b c", tags: [" +*'!()|;", "", "é"], order });
    expect(urls).toEqual(["/orders/a%2Fb%20c?tag=%20%2B%2A%27%21%28%29%7C%3B&tag=&tag=%C3%A9"]);
  });

  test("leaves out what is undefined, and signs nothing that is not to be signed", async () => {
    const { server, received, shop } = await recorder(json(200, { message: "Hi" }));
    await using _ = server;
    await shop.greet({ greeter: undefined });
    await shop.greet();
    expect(received.map(({ query, headers }) => [query, headers["authorization"]])).toEqual([
      [[], undefined],
      [[], undefined],
    ]);
  });

  test("a greedy path parameter keeps its slashes, and bytes are asked for by their media type", async () => {
    const { server, received, shop } = await recorder((_, response) =>
      response.end(Buffer.from([0, 255, 128])),
    );
    await using _ = server;
    expect(await shop.image({ file: "a b/c%/d" })).toEqual(new Uint8Array([0, 255, 128]));
    expect(received[0]?.path).toMatch(/\/images\/a%20b\/c%25\/d$/);
    expect(received[0]?.headers["accept"]).toBe("image/png, application/json, */*");
  });

  test.each([
    ["an empty path parameter", { customer: "" }, 'The path parameter customer cannot be "".'],
    ["a path parameter that climbs", { customer: ".." }, 'The path parameter customer cannot be "..".'],
    ["half a surrogate pair", { tags: ["\ud800"] }, "tags cannot be sent: TypeError: half a surrogate pair"],
    ["a line break in a header", { trace: "a\r\nb: c" }, /^trace cannot be sent: TypeError: /],
    ["a semicolon in a cookie", { session: "a; b=c" }, /^session cannot be sent: TypeError: no cookie/],
  ])("%s is refused before anything is sent", async (_, change, detail) => {
    const { server, received, shop } = await recorder(json(200, {}));
    await using _server = server;
    const result = await shop.placeOrder.safe({ customer: "c", order, ...change });
    expect(result).toMatchObject({ ok: false, error: { code: "UnsendableInput", status: undefined } });
    if (!result.ok) expect(result.error.detail).toMatch(detail);
    expect(received).toEqual([]);
  });

  test("a path that climbs out of a greedy parameter is refused", async () => {
    await expect(
      createShop({ url: "http://127.0.0.1:9/prod" }).image({ file: "a/../../b" }),
    ).rejects.toMatchObject({
      code: "UnsendableInput",
    });
  });
});

describe("credentials and region", () => {
  test("credentials come from a function, asked before each call", async () => {
    const { server, received, options } = await recorder((_, response) => response.writeHead(202).end());
    await using _ = server;
    let calls = 0;
    const shop = createShop({
      ...options,
      credentials: async () => ({ ...credentials, accessKeyId: `AKID${++calls}` }),
    });
    await shop.placeOrder({ customer: "c", order });
    await shop.placeOrder({ customer: "c", order });
    const ids = received.map(({ headers }) => /Credential=(\w+)/.exec(headers["authorization"] ?? "")?.[1]);
    expect(ids).toEqual(["AKID1", "AKID2"]);
  });

  test.each([
    ["https://id.execute-api.eu-west-1.amazonaws.com/prod", "eu-west-1"],
    ["https://id.execute-api.us-gov-west-1.amazonaws.com/prod/", "us-gov-west-1"],
    ["https://id.execute-api.cn-north-1.amazonaws.com.cn/prod", "cn-north-1"],
  ])("%s tells its region", async (url, region) => {
    const sent: [string, RequestInit][] = [];
    const fetch = async (to: string, init: RequestInit) => {
      sent.push([to, init]);
      return new Response(null, { status: 202 });
    };
    await createShop({ url, credentials, fetch }).placeOrder({ customer: "c", order });
    expect(sent[0]?.[0]).toBe(`${url.replace(/\/$/, "")}/orders/c`);
    expect(new Headers(sent[0]?.[1].headers).get("authorization")).toContain(
      `/${region}/execute-api/aws4_request`,
    );
  });

  test.each([
    ["no credentials", { credentials: undefined }, "MissingCredentials"],
    [
      "a function that fails",
      { credentials: () => Promise.reject(new Error("no profile")) },
      "MissingCredentials",
    ],
    ["empty credentials", { credentials: { accessKeyId: "", secretAccessKey: "" } }, "MissingCredentials"],
    ["no region", { region: undefined }, "MissingRegion"],
  ])("%s: a signed route is not called", async (_, change, code) => {
    const { server, received, options } = await recorder(json(200, {}));
    await using _server = server;
    await expect(
      createShop({ ...options, ...change }).placeOrder({ customer: "c", order }),
    ).rejects.toMatchObject({ code });
    expect(received).toEqual([]);
  });
});

describe("a clock that is wrong", () => {
  const refused = (at: Date) =>
    Response.json(
      { message: "Signature expired" },
      { status: 403, headers: { "x-amzn-errortype": "InvalidSignatureException", date: at.toUTCString() } },
    );
  const clientOf = (answer: (signedAt: string) => Response) => {
    const signed: string[] = [];
    const shop = createShop({
      url: "https://shop.example/prod",
      credentials,
      region: "us-west-2",
      now: () => date,
      fetch: async (_, { headers }) => {
        const signedAt = new Headers(headers).get("x-amz-date") ?? "";
        signed.push(signedAt);
        return answer(signedAt);
      },
    });
    return { signed, place: () => shop.placeOrder.safe({ customer: "c", order }) };
  };

  test("is set by the date of the refusal, and stays so", async () => {
    const { signed, place } = clientOf((signedAt) =>
      signedAt === "20260102T040405Z"
        ? new Response(null, { status: 202 })
        : refused(new Date("2026-01-02T04:04:05Z")),
    );
    expect([(await place()).ok, (await place()).ok]).toEqual([true, true]);
    expect(signed).toEqual(["20260102T030405Z", "20260102T040405Z", "20260102T040405Z"]);
  });

  test("is set once in a call, and not when it is right", async () => {
    let hours = 3;
    const moving = clientOf(() => refused(new Date(Date.UTC(2026, 0, 2, ++hours))));
    expect(await moving.place()).toMatchObject({ error: { code: "InvalidSignatureException" } });
    expect(moving.signed).toHaveLength(2);
    const right = clientOf(() => refused(date));
    expect(await right.place()).toMatchObject({ error: { code: "InvalidSignatureException" } });
    expect(right.signed).toHaveLength(1);
  });
});

describe("what a call returns", () => {
  test("the body of a route with one answer", async () => {
    const { server, shop } = await recorder(json(200, { message: "Hello" }));
    await using _ = server;
    expect(await shop.greet({ greeter: "me" })).toEqual({ message: "Hello" });
    const result = await shop.greet.safe();
    expect(result.ok && result.value.message).toBe("Hello");
    expect(result.response?.status).toBe(200);
  });

  test("text as text", async () => {
    const { server, shop } = await recorder((_, response) => response.end('"héllo"'));
    await using _ = server;
    expect(await shop.hello()).toBe('"héllo"');
  });

  test("status, body and declared headers of a route with several answers", async () => {
    const { server, options, shop } = await recorder(
      json(201, { id: "1" }, { location: "/orders/1", "x-left": "3", "x-other": "1" }),
    );
    await using _ = server;
    const placed = await shop.placeOrder({ customer: "c", order });
    expect(placed).toEqual({
      status: 201,
      body: { id: "1" },
      headers: { location: "/orders/1", "x-left": 3 },
    });
    if (placed.status === 201) expect(placed.headers["x-left"]?.toFixed()).toBe("3");
    const empty = createShop({ ...options, fetch: async () => new Response(null, { status: 202 }) });
    expect(await empty.placeOrder({ customer: "c", order })).toEqual({
      status: 202,
      body: undefined,
      headers: {},
    });
  });

  test("declared headers as what they stand for, and none that did not come", async () => {
    const kinds = {
      "x-count": "number",
      "x-new": "boolean",
      "x-tags": "list",
      "set-cookie": "list",
      etag: "string",
    } as const;
    const headers = new Headers({ "x-count": "3", "x-new": "true", "x-tags": "a, b,c" });
    headers.append("set-cookie", "a=1; Expires=Thu, 01 Jan 2026 00:00:00 GMT");
    headers.append("set-cookie", "b=2");
    const client = createClient<{ get(): Promise<unknown> }>(
      { url: "http://127.0.0.1", fetch: async () => new Response("x", { headers }) },
      { get: { route: "GET /", output: { 200: { body: "text", headers: kinds } } } },
    );
    expect(await client.get()).toEqual({
      status: 200,
      body: "x",
      headers: {
        "x-count": 3,
        "x-new": true,
        "x-tags": ["a", "b", "c"],
        "set-cookie": ["a=1; Expires=Thu, 01 Jan 2026 00:00:00 GMT", "b=2"],
      },
    });
  });

  test("every exchange is shown to `observe`, failures too", async () => {
    const { server, options } = await recorder(json(404, { message: "no" }));
    await using _ = server;
    const seen: Exchange[] = [];
    await createShop({ ...options, observe: (exchange) => seen.push(exchange) }).greet.safe({
      greeter: "me",
    });
    expect(seen).toEqual([
      {
        route: "greet",
        method: "GET",
        url: `${options.url}/greeting?greeter=me`,
        status: 404,
        body: '{"message":"no"}',
      },
    ]);
  });
});

describe("what a call fails with", () => {
  const failing = async (answer: RequestListener) => {
    const { server, shop } = await recorder(answer);
    await using _ = server;
    return await shop.placeOrder.safe({ customer: "c", order });
  };
  const problem = (status: number, body: object): RequestListener =>
    json(
      status,
      { status, ...body },
      { "content-type": "application/problem+json", "x-amzn-requestid": "r-1" },
    );

  test("a declared error, with its details", async () => {
    const result = await failing(
      problem(423, { code: "Locked", title: "Locked", detail: "By another.", details: { by: "Ann" } }),
    );
    if (result.ok || result.error.code !== "Locked") throw new Error("It is not locked.");
    expect(result.error.details.by.toUpperCase()).toBe("ANN");
    expect(result.error).toMatchObject({
      name: "ApiError",
      status: 423,
      detail: "By another.",
      requestId: "r-1",
      problem: { title: "Locked" },
      message: "placeOrder failed with 423 Locked: By another.",
    });
    expect(result.response?.headers.get("x-amzn-requestid")).toBe("r-1");
  });

  test("an invalid input, with the fields", async () => {
    const errors = [{ path: "order.sku", detail: "Required" }];
    const result = await failing(problem(400, { code: "InvalidInput", detail: "…", errors }));
    if (result.ok || result.error.code !== "InvalidInput") throw new Error("It is not invalid.");
    expect(result.error.details.map(({ path }) => path)).toEqual(["order.sku"]);
  });

  test.each<[string, RequestListener, object]>([
    [
      "an undeclared error",
      problem(402, { code: "Unpaid", detail: "Pay first.", id: "x" }),
      { code: "UndeclaredError", status: 402, detail: "Pay first.", problem: { code: "Unpaid" } },
    ],
    [
      "an error of API Gateway",
      json(
        403,
        { message: "Missing Authentication Token" },
        { "x-amzn-ErrorType": "MissingAuthenticationTokenException" },
      ),
      { code: "MissingAuthenticationTokenException", status: 403, detail: "Missing Authentication Token" },
    ],
    [
      "a refused caller, whose message has a capital letter",
      json(
        403,
        { Message: "User: x is not authorized" },
        { "x-amzn-ErrorType": "AccessDeniedException:http://x" },
      ),
      { code: "AccessDeniedException", detail: "User: x is not authorized" },
    ],
    [
      "a gateway response without a message",
      json(500, { message: null }, { "x-amzn-ErrorType": "AuthorizerConfigurationException" }),
      { code: "AuthorizerConfigurationException", detail: "Internal Server Error" },
    ],
    [
      "a page of some proxy",
      (_, response) => response.writeHead(502, { "content-type": "text/html" }).end("<h1>Bad Gateway</h1>"),
      { code: "UndeclaredError", status: 502, detail: "<h1>Bad Gateway</h1>", problem: undefined },
    ],
    [
      "a redirect, which is not followed",
      (_, response) => response.writeHead(302, { location: "/elsewhere" }).end(),
      { code: "UndeclaredError", status: 302 },
    ],
    ["a success that is not declared", json(200, {}), { code: "UnexpectedAnswer", status: 200 }],
    [
      "JSON that is none",
      (_, response) => response.writeHead(201).end("{"),
      { code: "UnexpectedAnswer", status: 201, cause: expect.any(SyntaxError) },
    ],
  ])("%s", async (_, answer, error) => {
    expect(await failing(answer)).toMatchObject({ ok: false, error, response: expect.any(Response) });
  });

  test("no answer: the connection ends", async () => {
    const result = await failing((request) => request.socket.destroy());
    expect(result).toMatchObject({
      ok: false,
      error: { code: "NetworkError", status: undefined },
      response: undefined,
    });
  });

  test("no answer in time, and a body that stops", async () => {
    const { server, options, shop } = await recorder((request, response) => {
      if (request.url?.includes("greeting")) response.writeHead(200).write("{");
    });
    await using _ = server;
    const hasty = createShop({ ...options, timeout: 20 });
    await expect(hasty.hello()).rejects.toMatchObject({ code: "Timeout" });
    await expect(shop.greet({}, { timeout: 20 })).rejects.toMatchObject({ code: "Timeout" });
    await expect(
      shop.hello({}, { timeout: Infinity, signal: AbortSignal.timeout(20) }),
    ).rejects.toMatchObject({ code: "Timeout" });
  });

  test("the caller ends the call", async () => {
    const controller = new AbortController();
    const { server, shop } = await recorder(() => controller.abort(new Error("enough")));
    await using _ = server;
    const error = await shop.hello({}, { signal: controller.signal }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code: "Aborted", cause: { message: "enough" } });
    expect(await shop.hello.safe({}, { signal: AbortSignal.abort() })).toMatchObject({
      error: { code: "Aborted" },
    });
  });

  test.each(["", "shop", "ftp://host/x", "http://host/x?y=1"])(
    "a client without a real URL is not made: %j",
    (url) => {
      expect(() => createShop({ url })).toThrow(expect.objectContaining({ code: "InvalidUrl" }));
    },
  );
});
