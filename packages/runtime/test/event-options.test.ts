import { expect, test } from "vitest";
import * as z from "zod";
import { context, get, lambdaAuthorizer, stageVariable } from "../src/index.ts";
import { event, invoke } from "../src/testing.ts";

const sessions = lambdaAuthorizer({
  name: "sessions",
  type: "token",
  context: { user: "string", level: "number", admin: "boolean" },
});

test.each(["proxy", "custom"] as const)("a signed route has a caller, %s", async (integration) => {
  const route = get("/me", {
    integration,
    auth: "iam",
    input: { arn: context("identity.userArn") },
    output: z.string(),
  });
  const handler = route.handler(({ input }) => input.arn);
  expect((await invoke(route, handler, {})).body).toBe("arn:aws:iam::123456789012:user/test");
  const other = { context: { "identity.userArn": "arn:aws:iam::123456789012:user/ann" } };
  expect((await invoke(route, handler, {}, other)).body).toBe("arn:aws:iam::123456789012:user/ann");
});

test.each(["proxy", "custom"] as const)(
  "what an authorizer says arrives in its types, %s",
  async (integration) => {
    const route = get("/me", {
      integration,
      auth: sessions,
      input: {
        user: context("authorizer.user"),
        level: context("authorizer.level"),
        admin: context("authorizer.admin"),
      },
      output: z.object({ user: z.string(), level: z.number(), admin: z.boolean() }),
    });
    const handler = route.handler(({ input }) => input);
    const said = { "authorizer.user": "ann", "authorizer.level": 3, "authorizer.admin": true };
    const answer = await invoke(route, handler, {}, { context: said });
    expect(answer.body).toEqual({ user: "ann", level: 3, admin: true });
  },
);

test("an API key's id and stage variables arrive", async () => {
  const route = get("/where", {
    auth: "apiKey",
    input: { key: context("identity.apiKeyId"), table: stageVariable(z.string()) },
    output: z.object({ key: z.string(), table: z.string() }),
  });
  const handler = route.handler(({ input }) => input);
  const answer = await invoke(route, handler, {}, { stageVariables: { table: "orders" } });
  expect(answer.body).toEqual({ key: "test", table: "orders" });
});

test("an open route has no caller", () => {
  expect(event(get("/", { output: null }), {})).toMatchObject({
    requestContext: { identity: { userArn: null } },
  });
});
