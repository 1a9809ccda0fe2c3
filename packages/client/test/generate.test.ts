import { stripTypeScriptTypes } from "node:module";
import type { ApiDescription, JsonSchema, RouteDescription } from "@gatewright/runtime/describe";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { GenerateError, generateClient } from "../src/generate.ts";
import { shop } from "./support/shop.ts";

const route = (key: string, change: Partial<RouteDescription> = {}): RouteDescription => ({
  key,
  name: `GET /${key}`,
  method: "GET",
  path: `/${key}`,
  integration: "proxy",
  auth: "none",
  input: [],
  outputs: [{ status: 200, body: { type: "none" }, headers: {} }],
  errors: [],
  ...change,
});

const authorizer = (
  type: "token" | "request",
  identitySources: readonly string[],
): RouteDescription["auth"] => ({ type, name: "sessions", identitySources, ttl: 0, context: {} });

const apiOf = (routes: readonly RouteDescription[], name = "shop"): ApiDescription => ({
  ...shop,
  name,
  routes,
});

const answering = (key: string, schema: JsonSchema): RouteDescription =>
  route(key, { outputs: [{ status: 200, body: { type: "json", schema }, headers: {} }] });

/** The text of the type that a schema becomes, on one line. */
const typeOf = (schema: JsonSchema): string => {
  const [, text = ""] =
    /export (?:type|interface) XOutput =? ?([\s\S]*?);?\n\n/.exec(
      generateClient(apiOf([answering("x", schema)])),
    ) ?? [];
  return text.replace(/\s+/g, " ").trim();
};

test("the client of the shop is the file beside this test", async () => {
  await expect(generateClient(shop)).toMatchFileSnapshot("shop.client.ts");
});

describe("JSON Schema becomes", () => {
  const string = { type: "string" };
  const number = { type: "number" };
  test.each<[schema: JsonSchema, type: string]>([
    [{}, "unknown"],
    [{ not: {} }, "never"],
    [{ type: "integer" }, "number"],
    [{ type: "null" }, "null"],
    [{ type: ["string", "null"] }, "string | null"],
    [{ const: "a" }, '"a"'],
    [{ const: { a: [1, null] } }, "{ a: [1, null] }"],
    [{ type: "string", enum: ["a", "it's", 1, null] }, '"a" | "it\'s" | 1 | null'],
    [{ type: "array", items: string }, "string[]"],
    [{ type: "array", items: { type: ["string", "null"] } }, "(string | null)[]"],
    [{ type: "array" }, "unknown[]"],
    [{ type: "array", prefixItems: [string, number] }, "[string, number]"],
    [{ type: "array", prefixItems: [string, number], minItems: 1 }, "[string, number?]"],
    [{ type: "array", prefixItems: [string], items: number }, "[string, ...number[]]"],
    [{ type: "array", items: [string, number], additionalItems: false }, "[string, number]"],
    [{ type: "object" }, "{ [key: string]: unknown }"],
    [{ type: "object", additionalProperties: false }, "Record<string, never>"],
    [{ type: "object", additionalProperties: number }, "{ [key: string]: number }"],
    [{ type: "object", patternProperties: { "^x-": number } }, "{ [key: string]: number }"],
    [
      { properties: { a: string, "b-c": number, "1": {} }, required: ["a"] },
      '{ "1"?: unknown; a: string; "b-c"?: number; }',
    ],
    [
      {
        type: "object",
        properties: { a: string, b: { type: "boolean" } },
        required: ["a"],
        additionalProperties: number,
      },
      "{ a: string; b?: boolean; [key: string]: number | string | boolean | undefined; }",
    ],
    [
      { type: "object", properties: { a: string }, required: ["a", "b"], additionalProperties: {} },
      "{ a: string; b: unknown; [key: string]: unknown; }",
    ],
    [
      {
        type: "object",
        propertyNames: { enum: ["x", "y"] },
        additionalProperties: number,
        required: ["x", "y"],
      },
      "{ x: number; y: number; }",
    ],
    [{ anyOf: [string, number, string] }, "string | number"],
    [{ oneOf: [string, { type: "null" }] }, "string | null"],
    [{ anyOf: [string, {}] }, "unknown"],
    [
      { allOf: [{ type: "object", properties: { a: string } }, { anyOf: [string, number] }] },
      "{ a?: string; } & (string | number)",
    ],
    [
      {
        type: "object",
        properties: { k: string },
        required: ["k"],
        oneOf: [{ properties: { a: number } }, { properties: { b: number } }],
      },
      "{ k: string; } & ({ a?: number; } | { b?: number; })",
    ],
    [{ type: "array", items: { $ref: "#" } }, "XOutput[]"],
    [
      {
        type: "object",
        properties: { "*/": { ...string, description: "ends */ here\nand there", deprecated: true } },
      },
      '{ /** * ends *\\/ here * and there * @deprecated */ "*/"?: string; }',
    ],
  ])("%j", (schema, type) => {
    expect(typeOf(schema)).toBe(type);
  });

  test("a named type for a definition, once for all routes that mean the same by it", () => {
    const item = (type: string) => ({
      $ref: "#/$defs/Item",
      $defs: { Item: { type: "object", properties: { id: { type } } } },
    });
    const text = generateClient(
      apiOf([answering("a", item("string")), answering("b", item("string")), answering("c", item("number"))]),
    );
    expect(text).toContain("export type AOutput = Item;");
    expect(text).toContain("export type BOutput = Item;");
    expect(text).toContain("export type COutput = COutputItem;");
    expect(text.match(/export interface Item \{/g)).toHaveLength(1);
  });

  test("one named type for a body that holds itself", () => {
    const schema = { type: "object", properties: { parent: { $ref: "#" } } };
    const input = [{ key: "node", kind: "body", name: "", required: true, schema }] as const;
    const text = generateClient(apiOf([route("put", { input })]));
    expect(text).toContain("export interface PutNode {\n  parent?: PutNode;\n}");
    expect(text).toContain("  node: PutNode;");
    expect(text).not.toContain("PutNode2");
  });

  test("a reference to nothing is refused, with its place", () => {
    const schema = { type: "object", properties: { a: { $ref: "#/$defs/Gone" } } };
    expect(() => generateClient(apiOf([answering("orders", schema)]))).toThrow(
      expect.objectContaining({
        code: "UnknownReference",
        message:
          'orders  output 200: $ref "#/$defs/Gone" points to nothing in its schema. Put what it names into $defs.',
      }),
    );
  });
});

test("no two types share a name, whatever the routes and definitions are called", () => {
  const input = [
    {
      key: "input",
      kind: "body",
      name: "",
      required: true,
      schema: { type: "object", properties: { a: {} } },
    },
  ] as const;
  const defs = { $ref: "#/$defs/Result", $defs: { Result: { type: "object", properties: { a: {} } } } };
  const keys = [
    "place-order",
    "placeOrder",
    "PlaceOrder2",
    "api",
    "1st",
    "%",
    "shop",
    "default",
    "constructor",
    "__proto__",
  ];
  const text = generateClient(
    apiOf([...keys.map((key) => route(key, { input })), answering("result", defs)], "Result"),
  );
  const names = [...text.matchAll(/export (?:interface|type|function) (\S+?)[ (]/g)].map(([, name]) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names).not.toContain("Result");
  expect(text).toContain('["__proto__"]: {');
});

test("an object that is no body is refused", () => {
  const filter = {
    key: "filter",
    kind: "query",
    name: "filter",
    required: true,
    schema: { type: "object" },
  } as const;
  expect(() => generateClient(apiOf([route("find", { input: [filter] })]))).toThrow(GenerateError);
});

test.each<[string, RouteDescription["auth"], string | undefined]>([
  ["nobody", "none", undefined],
  ["IAM", "iam", "sigv4"],
  ["API keys", "apiKey", "apiKey"],
  ["a token in another header", authorizer("token", ["method.request.header.X-Token"]), 'token("x-token")'],
  [
    "a request whose token is a token",
    authorizer("request", ["method.request.querystring.tenant", "method.request.header.Authorization"]),
    'token("authorization")',
  ],
  ["any other request", authorizer("request", ["method.request.header.x-key"]), undefined],
])("a route for %s", (_, auth, sign) => {
  const text = generateClient(apiOf([route("x", { auth })]));
  const [, written] = /sign: (.+), output/.exec(text) ?? [];
  expect(written).toBe(sign);
});

test("streams of several kinds are read as bytes, all of them", () => {
  const outputs = ["text/event-stream", "text/csv"].map((contentType, index) => ({
    status: 200 + index,
    body: { type: "bytes", contentType, streamed: true } as const,
    headers: {},
  }));
  const text = generateClient(apiOf([route("x", { outputs })]));
  expect(text).toContain("read: chunks");
  expect(text).not.toContain("ServerSentEvent");
});

test("a HEAD route answers no body", () => {
  const head = { ...answering("x", { type: "string" }), method: "HEAD", name: "HEAD /x" } as const;
  expect(generateClient(apiOf([head]))).toContain('x: { route: "HEAD /x", output: { 200: "none" } }');
});

test("no text of a description gets out of its place", async () => {
  const awkward = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      "*/",
      "`",
      "$&",
      "注文",
      '"',
      "\\",
      "\n",
      "\u2028",
      "__proto__",
      "a-b",
      "constructor",
      "*/ throw 1; /*",
    ),
  );
  const schema = fc.record({
    type: fc.constant("object"),
    description: awkward,
    properties: fc.dictionary(awkward, fc.record({ const: awkward, description: awkward })),
  });
  const law = fc.asyncProperty(
    awkward,
    awkward,
    awkward,
    awkward,
    schema,
    async (name, key, wire, code, body) => {
      const input = [
        {
          key: name,
          kind: "query",
          name: wire,
          required: true,
          schema: { type: "string", description: code },
        },
      ] as const;
      const outputs = [
        { status: 200, body: { type: "json", schema: body }, headers: { [wire]: { type: "string" } } },
        { status: 201, body: { type: "bytes", contentType: wire }, headers: {} },
      ] as const;
      const errors = [{ code, status: 400, details: body }];
      const described = { ...apiOf([route(key, { input, outputs, errors })], name), description: code };
      const [exported, ...others] = Object.values(await run(generateClient(described)));
      expect(others).toEqual([]);
      // The stub of the core gives back the table of routes.
      const table = {
        [key]: {
          route: `GET /${key}`,
          input: { [name]: name === wire ? "query" : ["query", wire] },
          accept: [...new Set([wire, "application/json", "*/*"])].join(", "),
          output: { 200: { body: "json", headers: { [wire]: "string" } }, 201: "bytes" },
          errors: [code],
        },
      };
      expect(JSON.stringify(exported?.({}))).toBe(JSON.stringify(table));
    },
  );
  await fc.assert(law, { numRuns: 200 });
});

/** What generated text exports, run with a stub in the place of the core. */
const run = async (text: string): Promise<Readonly<Record<string, (options: object) => unknown>>> => {
  const stub = "const createClient = (options, routes) => routes;";
  const code = stripTypeScriptTypes(text).replace(/^import \{[^}]*\} from "@gatewright\/client";$/m, stub);
  return import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`);
};
