import { expect, test } from "vitest";
import type { CallOptions, ClientOptions } from "../src/options.ts";
import { createShop } from "./shop.client.ts";
import { smithyAuthorization } from "./support/smithy.ts";

/** A client, and the headers of all that it has sent. */
const shopWith = (options: Partial<ClientOptions>, answer = () => Response.json([])) => {
  const sent: { readonly url: string; readonly headers: Headers; readonly body: unknown }[] = [];
  const shop = createShop({
    url: "https://shop.example/prod",
    ...options,
    fetch: async (url, { headers, body }) => {
      sent.push({ url, headers: new Headers(headers), body });
      return answer();
    },
  });
  return { shop, sent };
};

test.each([
  ["a token", "t", "Bearer t"],
  ["a function that has it", () => "t", "Bearer t"],
  ["a function that fetches it", async () => "t", "Bearer t"],
  ["a token with a scheme of its own", "Basic abc=", "Basic abc="],
])("a route with an authorizer gets %s, and no other route does", async (_, token, authorization) => {
  const { shop, sent } = shopWith({ token });
  await shop.myOrders();
  await shop.greet.safe();
  await shop.partnerOrders.safe();
  expect(sent.map(({ headers }) => headers.get("authorization"))).toEqual([authorization, null]);
});

test("a token is asked for before each call", async () => {
  let calls = 0;
  const { shop, sent } = shopWith({ token: async () => `t${++calls}` });
  await shop.myOrders();
  await shop.myOrders();
  expect(sent.map(({ headers }) => headers.get("authorization"))).toEqual(["Bearer t1", "Bearer t2"]);
});

test("a route that wants an API key gets it", async () => {
  const { shop, sent } = shopWith({ apiKey: async () => "k", token: "t" });
  await shop.partnerOrders();
  const [headers] = sent.map((one) => one.headers);
  expect([headers?.get("x-api-key"), headers?.get("authorization")]).toEqual(["k", null]);
});

test.each<[string, Partial<ClientOptions>]>([
  ["none", {}],
  ["an empty one", { token: "", apiKey: "" }],
  ["what is no header", { token: "a\nb", apiKey: "a\nb" }],
  [
    "a function that fails",
    { token: () => Promise.reject(new Error("signed out")), apiKey: () => Promise.reject(new Error("none")) },
  ],
])("with %s for a token or a key, nothing is sent", async (_, options) => {
  const { shop, sent } = shopWith(options);
  await expect(shop.myOrders()).rejects.toMatchObject({ code: "MissingCredentials" });
  await expect(shop.partnerOrders()).rejects.toMatchObject({ code: "MissingCredentials" });
  expect(sent).toEqual([]);
});

test.each<[string, Partial<ClientOptions>, CallOptions, Record<string, string | null>]>([
  ["of the client", { headers: { "X-Trace": "client", "x-a": "1" } }, {}, { "x-trace": "input", "x-a": "1" }],
  ["of a call", {}, { headers: { "x-trace": "call", accept: "x/y" } }, { "x-trace": "call", accept: "x/y" }],
  [
    "of both",
    { headers: { "x-a": "client", "x-b": "client" } },
    { headers: { "X-A": "call" } },
    { "x-a": "call", "x-b": "client", "x-trace": "input" },
  ],
  ["that prove who calls", { headers: { authorization: "Own" } }, {}, { authorization: /^AWS4/.source }],
])("headers %s are sent: a call's win, a client's fill in", async (_, options, call, expected) => {
  const credentials = { accessKeyId: "a", secretAccessKey: "b" };
  const { shop, sent } = shopWith(
    { credentials, region: "us-west-2", ...options },
    () => new Response(null, { status: 202 }),
  );
  await shop.placeOrder({ customer: "c", trace: "input", order: { sku: "a", count: 1 } }, call);
  for (const [name, value] of Object.entries(expected))
    expect(sent[0]?.headers.get(name)).toMatch(new RegExp(value ?? ""));
});

test("a header of a call is signed where SigV4 wants it, and takes the place of a token", async () => {
  const { shop, sent } = shopWith(
    { credentials: { accessKeyId: "a", secretAccessKey: "b" }, region: "us-west-2" },
    () => new Response(null, { status: 202 }),
  );
  await shop.placeOrder({ customer: "c", order: { sku: "a", count: 1 } }, { headers: { "x-amz-meta": "1" } });
  expect(sent[0]?.headers.get("authorization")).toContain(
    "SignedHeaders=content-type;host;x-amz-date;x-amz-meta,",
  );
  const own = shopWith({});
  await own.shop.myOrders({}, { headers: { authorization: "Own x" } });
  expect(own.sent[0]?.headers.get("authorization")).toBe("Own x");
});

test.each([[{ "bad name": "x" }], [{ "x-a": "a\nb" }], [{ "x-a": "ü€" }]])(
  "a header that cannot be sent is refused: %j",
  async (headers) => {
    const { shop, sent } = shopWith({});
    await expect(shop.hello({}, { headers })).rejects.toMatchObject({ code: "UnsendableInput" });
    await expect(shopWith({ headers }).shop.hello()).rejects.toMatchObject({ code: "UnsendableInput" });
    expect(sent).toEqual([]);
  },
);

test("a form is sent as HTML sends it", async () => {
  const { shop, sent } = shopWith({}, () => new Response(null, { status: 204 }));
  await shop.signUp({ person: { name: "é & co", likes: ["a b", "c=d"] } });
  expect(sent[0]?.headers.get("content-type")).toBe("application/x-www-form-urlencoded");
  expect([...new URLSearchParams(String(sent[0]?.body))]).toEqual([
    ["name", "é & co"],
    ["likes", "a b"],
    ["likes", "c=d"],
  ]);
});

test("bytes are sent and signed as they are", async () => {
  const picture = Uint8Array.of(0, 255, 254, 10, 13, 128);
  const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
  const date = new Date("2026-01-02T03:04:05Z");
  const options = { credentials, region: "us-west-2", now: () => date };
  const { shop, sent } = shopWith(options, () => new Response(null, { status: 204 }));
  await shop.setPicture({ id: "1", picture: new Uint8Array(picture.buffer) });
  const [got] = sent;
  expect([got?.headers.get("content-type"), got?.body]).toEqual(["image/png", picture]);
  // Of bytes that are no text, AWS's own signer is asked through a hash of the same.
  expect(got?.headers.get("authorization")).toBe(
    await smithyAuthorization(
      {
        method: "PUT",
        path: "/prod/pictures/1",
        query: [],
        headers: { host: "shop.example", "content-type": "image/png" },
        body: picture,
      },
      credentials,
      { region: "us-west-2", service: "execute-api", date },
    ),
  );
  // @ts-expect-error text is no bytes
  await expect(shop.setPicture({ id: "1", picture: "text" })).rejects.toMatchObject({
    code: "UnsendableInput",
  });
});
