import { describe as describeTests, expect, test } from "vitest";
import * as z from "zod";
import { describe } from "../src/describe.ts";
import {
  any,
  api,
  binary,
  body,
  bytes,
  cognito,
  context,
  cookie,
  form,
  get,
  header,
  lambdaAuthorizer,
  path,
  post,
  problem,
  put,
  query,
  text,
} from "../src/index.ts";
import { type OpenApiObject, openapi } from "../src/openapi.ts";
import { notAllowed } from "./openapi-members.ts";

const sessions = lambdaAuthorizer({
  name: "sessions",
  type: "token",
  validation: "^B",
  context: { user: "string" },
});
const Tree = z.object({
  name: z.string().nullable(),
  size: z.number().positive(),
  kind: z.literal("leaf"),
  get children() {
    return z.array(Tree);
  },
});

const description = await describe(
  api({
    name: "shop",
    description: "A shop.",
    routes: {
      getOrder: get("/orders/{id}/{rest+}", {
        input: {
          id: path(z.uuid()),
          page: query(z.coerce.number().optional()),
          trace: header("X-Trace", z.string()),
          session: cookie(z.string().optional()),
          caller: context("identity.userArn"),
        },
        auth: "iam",
        output: { 200: { body: Tree, headers: { etag: z.string() } }, 204: null },
        errors: { Gone: 410, Locked: problem(423, z.object({ by: z.string() })) },
      }),
      login: post("/login", {
        input: { sent: form(z.object({ name: z.string() })) },
        output: text(),
        auth: sessions,
      }),
      placeOrder: post("/orders", {
        input: { order: body(z.object({ sku: z.string() })) },
        output: z.null(),
        auth: cognito({ name: "people", userPools: ["arn:pool"], scopes: ["a/read"] }),
      }),
      putImage: put("/image", {
        input: { image: binary("image/png") },
        output: bytes("image/png"),
        auth: "apiKey",
      }),
      others: any("/image", { output: z.string() }),
    },
  }),
);

/** Every member of a document at a path of names, `*` for all. */
const at = (value: unknown, ...names: readonly string[]): readonly unknown[] => {
  const [name, ...rest] = names;
  if (name === undefined) return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    name === "*" || key === name ? at(one, ...rest) : [],
  );
};

/** What holds for every OpenAPI document: references that lead somewhere, parameters that the path has, and so on. */
const checkStructure = (document: OpenApiObject): void => {
  expect(notAllowed(document)).toEqual([]);
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]*)"/g)].map(([, ref = ""]) => ref);
  for (const reference of references) {
    expect(reference).toMatch(/^#\/components\//);
    expect(at(document, ...reference.slice(2).split("/"))).toHaveLength(1);
  }
  const ids = at(document, "paths", "*", "*", "operationId");
  expect(new Set(ids).size).toBe(ids.length);
  for (const [template, item] of Object.entries((document["paths"] ?? {}) as object)) {
    const wanted = Array.from(template.matchAll(/\{([^}+]+)\+?\}/g), ([, name]) => name);
    for (const operation of Object.values(item as object)) {
      const given = at(operation, "parameters", "*").filter((one) => (one as OpenApiObject)["in"] === "path");
      expect(given.map((one) => (one as OpenApiObject)["name"]).sort()).toEqual(wanted.sort());
      expect(given.every((one) => (one as OpenApiObject)["required"])).toBe(true);
      expect(Object.keys((operation as { responses: object }).responses).length).toBeGreaterThan(0);
      expect(at(operation, "responses", "*", "description").every((one) => one !== "")).toBe(true);
      for (const name of at(operation, "security", "*").flatMap((one) => Object.keys(one as object)))
        expect(at(document, "components", "securitySchemes", name)).toHaveLength(1);
    }
  }
};

test("OpenAPI 3.1 has parameters, bodies, answers and problems of every route", () => {
  const document = openapi(description, {
    target: "3.1",
    version: "2.0.0",
    servers: ["https://shop.example"],
  });
  checkStructure(document);
  expect(document).toMatchObject({
    openapi: "3.1.0",
    info: { title: "shop", version: "2.0.0", description: "A shop." },
    servers: [{ url: "https://shop.example" }],
  });
  const order = at(document, "paths", "/orders/{id}/{rest}", "get")[0];
  expect(order).toMatchObject({
    operationId: "getOrder",
    parameters: [
      { name: "id", in: "path", required: true, schema: { format: "uuid" } },
      { name: "page", in: "query", required: false, schema: { type: "number" } },
      { name: "X-Trace", in: "header", required: true },
      { name: "session", in: "cookie", required: false },
      { name: "rest", in: "path", required: true },
    ],
    security: [{ iam: [] }],
    responses: {
      200: { headers: { etag: { schema: { type: "string" } } } },
      204: { description: "No Content" },
      400: { content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } } },
      410: { description: "Gone, Gone" },
      423: { description: "Locked, Locked" },
      default: { $ref: "#/components/responses/Error" },
    },
  });
  expect(JSON.stringify(at(order, "responses", "423"))).toContain('"enum":["Locked"]');
  expect(at(document, "paths", "/login", "post", "requestBody", "content")[0]).toHaveProperty([
    "application/x-www-form-urlencoded",
  ]);
  expect(at(document, "paths", "/image", "put", "requestBody", "content")).toEqual([{ "image/png": {} }]);
  // ANY is every method that the path does not have otherwise.
  expect(Object.keys(at(document, "paths", "/image")[0] as object).sort()).toEqual(
    ["delete", "get", "head", "options", "patch", "post", "put"].sort(),
  );
  expect(JSON.stringify(document)).not.toContain("x-amazon");
});

test("OpenAPI 3.0.1 has what API Gateway's import reads, in its dialect of JSON Schema", () => {
  const document = openapi(description, {
    target: "3.0.1",
    integration: ({ key }) => ({ type: "aws_proxy", httpMethod: "POST", uri: `arn:${key}` }),
    authorizerUri: (name) => `arn:${name}`,
  });
  checkStructure(document);
  expect(document["x-amazon-apigateway-binary-media-types"]).toEqual(["image/png"]);
  expect(document["openapi"]).toBe("3.0.1");
  expect(
    at(document, "paths", "/orders/{id}/{rest+}", "get", "x-amazon-apigateway-integration", "uri"),
  ).toEqual(["arn:getOrder"]);
  expect(at(document, "paths", "/image", "x-amazon-apigateway-any-method")).toHaveLength(1);
  const written = JSON.stringify(document);
  for (const keyword of ['"const"', '"$defs"', '"$schema"', '"type":["', '"in":"cookie"'])
    expect(written).not.toContain(keyword);
  expect(written).toContain('"nullable":true');
  expect(written).toContain('"minimum":0,"exclusiveMinimum":true');
  expect(at(document, "components", "securitySchemes")[0]).toMatchObject({
    iam: { "x-amazon-apigateway-authtype": "awsSigv4" },
    apiKey: { name: "x-api-key", in: "header" },
    sessions: {
      "x-amazon-apigateway-authtype": "custom",
      "x-amazon-apigateway-authorizer": {
        type: "token",
        authorizerUri: "arn:sessions",
        identitySource: "method.request.header.Authorization",
        identityValidationExpression: "^B",
        authorizerResultTtlInSeconds: 300,
      },
    },
    people: { "x-amazon-apigateway-authorizer": { type: "cognito_user_pools", providerARNs: ["arn:pool"] } },
  });
});

describeTests("components", () => {
  const Address = z.object({ city: z.string() }).meta({ id: "Address" });
  const Order = z.object({ sku: z.string(), to: Address }).meta({ id: "Order" });
  const Strict = z.strictObject({ sku: z.string(), to: Address }).meta({ id: "Strict" });
  const documentOf = async (routes: Parameters<typeof api>[0]["routes"], target: "3.1" | "3.0.1" = "3.1") => {
    const document = openapi(await describe(api({ name: "shop", routes })), { target });
    checkStructure(document);
    const references = (at(document, "paths")[0] ?? {}) as object;
    return {
      names: Object.keys(at(document, "components", "schemas")[0] as object),
      schemas: at(document, "components", "schemas")[0] as Record<string, OpenApiObject>,
      used: [...JSON.stringify(references).matchAll(/schemas\/(\w+)/g)].map(([, name]) => name),
    };
  };

  test.each(["3.1", "3.0.1"] as const)(
    "a schema is one component wherever it is used (%s)",
    async (target) => {
      const { names, schemas } = await documentOf(
        {
          place: post("/orders", { input: { order: body(Order) }, output: Order }),
          list: get("/orders", { output: z.array(Order) }),
          move: put("/addresses", {
            input: { address: body(z.object({ from: Address, to: Address.optional() })) },
            output: Address,
            errors: { Taken: problem(409, Order) },
          }),
        },
        target,
      );
      expect(names).toEqual(["Problem", "Order", "Address"]);
      expect(schemas["Order"]).toMatchObject({
        properties: { to: { $ref: "#/components/schemas/Address" } },
      });
    },
  );

  test("where requests and answers differ, the answers keep the name, whichever comes first", async () => {
    const send = post("/a", { input: { sent: body(Strict) }, output: null });
    const receive = get("/b", { output: Strict });
    for (const routes of [
      { send, receive },
      { receive, send },
    ]) {
      const { names, schemas } = await documentOf(routes);
      expect(names.toSorted()).toEqual(["Address", "Problem", "Strict", "StrictInput"]);
      expect(schemas["StrictInput"]).toHaveProperty("additionalProperties", false);
      expect(schemas["Strict"]).not.toHaveProperty("additionalProperties");
    }
    // What is only sent has its name to itself.
    expect((await documentOf({ send })).names).toEqual(["Problem", "Strict", "Address"]);
  });

  test("what contains something that differs, differs", async () => {
    const Box = z.object({ inside: Strict }).meta({ id: "Box" });
    const { names } = await documentOf({ box: put("/box", { input: { box: body(Box) }, output: Box }) });
    expect(names.toSorted()).toEqual(["Address", "Box", "BoxInput", "Problem", "Strict", "StrictInput"]);
  });

  test("the name of the problem document is taken", async () => {
    const Problem = z.object({ a: z.string() }).meta({ id: "Problem" });
    expect((await documentOf({ one: get("/1", { output: Problem }) })).names).toEqual([
      "Problem",
      "Problem2",
    ]);
  });

  test("the names of API Gateway's models have letters and digits only", async () => {
    const line = z.object({ a: z.string() }).meta({ id: "order-line_1" });
    const dots = z.object({ b: line }).meta({ id: "..." });
    const routes = { one: get("/1", { output: dots }) };
    expect((await documentOf(routes)).names.toSorted()).toEqual(["...", "Problem", "order-line_1"]);
    expect((await documentOf(routes, "3.0.1")).names.toSorted()).toEqual([
      "Problem",
      "Recursive",
      "orderline1",
    ]);
  });

  test("a schema that refers to itself is one component, alone, inside another, sent and received", async () => {
    const { names, schemas, used } = await documentOf({
      tree: put("/tree", { input: { tree: body(Tree) }, output: z.array(Tree) }),
      root: get("/root", { output: Tree }),
    });
    expect(names).toEqual(["Problem", "Recursive"]);
    expect(schemas["Recursive"]).toMatchObject({
      properties: { children: { items: { $ref: "#/components/schemas/Recursive" } } },
    });
    expect(used.filter((name) => name === "Recursive")).toHaveLength(3);
  });
});

test("each way to prove who calls is a scheme of its own", async () => {
  const keys = lambdaAuthorizer({
    name: "keys",
    type: "request",
    identitySources: ["method.request.header.x-key", "method.request.querystring.tenant"],
    context: {},
  });
  const whole = lambdaAuthorizer({
    name: "whole",
    type: "request",
    identitySources: [],
    ttl: 0,
    context: {},
  });
  const people = cognito({ name: "people", userPools: ["arn:pool"], scopes: ["a/read", "a/write"] });
  const inside = cognito({ name: "inside", userPools: ["arn:pool"], header: "x-token" });
  const of = (path: `/${string}`, auth: Parameters<typeof get>[1]["auth"]) =>
    get(path, { output: null, ...(auth !== undefined && { auth }) });
  const document = openapi(
    await describe(
      api({
        name: "shop",
        routes: {
          open: of("/open", "none"),
          keyed: of("/keyed", keys),
          whole: of("/whole", whole),
          scoped: of("/scoped", people),
          inside: of("/inside", inside),
        },
      }),
    ),
    { target: "3.1" },
  );
  checkStructure(document);
  const asked = (path: string) => at(document, "paths", path, "get", "security")[0];
  expect(asked("/open")).toBeUndefined();
  // Both at once: one alternative with two schemes. Any of the scopes: two alternatives.
  expect(asked("/keyed")).toEqual([{ keys: [], keys_tenant: [] }]);
  expect(asked("/scoped")).toEqual([{ people: ["a/read"] }, { people: ["a/write"] }]);
  expect(at(document, "components", "securitySchemes")[0]).toEqual({
    keys: { type: "apiKey", name: "x-key", in: "header" },
    keys_tenant: { type: "apiKey", name: "tenant", in: "query" },
    whole: {
      type: "apiKey",
      name: "Authorization",
      in: "header",
      description: "Decided by the whole request.",
    },
    people: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
    inside: { type: "apiKey", name: "x-token", in: "header" },
  });
});

test("what the older dialect has no word for is left out, and never allows less", async () => {
  const shapes = z.object({
    pair: z.tuple([z.string(), z.number()]),
    more: z.tuple([z.string()], z.number()),
    counts: z.record(z.string(), z.number()),
    either: z.union([z.string(), z.null(), z.number()]),
    data: z.base64(),
    never: z.never().optional(),
    anything: z.unknown(),
    only: z.literal(["a", "b"]),
  });
  const document = openapi(
    await describe(
      api({
        name: "shop",
        routes: { put: put("/shapes", { input: { shapes: body(shapes) }, output: null }) },
      }),
    ),
    { target: "3.0.1" },
  );
  checkStructure(document);
  expect(
    at(
      document,
      "paths",
      "/shapes",
      "put",
      "requestBody",
      "content",
      "application/json",
      "schema",
      "properties",
    )[0],
  ).toMatchObject({
    pair: { items: { anyOf: [{ type: "string" }, { type: "number" }] }, minItems: 2, maxItems: 2 },
    more: { items: { anyOf: [{ type: "string" }, { type: "number" }] } },
    counts: { type: "object", additionalProperties: { type: "number" } },
    either: { anyOf: [{ type: "string" }, { type: "number" }], nullable: true },
    data: { type: "string" },
    only: { enum: ["a", "b"] },
  });
});
