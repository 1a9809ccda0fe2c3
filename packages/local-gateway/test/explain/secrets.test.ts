import {
  CreateAuthorizerCommand,
  GetResourcesCommand,
  TestInvokeMethodCommand,
} from "@aws-sdk/client-api-gateway";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { smithy } from "../data-plane/signing-clients/smithy.ts";
import { addRoutes, deploy, makeApi, makeFunction, permit, proxyTo } from "../fixtures/mock-api.ts";
import { there, useGateway } from "../fixtures/running-gateway.ts";

const lines: string[] = [];
const gateway = useGateway({ log: (line) => lines.push(line) });
let api = "";

const echoSource = `export const handler = async (event) => {
  if (event.headers["x-fail"]) throw new Error(event.headers["x-fail"] + event.headers.Cookie);
  const session = "session=s3cr3t-cookie; Path=/orders; Domain=example.com; HttpOnly";
  const body = JSON.stringify({ access_token: "token-of-the-answer", echo: event.body });
  return { statusCode: 200, headers: { "Set-Cookie": session }, body };
};`;

beforeAll(async () => {
  const { apiGateway, lambda } = gateway;
  const echo = await makeFunction(lambda, "echo", echoSource);
  const authorizerUri = await makeFunction(
    lambda,
    "authorizer",
    `export const handler = async ({ queryStringParameters, methodArn }) => ({
      principalId: "p", usageIdentifierKey: "usage-identifier-key-1", context: { seen: queryStringParameters.ticket },
      policyDocument: { Statement: [{ Effect: "Allow", Action: "execute-api:Invoke", Resource: methodArn }] },
    });`,
  );
  await permit(lambda, "echo");
  await permit(lambda, "authorizer");
  api = await makeApi(apiGateway, { "ANY /orders": { integration: proxyTo(echo) } });
  const { id: authorizerId } = await apiGateway.send(
    new CreateAuthorizerCommand({
      restApiId: api,
      name: "request",
      type: "REQUEST",
      authorizerUri,
      identitySource: "method.request.querystring.ticket",
    }),
  );
  await addRoutes(apiGateway, api, {
    "GET /guarded": { method: { authorizationType: "CUSTOM", authorizerId: there(authorizerId) } },
    "GET /reset/{token}": { integration: proxyTo(echo) },
    "GET /signed": { method: { authorizationType: "AWS_IAM" } },
    "GET /template": {
      integration: { requestTemplates: { "application/json": "one\n  $util.parseJson('{')" } },
    },
  });
  await deploy(apiGateway, api);
});
beforeEach(() => {
  lines.length = 0;
});

const target = (path: string) => `/restapis/${api}/prod/_user_request_${path}`;

/** Sends a request, and returns its record as text, and the line on the terminal. */
async function told(path: string, init: RequestInit = {}) {
  const response = await fetch(gateway.url + target(path), init);
  await response.text();
  const id = there(response.headers.get("x-amzn-requestid"));
  const page = await fetch(`${gateway.url}/_gatewright/requests/${id}`);
  const list = await fetch(`${gateway.url}/_gatewright/requests?limit=1`);
  const line = there(lines.find((line) => line.includes(` /prod${path.replace(/\?.*/, "")} `)));
  return { id, status: response.status, record: await page.text(), list: await list.text(), line };
}

describe("a record does not show", () => {
  it.each<[what: string, path: string, init: RequestInit, secrets: string[], shown: string[]]>([
    [
      "the secrets of a form, there and in the function's event",
      "/orders",
      {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: "grant_type=password&username=alice&password=p%40ss+word!&client_secret=of-the-client",
      },
      ["p%40ss", "p@ss", "of-the-client"],
      ["alice"],
    ],
    [
      "the secrets of JSON, there and in the function's event",
      "/orders",
      {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          user: "alice",
          password: 'quo"xyz\\pass',
          nested: [{ refreshToken: "refresh-me" }],
        }),
      },
      ["xyz", "refresh-me", "token-of-the-answer"],
      ["alice"],
    ],
    ["a cookie that is set, and only that of it", "/orders", {}, ["s3cr3t-cookie"], ["/orders", "127.0.0.1"]],
    [
      "a token in the query, by which the authorizer is told",
      "/guarded?ticket=ticket%2Fto%20ride",
      {},
      ["ticket%2Fto", "ticket/to", "usage-identifier-key-1"],
      ["/guarded"],
    ],
  ])("%s", async (_, path, init, secrets, shown) => {
    const { status, record, list } = await told(path, init);
    expect(status).toBe(200);
    for (const secret of secrets) expect(record + list).not.toContain(secret);
    for (const text of shown) expect(record).toContain(text);
    expect(record).toContain("***");
  });

  it("the signature and the session token of a presigned URL", async () => {
    const { host } = new URL(gateway.url);
    const key = { accessKeyId: "test", secretAccessKey: "wrong", sessionToken: "session/token+of=mine" };
    const signing = { host, region: "us-west-2", key, presign: true };
    const { target: url } = await smithy({ method: "GET", target: target("/signed") }, signing);
    const query = url.slice(url.indexOf("?"));
    expect(query).toContain("session%2Ftoken");
    const { status, record, line } = await told(`/signed${query}`);
    expect(status).toBe(403);
    const [, signature = "none"] = /X-Amz-Signature=([0-9a-f]{64})/.exec(query) ?? [];
    for (const secret of [signature, "session%2Ftoken", "session/token"]) {
      expect(record + line).not.toContain(secret);
    }
  });
});

it("a secret in the path is in no line either", async () => {
  const response = await fetch(gateway.url + target("/reset/of%2Fmine-alone"));
  await response.text();
  const id = there(response.headers.get("x-amzn-requestid"));
  const record = await (await fetch(`${gateway.url}/_gatewright/requests/${id}`)).text();
  expect(lines.at(-1)).toMatch(/^GET \/prod\/reset\/\*\*\* 200 /);
  expect(record + lines).not.toMatch(/mine-alone/);
  expect(JSON.parse(record)).toMatchObject({ path: "/reset/***", resource: "/reset/{token}" });
});

describe("the line on the terminal", () => {
  const headers = { Cookie: "session=cookie-value" };

  it("masks too, and says where there is more", async () => {
    const { id, line } = await told("/orders", { headers: { ...headers, "x-fail": "no luck with:" } });
    expect(line).toMatch(
      /^GET \/prod\/orders 502 \d+ ms: the function failed: Error: no luck with:\*\*\* \(\/_/,
    );
    expect(line).toContain(`(/_gatewright/requests/${id})`);
  });

  it("cannot be made to look like another, or to command the terminal", async () => {
    const failing = await makeFunction(
      gateway.lambda,
      "forger",
      'export const handler = async () => { throw new Error("no\\nGET /prod/forged 200 1 ms\\u001b[2J\\u009b"); };',
    );
    await permit(gateway.lambda, "forger");
    await addRoutes(gateway.apiGateway, api, { "GET /forge": { integration: proxyTo(failing) } });
    await deploy(gateway.apiGateway, api);
    const { line } = await told("/forge");
    expect(line.split("\n").slice(1)).toEqual(["    GET /prod/forged 200 1 ms\\x1b[2J\\x9b"]);
  });
});

it.each([1_000, 5_000, 30_000])("a record of JSON %i deep can be read", async (depth) => {
  const body = `${"[".repeat(depth)}${"]".repeat(depth)}`;
  const { status, record } = await told("/orders", { method: "POST", body });
  expect(status).toBe(200);
  expect(record.slice(0, 20)).toContain('"requestId"');
});

it("a method that is tested leaves a record too, which says what its log does not, and no metrics", async () => {
  const { items = [] } = await gateway.apiGateway.send(
    new GetResourcesCommand({ restApiId: api, limit: 100 }),
  );
  const resourceId = there(items.find(({ path }) => path === "/template")?.id);
  const { log = "" } = await gateway.apiGateway.send(
    new TestInvokeMethodCommand({ restApiId: api, resourceId, httpMethod: "GET" }),
  );
  const [, id] = /^Execution log for request (\S+)/.exec(log) ?? [];
  expect(log).toContain("Execution failed due to configuration error: Unable to transform request");
  const record = await (await fetch(`${gateway.url}/_gatewright/requests/${id}`)).json();
  expect(record).toMatchObject({
    stage: "test-invoke-stage",
    path: "/template",
    status: 500,
    refusal: { line: "2", column: "9" },
  });
  expect(there(lines.at(-1)).split("\n")).toEqual([
    expect.stringMatching(
      /^GET \/test-invoke-stage\/template 500 \d+ ms: .*line 2, column 9\) \(\/_gatewright/,
    ),
    "      $util.parseJson('{')",
    "            ^",
  ]);
  expect(await (await fetch(`${gateway.url}/_gatewright/metrics`)).text()).not.toContain("test-invoke-stage");
});
