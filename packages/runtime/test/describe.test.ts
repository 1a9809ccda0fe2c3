import { expect, test } from "vitest";
import * as z from "zod";
import { describe, isApi, isHandler, RouteError } from "../src/describe.ts";
import { api, body, bytes, get, path, post, query, stream } from "../src/index.ts";
import { greeting, page } from "./routes.ts";

const Text = z.object({ message: z.string() });

test("an API is described as plain JSON, without what API Gateway fills in", async () => {
  const described = await describe(
    api({ name: "shop", stage: "test", routes: { greet: greeting("custom"), page } }),
  );
  expect(JSON.parse(JSON.stringify(described))).toEqual(described);
  expect(described).toMatchObject({ name: "shop", stage: "test", endpointType: "EDGE" });
  const [greet, html] = described.routes;
  expect(greet).toMatchObject({
    key: "greet",
    name: "GET /greeting/{language}",
    method: "GET",
    path: "/greeting/{language}",
    integration: "custom",
    auth: "none",
    input: [
      { key: "greeter", kind: "query", name: "greeter", required: false, schema: { type: "string" } },
      { key: "loud", kind: "query", name: "LOUD", required: false, schema: { type: "string" } },
      { key: "trace", kind: "header", name: "X-Trace", required: false },
      { key: "session", kind: "cookie", name: "session", required: false },
      { key: "caller", kind: "context", name: "identity.userArn", required: false },
      { key: "language", kind: "path", name: "language", required: true, schema: { type: "string" } },
    ],
    errors: [
      { code: "MissingGreeter", status: 400 },
      { code: "Locked", status: 423, details: { type: "object", properties: { by: { type: "string" } } } },
    ],
  });
  expect(greet?.outputs[0]?.body).toMatchObject({ type: "json", schema: { type: "object" } });
  expect(JSON.stringify(greet?.outputs)).not.toContain("additionalProperties");
  expect(html?.outputs).toEqual([
    { status: 200, body: { type: "text", contentType: "text/html; charset=utf-8" }, headers: {} },
  ]);
});

// Each of these is a compile error too (see sentences.ts); JavaScript has only this one.
const mistakes: readonly (readonly [string, string, unknown])[] = [
  [
    "UnknownPathParameter",
    "/orders/{customer} has no {customr}",
    get("/orders/{customer}", { input: { customr: path(z.string()) }, output: Text } as never),
  ],
  [
    "DuplicateInput",
    "another input is already called tag",
    get("/a", { input: { tag: query(z.string()), b: query("tag", z.string()) }, output: Text } as never),
  ],
  [
    "BodyNotAllowed",
    "a GET request has no body",
    get("/a", { input: { order: body(Text) }, output: Text } as never),
  ],
  [
    "TwoBodies",
    "put both into one schema",
    post("/a", { input: { one: body(Text), two: body(Text) }, output: Text } as never),
  ],
  ["NotASource", "say where it comes from", get("/a", { input: { q: z.string() }, output: Text } as never)],
  [
    "CustomStream",
    "cannot stream",
    get("/a", { integration: "custom", output: stream("text/plain") } as never),
  ],
  [
    "CustomOutput",
    "answers JSON only",
    get("/a", { integration: "custom", output: bytes("image/png") } as never),
  ],
  [
    "CustomList",
    "sees only the last tag",
    get("/a", { integration: "custom", input: { tag: query(z.array(z.string())) }, output: Text } as never),
  ],
  [
    "CustomOptionalBody",
    "a missing body reads as {}",
    post("/a", { integration: "custom", input: { b: body(Text.optional()) }, output: Text } as never),
  ],
  [
    "ReservedCode",
    "InvalidInput is a code of the runtime itself",
    get("/a", { output: Text, errors: { InvalidInput: 400 } } as never),
  ],
  ["NoOutput", "output is missing", get("/a", { outputs: Text } as never)],
  ["InvalidStatus", "200 is no status of an error", get("/a", { output: Text, errors: { Fine: 200 } })],
  ["InvalidStatus", "404 is no status of a success", get("/a", { output: { 404: Text } })],
  ["InvalidPath", "has to begin with a slash", get("a", { output: Text })],
  ["InvalidPath", "has an empty part", get("/a//b", { output: Text })],
  ["InvalidPath", "not the last", get("/{a+}/b", { output: Text })],
  ["InvalidPath", "two parameters of one name", get("/{a}/{a}", { output: Text })],
  ["NoJsonForm", "input.due", get("/a", { input: { due: query(z.date()) }, output: Text })],
];

test.each(mistakes)("%s: %s", async (code, sentence, route) => {
  const error = await describe(api({ name: "shop", routes: { a: route as typeof page } })).catch(
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(RouteError);
  expect(error).toMatchObject({ code, message: expect.stringContaining(sentence) });
});

test("all mistakes of an API are said at once", async () => {
  const routes = {
    a: get("/x", { output: { 404: Text } }),
    b: get("/x", { output: Text, errors: { A: 1 } }),
  };
  const error = await describe(api({ name: "shop", routes })).catch((thrown: unknown) => thrown);
  expect((error as RouteError).mistakes.map(({ code }) => code)).toEqual([
    "DuplicateRoute",
    "InvalidStatus",
    "InvalidStatus",
  ]);
  expect((error as RouteError).message).toContain("a and b are both GET /x");
});

test("a schema without a JSON Schema of its own is said to be one", async () => {
  const { jsonSchema: _, ...standard } = z.string()["~standard"];
  const route = get("/a", { output: { "~standard": { ...standard, vendor: "other" } } });
  await expect(describe(api({ name: "shop", routes: { a: route } }))).rejects.toMatchObject({
    code: "NoJsonSchema",
  });
});

test("APIs and handlers are told from other values", () => {
  const shop = api({ name: "shop", routes: { page } });
  expect([shop, page, null, {}, "api", page.handler(() => "")].map(isApi)).toEqual([
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
  expect([page.handler(() => ""), () => {}, page, null].map(isHandler)).toEqual([true, false, false, false]);
});
