import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { event, lambdaContext } from "@gatewright/runtime/testing";
import { expect, test } from "vitest";
import { callerOf } from "../examples/auth/src/call.ts";
import { shopOf } from "../examples/auth/src/call-with-token.ts";
import { handler as meHandler } from "../examples/auth/src/functions/me.ts";
import { handler as sessions } from "../examples/auth/src/functions/sessions.ts";
import { me } from "../examples/auth/src/routes/me.ts";
import { createShop } from "../examples/auth/src/shop.client.ts";
import { handler as tenants } from "../examples/auth/src/tenants.ts";
import { mistakesOf } from "./compile.ts";
import { withDeployed } from "./gateway.ts";
import { json, shown } from "./show.ts";

const stage = "arn:aws:execute-api:eu-west-1:123456789012:abc123/prod";
const methodArn = `${stage}/GET/me`;

test("a route for anyone, and one for callers that sign", () =>
  withDeployed("auth", async (url = "") => {
    expect(await (await fetch(`${url}/status`)).json()).toBe("up");
    const refused = await fetch(`${url}/whoami`);
    expect([refused.status, await refused.json()]).toEqual([
      403,
      { message: "Missing Authentication Token" },
    ]);
    expect(await callerOf(url)).toBe("arn:aws:iam::123456789012:user/local");
    // The client of a machine whose clock is an hour late.
    const late = createShop({
      url,
      region: "us-east-1",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      now: () => new Date(Date.now() - 3_600_000),
    });
    expect((await late.whoami()).arn).toBe("arn:aws:iam::123456789012:user/local");
  }));

test("authorizers and API keys are asked by the local API Gateway", () =>
  withDeployed("auth", async (url = "") => {
    const statusOf = async (path: string, headers: Readonly<Record<string, string>> = {}) =>
      (await fetch(`${url}${path}`, { headers })).status;
    const answers = {
      nobody: await statusOf("/me"),
      unknown: await statusOf("/me", { Authorization: "Bearer nobody's" }),
      blocked: await statusOf("/me", { Authorization: "Bearer bob's" }),
    };
    expect(answers).toEqual({ nobody: 401, unknown: 401, blocked: 403 });
    expect(await shopOf(url, { token: "ann's" }).me()).toEqual({ user: "ann", level: 3, admin: false });

    const gateway = new URL(url).origin;
    const send = async (path: string, body: object) => {
      const response = await fetch(gateway + path, { method: "POST", body: JSON.stringify(body) });
      return (await response.json()) as Readonly<Record<string, string>>;
    };
    const pool = "/_gatewright/cognito/eu-west-1_abc/token";
    const tokens = await send(pool, { username: "ann", sub: "ann's id", scope: "orders/read" });
    expect(await statusOf("/my-orders")).toBe(401);
    const mine = await shopOf(url, { token: `${tokens["access_token"]}` }).myOrders();
    expect(mine).toEqual(["order of ann's id"]);

    const [, restApiId = "", stage = ""] = /restapis\/([^/]+)\/([^/]+)/.exec(url) ?? [];
    const key = await send("/apikeys", { name: "partner", enabled: true });
    const plan = await send("/usageplans", { name: "partners", apiStages: [{ apiId: restApiId, stage }] });
    await send(`/usageplans/${plan["id"]}/keys`, { keyId: key["id"], keyType: "API_KEY" });
    expect(await statusOf("/partner-orders")).toBe(403);
    const partner = await shopOf(url, { key: `${key["value"]}` }).partnerOrders();
    expect(partner).toEqual([`order of ${key["id"]}`]);
  }));

test("a token authorizer lets in on the whole stage, and says who it is", async () => {
  const call = (token: string) =>
    sessions({ type: "TOKEN", methodArn, authorizationToken: `Bearer ${token}` }, lambdaContext());
  await shown("auth", "allow.json", json(await call("ann's")));
  expect((await call("bob's")).policyDocument.Statement[0]).toMatchObject({
    Effect: "Deny",
    Resource: [`${stage}/*`],
  });
  await expect(call("nobody's")).rejects.toThrow(/^Unauthorized$/);
});

test("a route gets the authorizer's values in their types", async () => {
  // API Gateway passes all of them on as text.
  const made = event(me, {}) as { requestContext: object };
  const authorizer = { principalId: "ann", user: "ann", level: "3", admin: "false" };
  const answer = await meHandler(
    { ...made, requestContext: { ...made.requestContext, authorizer } },
    lambdaContext(),
  );
  expect(answer).toMatchObject({ statusCode: 200, body: '{"user":"ann","level":3,"admin":false}' });
});

test("a caller sends the token", async () => {
  const server = createServer((request, response) => {
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify({ user: request.headers.authorization, level: 1, admin: false }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const { port } = server.address() as AddressInfo;
    expect((await shopOf(`http://127.0.0.1:${port}`, { token: "ann's" }).me()).user).toBe("Bearer ann's");
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test("a request authorizer may allow less than the stage", async () => {
  const call = (key: string) =>
    tenants(
      {
        type: "REQUEST",
        methodArn,
        headers: { "X-Key": key },
        queryStringParameters: { tenant: "tea" },
      },
      lambdaContext(),
    );
  expect((await call("key of tea")).policyDocument.Statement[0]).toMatchObject({
    Effect: "Allow",
    Resource: [`${stage}/GET/orders/*`, `${stage}/POST/orders`],
  });
  expect((await call("key of cake")).policyDocument.Statement[0].Effect).toBe("Deny");
});

test("what is not said by an authorizer is a compile error", async () => {
  await shown("auth", "mistakes.txt", await mistakesOf("auth"));
});
