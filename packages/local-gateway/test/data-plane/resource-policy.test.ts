import { CreateAuthorizerCommand } from "@aws-sdk/client-api-gateway";
import { describe, expect, it } from "vitest";
import { addRoutes, answerOf, deploy, makeApi } from "../fixtures/mock-api.ts";
import { getAs, there, useGateway } from "../fixtures/running-gateway.ts";

const gateway = useGateway();
const pool = "us-west-2_Pool";

type Statement = Readonly<Record<string, unknown>>;
const allow = { Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*" };
const deny = { ...allow, Effect: "Deny" };
const when = (operator: string, key: string, value: string) => ({
  Condition: { [operator]: { [key]: value } },
});

/** An API with a method for anyone and one for who has a token of a user pool, and a resource policy. */
async function serve(statements: readonly Statement[], types: ["REGIONAL" | "PRIVATE"] = ["REGIONAL"]) {
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: statements });
  const settings = { policy, endpointConfiguration: { types } };
  const restApiId = await makeApi(gateway.apiGateway, { "GET /open/{id}": {} }, settings);
  const { id } = await gateway.apiGateway.send(
    new CreateAuthorizerCommand({
      restApiId,
      name: "pool",
      type: "COGNITO_USER_POOLS",
      providerARNs: [`arn:aws:cognito-idp:us-west-2:123456789012:userpool/${pool}`],
      identitySource: "method.request.header.Authorization",
    }),
  );
  const method = { authorizationType: "COGNITO_USER_POOLS", authorizerId: there(id) };
  await addRoutes(gateway.apiGateway, restApiId, { "GET /mine/{id}": { method } });
  await deploy(gateway.apiGateway, restApiId);
  const call = (path: string, headers: Record<string, string> = {}) =>
    answerOf(fetch(`${gateway.url}/restapis/${restApiId}/prod/_user_request_${path}`, { headers }));
  return { restApiId, call };
}

async function token(): Promise<string> {
  const url = `${gateway.url}/_gatewright/cognito/${pool}/token`;
  const answer = await (await fetch(url, { method: "POST", body: "{}" })).text();
  return JSON.parse(answer).id_token;
}

const silently = "because no resource-based policy allows the execute-api:Invoke action";
const explicitly = "with an explicit deny in a resource-based policy";
const denied = (restApiId: string, path: string, why: string) => {
  const resource = `arn:aws:execute-api:us-west-2:********9012:${restApiId}/prod/GET${path}`;
  const Message = `User: anonymous is not authorized to perform: execute-api:Invoke on resource: ${resource} ${why}`;
  return { status: 403, errorType: "AccessDeniedException", text: JSON.stringify({ Message }) };
};

describe("a resource policy has to allow, with no authorization and with a user pool's, and", () => {
  it.each<[what: string, statements: readonly Statement[], why: string | undefined]>([
    ["everything", [allow], undefined],
    ["nothing", [], silently],
    ["a deny beats it", [allow, deny], explicitly],
    ["a deny alone", [deny], explicitly],
    [
      "by the whole ARN",
      [{ ...allow, Resource: "arn:aws:execute-api:us-west-2:123456789012:*/prod/GET/*" }],
      undefined,
    ],
    ["by the short one", [{ ...allow, Resource: "execute-api:/prod/GET/*/7" }], undefined],
    ["by one without a slash", [{ ...allow, Resource: "execute-api:prod/*/*" }], undefined],
    ["of another stage", [{ ...allow, Resource: "execute-api:/test/*" }], silently],
    [
      "of another method",
      [{ ...allow, Resource: ["execute-api:/prod/POST/*", "execute-api:/prod/PUT/*"] }],
      silently,
    ],
    ["of another service's action", [{ ...allow, Action: "lambda:InvokeFunction" }], silently],
    ["of all but another action", [{ ...allow, Action: undefined, NotAction: "lambda:*" }], undefined],
    [
      "a role, which nobody is who does not sign",
      [{ ...allow, Principal: { AWS: "arn:aws:iam::123456789012:role/r" } }],
      silently,
    ],
    ["the account, likewise", [{ ...allow, Principal: { AWS: "123456789012" } }], silently],
    [
      "all but a role",
      [{ ...allow, Principal: undefined, NotPrincipal: { AWS: "arn:aws:iam::123456789012:role/r" } }],
      undefined,
    ],
    ["by address", [{ ...allow, ...when("IpAddress", "aws:SourceIp", "127.0.0.0/8") }], undefined],
    ["by another address", [{ ...allow, ...when("IpAddress", "aws:SourceIp", "192.0.2.0/24") }], silently],
    [
      "unless it is an address",
      [allow, { ...deny, ...when("IpAddress", "aws:SourceIp", "127.0.0.1") }],
      explicitly,
    ],
    [
      "unless it is no address",
      [allow, { ...deny, ...when("NotIpAddress", "aws:SourceIp", "192.0.2.0/24") }],
      explicitly,
    ],
    [
      "unless it comes from elsewhere",
      [allow, { ...deny, ...when("StringNotEquals", "aws:SourceVpce", "vpce-1") }],
      explicitly,
    ],
    [
      "an address in a VPC, which it has not",
      [{ ...allow, ...when("IpAddress", "aws:VpcSourceIp", "0.0.0.0/0") }],
      silently,
    ],
    ["with a header", [{ ...allow, ...when("StringLike", "aws:UserAgent", "curl/*") }], undefined],
    [
      "with another header",
      [{ ...allow, ...when("StringLike", "aws:Referer", "https://example.com/*") }],
      silently,
    ],
    ["over TLS", [allow, { ...deny, ...when("Bool", "aws:SecureTransport", "false") }], undefined],
    [
      "in its time",
      [{ ...allow, ...when("DateGreaterThan", "aws:CurrentTime", "2020-01-01T00:00:00Z") }],
      undefined,
    ],
    ["in its seconds", [{ ...allow, ...when("DateLessThan", "aws:EpochTime", "1577836800") }], silently],
  ])("%s", async (_, statements, why) => {
    const { restApiId, call } = await serve(statements);
    const headers = { "User-Agent": "curl/8.0", Authorization: await token() };
    for (const path of ["/open/7", "/mine/7"]) {
      const expected = why === undefined ? { status: 200 } : denied(restApiId, path, why);
      expect(await call(path, headers)).toMatchObject(expected);
    }
    expect(await call("/mine/7"), "the token comes first").toMatchObject({ status: 401 });
  });
});

it("names the path as it was sent, and looks at no parameters", async () => {
  const { restApiId, call } = await serve([{ ...allow, Resource: "execute-api:/prod/GET/open/7" }]);
  expect(await call("/open/7?x=1")).toMatchObject({ status: 200 });
  expect(await call("/open/%37")).toEqual(denied(restApiId, "/open/%37", silently));
  expect(await call("/open/7/")).toEqual(denied(restApiId, "/open/7/", silently));
});

it("asks about no method whose ARN has more than 1,600 bytes, authorization or not", async () => {
  const { call } = await serve([allow]);
  expect(await call(`/open/${"x".repeat(1_500)}`)).toMatchObject({ status: 200 });
  expect(await call(`/open/${"x".repeat(1_600)}`)).toMatchObject({ status: 414 });
  const open = await makeApi(gateway.apiGateway, { "GET /open/{id}": {} });
  await deploy(gateway.apiGateway, open);
  const url = `${gateway.url}/restapis/${open}/prod/_user_request_/open/${"x".repeat(1_600)}`;
  expect((await fetch(url)).status).toBe(200);
});

it("knows a request through a VPC endpoint by its address in the VPC", async () => {
  const { restApiId } = await serve(
    [
      { ...allow, ...when("IpAddress", "aws:VpcSourceIp", "127.0.0.0/8") },
      { ...deny, ...when("IpAddress", "aws:SourceIp", "0.0.0.0/0") },
    ],
    ["PRIVATE"],
  );
  const host = `${restApiId}-vpce-0a1b2c.execute-api.localhost`;
  expect(await getAs(gateway.url, host, "/prod/open/7")).toMatchObject({ status: 200 });
});
