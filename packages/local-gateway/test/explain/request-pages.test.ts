import {
  CreateAuthorizerCommand,
  CreateModelCommand,
  CreateRequestValidatorCommand,
} from "@aws-sdk/client-api-gateway";
import { beforeAll, describe, expect, it } from "vitest";
import { smithy } from "../data-plane/signing-clients/smithy.ts";
import { addRoutes, deploy, makeApi, makeFunction, permit, proxyTo } from "../fixtures/mock-api.ts";
import { there, useGateway } from "../fixtures/running-gateway.ts";

const authorizerSource = `export const handler = async ({ authorizationToken, methodArn }) => ({
  principalId: "someone",
  policyDocument: { Statement: [
    { Effect: "Allow", Action: "execute-api:Invoke", Resource: methodArn.replace(/prod.*/, "prod/GET/*") },
    { Effect: "Deny", Action: "execute-api:Invoke", Resource: methodArn.replace(/prod.*/, "prod/*/closed") },
  ] },
  context: { echo: authorizationToken },
});`;

const echoSource = `export const handler = async (event) => {
  console.log("got", event.headers.Authorization);
  if (event.headers["x-fail"]) throw new Error("no luck with " + event.headers.Cookie);
  return { statusCode: 201, headers: { "Set-Cookie": "session=s3cr3t-cookie" }, body: JSON.stringify(event) };
};`;

const gateway = useGateway();
let api = "";

beforeAll(async () => {
  const { apiGateway, lambda } = gateway;
  const echo = await makeFunction(lambda, "echo", echoSource);
  const authorizerUri = await makeFunction(lambda, "authorizer", authorizerSource);
  await permit(lambda, "echo");
  await permit(lambda, "authorizer");
  const custom = { type: "AWS", integrationHttpMethod: "POST", uri: echo } as const;
  api = await makeApi(apiGateway, { "GET /orders/{id}": {}, "POST /orders": {} });
  const restApiId = api;
  const { id: authorizerId } = await apiGateway.send(
    new CreateAuthorizerCommand({
      restApiId,
      name: "token",
      type: "TOKEN",
      authorizerUri,
      identitySource: "method.request.header.X-Who",
      authorizerResultTtlInSeconds: 0,
    }),
  );
  const guarded = { authorizationType: "CUSTOM", authorizerId: there(authorizerId) };
  const { id: requestValidatorId } = await apiGateway.send(
    new CreateRequestValidatorCommand({ restApiId, name: "body", validateRequestBody: true }),
  );
  const schema = JSON.stringify({ type: "object", properties: { size: { type: "integer" } } });
  await apiGateway.send(
    new CreateModelCommand({ restApiId, name: "Order", contentType: "application/json", schema }),
  );
  await addRoutes(apiGateway, restApiId, {
    "GET /echo": { integration: proxyTo(echo) },
    "GET /closed": { integration: proxyTo(echo), method: guarded },
    "GET /known": { integration: proxyTo(echo), method: guarded },
    "GET /signed": { method: { authorizationType: "AWS_IAM" } },
    "PUT /checked": {
      method: {
        requestValidatorId: there(requestValidatorId),
        requestModels: { "application/json": "Order" },
      },
    },
    "GET /template": {
      integration: { ...custom, requestTemplates: { "application/json": "one\n  $util.parseJson('{')" } },
    },
    "GET /mapped": { responseTemplate: "#set($context.responseOverride.status = 418)short and stout" },
  });
  await deploy(apiGateway, restApiId);
});

const page = async (path: string) => {
  const response = await fetch(`${gateway.url}/_gatewright${path}`);
  return { status: response.status, body: JSON.parse(await response.text()) };
};

/** Sends a request to the stage, and reads its record. */
async function recorded(method: string, path: string, init: RequestInit = {}) {
  const response = await fetch(`${gateway.url}/restapis/${api}/prod/_user_request_${path}`, {
    method,
    ...init,
  });
  const sent = await response.text();
  const id = there(response.headers.get("x-amzn-requestid"));
  const { body } = await page(`/requests/${id}`);
  const box = (name: string) => body.boxes.find((one: { box: string }) => one.box === name);
  return { sent, status: response.status, body, box, text: JSON.stringify(body) };
}

describe("the record of a request", () => {
  it("has every box that it passed, in order, with what came out", async () => {
    const { status, body, box } = await recorded("GET", "/mapped?a=1&a=2");
    expect(status).toBe(418);
    expect(body).toMatchObject({
      api,
      stage: "prod",
      method: "GET",
      path: "/mapped",
      resource: "/mapped",
      status: 418,
      request: { query: { a: ["1", "2"] }, body: "" },
    });
    expect(body).not.toHaveProperty("reason");
    expect(body.boxes.map((one: { box: string }) => one.box)).toEqual([
      "parse-request",
      "route",
      "authorizer",
      "usage-plan",
      "method-request",
      "integration-request",
      "integration",
      "integration-response",
      "method-response",
    ]);
    expect(box("integration-request")).toMatchObject({ kind: "mock", rendered: { statusCode: 200 } });
    expect(box("integration-response")).toMatchObject({
      selectionValue: "200",
      selectionPattern: "",
      statusCode: "200",
      status: 418,
      body: "short and stout",
    });
    for (const one of body.boxes) expect(one.milliseconds).toBeGreaterThanOrEqual(0);
  });

  it("has the event that a function got, its answer and its log", async () => {
    const { box } = await recorded("GET", "/echo");
    expect(box("integration-request")).toMatchObject({
      function: expect.stringMatching(/:function:echo$/),
      event: { resource: "/echo", httpMethod: "GET" },
    });
    const [call] = box("integration").calls;
    expect(call).toMatchObject({
      version: "$LATEST",
      event: { resource: "/echo" },
      answer: { statusCode: 201 },
    });
    expect(call.log.join("\n")).toContain("got undefined");
    expect(box("integration")).toMatchObject({ status: 201, body: { path: "/echo" } });
  });

  it("is the same as what the caller got, with what is secret masked wherever it stands", async () => {
    const headers = {
      Authorization: "Bearer very-secret-token",
      Cookie: "a=1; session=cookie-value",
      "X-Api-Key": "api-key-value",
      "X-Harmless": "harmless",
    };
    const { sent, text, box } = await recorded("GET", "/echo?access_token=query-secret&q=fine", { headers });
    const secrets = ["very-secret-token", "cookie-value", "api-key-value", "query-secret", "s3cr3t-cookie"];
    for (const secret of secrets.slice(0, 4)) expect(sent).toContain(secret);
    for (const secret of secrets) expect(text).not.toContain(secret);
    expect(text).toContain("harmless");
    expect(box("integration-request").event.headers).toMatchObject({
      Authorization: "***",
      "X-Api-Key": "***",
    });
    expect(box("integration").calls[0].log.join("\n")).toContain("got ***");
  });

  it("masks in a refusal's reason, too", async () => {
    const headers = { "x-fail": "1", Cookie: "session=cookie-value" };
    const { body, text } = await recorded("GET", "/echo", { headers });
    expect(body.reason).toMatch(/^the function failed: .*no luck with \*\*\*/);
    expect(body.refusal).toEqual({ kind: "malformed-proxy-response", responseType: "DEFAULT_5XX" });
    expect(text).not.toContain("cookie-value");
    const { body: list } = await page("/requests?limit=1");
    expect(JSON.stringify(list)).not.toContain("cookie-value");
  });

  it("cuts bodies", async () => {
    const body = "x".repeat(100_000);
    const { body: record, status } = await recorded("PUT", "/checked", {
      body,
      headers: { "content-type": "text/plain" },
    });
    expect(status).toBe(415);
    expect(record.request.body).toBe(`${"x".repeat(8192)}… (100000 in all)`);
  });
});

describe("the reason of a refusal", () => {
  it.each([
    [
      "GET",
      "/order/7",
      'the nearest is /orders/{id}, which has GET: segment 1 is "order" where it has "orders"',
    ],
    ["DELETE", "/orders/7", "the nearest is /orders/{id}, which has GET: DELETE is not one of them"],
    ["GET", "/orders/7/items", 'the nearest is /orders/{id}, which has GET: "/items" is too much'],
    ["GET", "/orders", "the nearest is /orders, which has POST: GET is not one of them"],
  ])("%s %s: the nearest route and what differs", async (method, path, difference) => {
    const { status, body, box } = await recorded(method, path);
    expect(status).toBe(403);
    expect(body.reason).toBe(`no route for ${method} ${path}; ${difference}`);
    expect(body.refusal.responseType).toBe("MISSING_AUTHENTICATION_TOKEN");
    expect(box("route").refused).toBe(body.reason);
    expect(box("gateway-response")).toMatchObject({
      status: 403,
      body: { message: "Missing Authentication Token" },
    });
  });

  it("for a body: the schema's path", async () => {
    const { body } = await recorded("PUT", "/checked", {
      body: '{"size": "big"}',
      headers: { "content-type": "application/json" },
    });
    expect(body.reason).toMatch(
      /^the body at \/size does not match model Order \(.*\/properties\/size\/type\)/,
    );
    expect(body.refusal.validationErrorString).toContain("instance type (string)");
  });

  it("for a template: the line", async () => {
    const { status, body, box } = await recorded("GET", "/template");
    expect(status).toBe(500);
    expect(body.refusal).toMatchObject({ kind: "configuration-error", line: "2" });
    expect(box("integration-request").refused).toContain("line 2");
  });

  it("for a signature: the canonical request and the string to sign, without the session's token", async () => {
    const { host } = new URL(gateway.url);
    const target = `/restapis/${api}/prod/_user_request_/signed`;
    const key = { accessKeyId: "test", secretAccessKey: "wrong" };
    const signed = await smithy(
      { method: "GET", target, headers: { cookie: "a=cookie-value" } },
      { host, region: "us-west-2", key },
    );
    const headers = signed.headers
      .filter(([name]) => name !== "host")
      .map(([k, v]): [string, string] => [k, v]);
    const { body, text } = await recorded("GET", "/signed", { headers });
    expect(body.refusal.canonicalRequest.slice(0, 3)).toEqual(["GET", target, ""]);
    expect(body.refusal.stringToSign[0]).toBe("AWS4-HMAC-SHA256");
    expect(text).not.toContain("cookie-value");
    expect(text).not.toMatch(/Signature=[0-9a-f]{64}/);
  });

  it("for a deny: the statement that decided, and what the authorizer was asked and said", async () => {
    const { status, body, box, text } = await recorded("GET", "/closed", {
      headers: { "X-Who": "a-token-of-mine" },
    });
    expect(status).toBe(403);
    expect(body.refusal).toMatchObject({
      decidedBy: "statement 2",
      statement: {
        Effect: "Deny",
        Action: ["execute-api:Invoke"],
        Resource: [expect.stringContaining("/closed")],
      },
    });
    expect(box("authorizer").calls).toMatchObject([
      { event: { type: "TOKEN", authorizationToken: "***" }, answer: { principalId: "someone" } },
    ]);
    expect(text).not.toContain("a-token-of-mine");
    const let_in = await recorded("GET", "/known", { headers: { "X-Who": "a-token-of-mine" } });
    expect(let_in.status).toBe(201);
    expect(let_in.box("authorizer").caller).toMatchObject({
      principalId: "someone",
      context: { echo: "***" },
    });
  });
});

describe("the list of requests", () => {
  it("has the newest first, and filters", async () => {
    await recorded("GET", "/orders/1");
    await recorded("GET", "/nowhere");
    const all = (await page("/requests")).body.requests;
    expect(all.slice(0, 2)).toMatchObject([
      { path: "/nowhere", status: 403, reason: expect.stringContaining("no route") },
      { path: "/orders/1", status: 200 },
    ]);
    const paths = async (query: string): Promise<string[]> =>
      (await page(`/requests?${query}`)).body.requests.map((request: { path: string }) => request.path);
    expect(await paths("limit=1")).toEqual(["/nowhere"]);
    expect(await paths("status=200&limit=1")).toEqual(["/orders/1"]);
    expect(await paths("status=4xx&limit=1")).toEqual(["/nowhere"]);
    expect(await paths(`api=${api}&stage=prod&limit=2`)).toEqual(["/nowhere", "/orders/1"]);
    expect(await paths("api=other")).toEqual([]);
    expect(await paths("stage=other")).toEqual([]);
  });

  it.each([
    ["/requests?status=abc", 400],
    ["/requests?limit=0", 400],
    ["/requests?color=red", 400],
    ["/requests/nobody", 404],
    ["/metrics/more", 404],
    ["/nothing", 404],
  ])("%s is answered by %i and what is wrong", async (path, status) => {
    const response = await fetch(`${gateway.url}/_gatewright${path}`);
    expect(response.status).toBe(status);
    expect(await response.text()).not.toBe("");
  });

  it("can only be read, and by no other site's page", async () => {
    const url = `${gateway.url}/_gatewright/requests`;
    expect((await fetch(url, { method: "POST" })).status).toBe(405);
    expect((await fetch(url, { headers: { origin: "https://example.com" } })).status).toBe(403);
  });
});

it("counts what API Gateway's metrics count, by method", async () => {
  const { body } = await page("/metrics");
  const of = (method: string, resource: string) =>
    body.metrics.find(
      (one: object) => Reflect.get(one, "method") === method && Reflect.get(one, "resource") === resource,
    );
  const before = of("GET", "/orders/{id}");
  await recorded("GET", "/orders/2");
  const { body: later } = await page("/metrics");
  const after = later.metrics.find((one: { resource?: string }) => one.resource === "/orders/{id}");
  expect(after).toMatchObject({ api, stage: "prod", Count: before.Count + 1, "4XXError": 0, "5XXError": 0 });
  expect(after.Latency.SampleCount).toBe(after.Count);
  expect(after.IntegrationLatency.SampleCount).toBe(after.Count);
  expect(of("GET", "/template")).toMatchObject({ "5XXError": 1, IntegrationLatency: { SampleCount: 0 } });
});
