import { expect, test } from "vitest";
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
