import { expect, expectTypeOf, test } from "vitest";
import * as z from "zod";
import { describe, isAuthorizerHandler, settingsOf } from "../src/describe.ts";
import { api, authorizer, cognito, context, get, lambdaAuthorizer } from "../src/index.ts";

const methodArn = "arn:aws:execute-api:eu-west-1:123456789012:abc/prod/GET/orders/1";
const stage = "arn:aws:execute-api:eu-west-1:123456789012:abc/prod";

const sessions = lambdaAuthorizer({
  name: "sessions",
  type: "token",
  validation: "^Bearer .+$",
  context: { user: "string", level: "number", admin: "boolean" },
});
const keys = lambdaAuthorizer({
  name: "keys",
  type: "request",
  identitySources: ["method.request.header.x-key", "method.request.querystring.tenant"],
  ttl: 0,
});

test("context() has the type that the route's auth gives it", () => {
  get("/a", { auth: "iam", input: { caller: context("identity.userArn") }, output: null }).handler(
    ({ input }) => {
      expectTypeOf(input).toEqualTypeOf<{ caller: string }>();
    },
  );
  get("/a", { input: { caller: context("identity.userArn") }, output: null }).handler(({ input }) => {
    expectTypeOf(input).toEqualTypeOf<{ caller: string | undefined }>();
  });
  get("/a", {
    auth: sessions,
    input: {
      user: context("authorizer.user"),
      level: context("authorizer.level"),
      admin: context("authorizer.admin"),
      id: context("authorizer.principalId"),
    },
    output: null,
  }).handler(({ input }) => {
    expectTypeOf(input).toEqualTypeOf<{ user: string; level: number; admin: boolean; id: string }>();
  });
});

test("the authorizer's numbers and booleans, which API Gateway makes text of, are numbers and booleans again", () => {
  const { declaration } = get("/a", {
    auth: sessions,
    input: { level: context("authorizer.level"), admin: context("authorizer.admin"), at: context("stage") },
    output: null,
  });
  const validate = (key: string, value: unknown) =>
    declaration.input[key]?.schema?.["~standard"].validate(value);
  expect(validate("level", "2.5")).toEqual({ value: 2.5 });
  expect(validate("level", "x")).toHaveProperty("issues");
  expect(validate("level", "")).toHaveProperty("issues");
  expect(validate("admin", "false")).toEqual({ value: false });
  expect(validate("admin", undefined)).toHaveProperty("issues");
  expect(declaration.input["at"]?.schema).toBeUndefined();
});

test("a token authorizer lets in on the whole stage, so that its kept answer is right for the next route", async () => {
  const handler = authorizer.token(sessions, ({ token, allow, deny, unauthorized }) => {
    if (token === "none") return unauthorized();
    if (token === "bad") return deny();
    return allow({ principal: token, context: { user: token, level: 1, admin: true } });
  });
  expect(isAuthorizerHandler(handler)).toBe(true);
  expect(handler.authorizer).toBe("sessions");
  const call = (authorizationToken: string) => handler({ type: "TOKEN", methodArn, authorizationToken });
  expect(await call("ann")).toEqual({
    principalId: "ann",
    policyDocument: {
      Version: "2012-10-17",
      Statement: [{ Action: "execute-api:Invoke", Effect: "Allow", Resource: [`${stage}/*`] }],
    },
    context: { user: "ann", level: 1, admin: true },
  });
  expect((await call("bad")).policyDocument.Statement[0]).toMatchObject({
    Effect: "Deny",
    Resource: [`${stage}/*`],
  });
  await expect(call("none")).rejects.toThrow(/^Unauthorized$/);
});

test("a request authorizer reads the request, may allow less, and fails closed", async () => {
  const handler = authorizer.request(keys, ({ header, query, allow, deny }) => {
    if (query("tenant") === "lost") return undefined as never;
    return header("X-KEY") === "secret" ? allow({ resources: ["GET/orders/*"] }) : deny();
  });
  const call = (key: string, tenant: string) =>
    handler({ type: "REQUEST", methodArn, headers: { "x-key": key }, queryStringParameters: { tenant } });
  expect((await call("secret", "a")).policyDocument.Statement[0].Resource).toEqual([`${stage}/GET/orders/*`]);
  expect((await call("wrong", "a")).policyDocument.Statement[0].Effect).toBe("Deny");
  await expect(call("secret", "lost")).rejects.toThrow("answered neither allow");
  await expect(handler(null)).rejects.toThrow();
  await expect(handler({})).rejects.toThrow("no methodArn");
});

test("an authorizer can say declared texts, numbers and booleans only", async () => {
  const handler = authorizer.token(sessions, ({ allow }) =>
    allow({ context: { user: ["a"] as never, level: 1, admin: true } }),
  );
  await expect(handler({ methodArn, authorizationToken: "a" })).rejects.toThrow("cannot say user");
});

test("the API's defaults are its routes', unless they say otherwise", async () => {
  const pool = cognito({
    name: "people",
    userPools: ["arn:aws:cognito-idp:eu-west-1:1:userpool/a"],
    scopes: ["a/read"],
  });
  const shop = api({
    name: "shop",
    auth: sessions,
    cors: { origins: ["https://shop.example"], credentials: true, maxAge: 600 },
    headers: { "Strict-Transport-Security": "max-age=63072000" },
    errors: { RateLimited: 429 },
    routes: {
      a: get("/a", { output: z.string() }),
      b: get("/b", { output: z.string(), auth: "none", errors: { Gone: 410 } }),
      c: get("/c", { output: z.string(), auth: pool, input: { sub: context("authorizer.claims.sub") } }),
      d: get("/d", { output: z.string(), auth: "apiKey" }),
    },
  });
  const description = await describe(shop);
  expect(JSON.parse(JSON.stringify(description))).toEqual(description);
  expect(description.routes.map(({ auth }) => auth)).toEqual([
    {
      type: "token",
      name: "sessions",
      identitySources: ["method.request.header.Authorization"],
      validation: "^Bearer .+$",
      ttl: 300,
      context: { user: "string", level: "number", admin: "boolean" },
    },
    "none",
    {
      type: "cognito",
      name: "people",
      userPools: ["arn:aws:cognito-idp:eu-west-1:1:userpool/a"],
      scopes: ["a/read"],
      identitySources: ["method.request.header.Authorization"],
      ttl: 300,
    },
    "apiKey",
  ]);
  expect(description.routes[1]?.errors).toEqual([
    { code: "RateLimited", status: 429 },
    { code: "Gone", status: 410 },
  ]);
  expect(JSON.parse(settingsOf(description) ?? "")).toEqual({
    cors: shop.cors,
    headers: shop.headers,
    errors: { RateLimited: 429 },
  });
});

test.each([
  ["InvalidCors", { cors: { origins: ["*"], credentials: true } }],
  ["InvalidCors", { cors: { origins: ["shop.example"] } }],
  ["InvalidStatus", { errors: { Fine: 200 } }],
  ["LostHeader", { headers: { Server: "mine" } }],
  ["InvalidAuthorizer", { auth: lambdaAuthorizer({ name: "a", type: "token", ttl: 4000 }) }],
  ["InvalidAuthorizer", { auth: lambdaAuthorizer({ name: "a", type: "request", identitySources: [] }) }],
])("%s: a mistake in the API's defaults is said", async (code, defaults) => {
  const shop = api({ name: "shop", routes: { a: get("/a", { output: null }) }, ...defaults });
  await expect(describe(shop)).rejects.toMatchObject({ code });
});

test("two authorizers of one name are a mistake, one that is shared is none", async () => {
  const other = lambdaAuthorizer({ name: "sessions", type: "token" });
  const a = get("/a", { auth: sessions, output: null });
  await expect(describe(api({ name: "shop", auth: other, routes: { a } }))).rejects.toMatchObject({
    code: "InvalidAuthorizer",
  });
  await expect(describe(api({ name: "shop", auth: sessions, routes: { a } }))).resolves.toBeDefined();
});
