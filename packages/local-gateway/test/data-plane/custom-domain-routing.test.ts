import {
  CreateBasePathMappingCommand,
  CreateDomainNameCommand,
  DeleteDomainNameCommand,
  UpdateDomainNameCommand,
  UpdateRestApiCommand,
} from "@aws-sdk/client-api-gateway";
import { beforeAll, describe, expect, it } from "vitest";
import { deploy, makeApi, makeFunction, permit, proxyTo } from "../fixtures/mock-api.ts";
import { getAs, useGateway } from "../fixtures/running-gateway.ts";

const gateway = useGateway();
let restApiId = "";
let other = "";

beforeAll(async () => {
  const echo = await makeFunction(
    gateway.lambda,
    "echo",
    "export const handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event) });",
  );
  await permit(gateway.lambda, "echo");
  const integration = proxyTo(echo);
  restApiId = await makeApi(gateway.apiGateway, {
    "GET /": { integration },
    "GET /pets/{id}": { integration },
  });
  other = await makeApi(gateway.apiGateway, { "GET /{proxy+}": { responseTemplate: '"other"' } });
  for (const stage of ["prod", "test"]) await deploy(gateway.apiGateway, restApiId, stage);
  await deploy(gateway.apiGateway, other);
  const domain = async (
    domainName: string,
    mappings: Record<string, readonly [api: string, stage?: string]>,
  ) => {
    await gateway.apiGateway.send(new CreateDomainNameCommand({ domainName }));
    for (const [basePath, [api, stage]] of Object.entries(mappings)) {
      await gateway.apiGateway.send(
        new CreateBasePathMappingCommand({
          domainName,
          basePath,
          restApiId: api,
          ...(stage === undefined ? {} : { stage }),
        }),
      );
    }
  };
  await domain("api.example.com", {
    v1: [restApiId, "prod"],
    v2: [restApiId],
    "(none)": [other, "prod"],
  });
  await domain("*.example.org", { pets: [restApiId, "test"] });
  await domain("Capitals.example.com", { "(none)": [restApiId] });
  await domain("rules.example.com", { "(none)": [other, "prod"] });
  const patchOperations = [{ op: "replace" as const, path: "/routingMode", value: "ROUTING_RULE_ONLY" }];
  await gateway.apiGateway.send(
    new UpdateDomainNameCommand({ domainName: "rules.example.com", patchOperations }),
  );
});

const get = async (host: string, path: string) => {
  const { status, text } = await getAs(gateway.url, host, path);
  return { status, body: JSON.parse(text) };
};

describe("a custom domain name", () => {
  it("is mapped to the stage of the longest base path, and shows it to the function", async () => {
    const { status, body } = await get("api.example.com", "/v1/pets/7%2F8?x=1");
    expect(status).toBe(200);
    expect(body).toMatchObject({
      path: "/v1/pets/7%2F8",
      resource: "/pets/{id}",
      pathParameters: { id: "7%2F8" },
      requestContext: {
        path: "/v1/pets/7%2F8",
        stage: "prod",
        apiId: restApiId,
        domainName: "api.example.com",
        domainPrefix: "api",
        resourcePath: "/pets/{id}",
      },
    });
  });

  it.each<[host: string, path: string, expected: object]>([
    ["api.example.com", "/v1", { status: 200, body: { resource: "/", requestContext: { stage: "prod" } } }],
    ["API.Example.com:8080", "/v1/", { status: 200, body: { resource: "/" } }],
    ["api.example.com", "/v2/test/pets/1", { status: 200, body: { requestContext: { stage: "test" } } }],
    ["api.example.com", "/v2//test/pets/1", { status: 200, body: { requestContext: { stage: "test" } } }],
    ["capitals.example.com", "/prod/pets/1", { status: 200, body: { path: "/prod/pets/1" } }],
    ["rules.example.com", "/a", { status: 403, body: { message: "Forbidden" } }],
    ["api.example.com", "/v2/none/pets/1", { status: 403, body: { message: "Forbidden" } }],
    ["api.example.com", "/v11/pets/1", { status: 200, body: "other" }],
    ["api.example.com", "/restapis", { status: 200, body: "other" }],
    ["shop.example.org", "/pets/pets/1", { status: 200, body: { requestContext: { stage: "test" } } }],
    ["shop.example.org", "/other", { status: 403, body: { message: "Forbidden" } }],
  ])("%s%s", async (host, path, expected) => {
    expect(await get(host, path)).toMatchObject(expected);
  });

  it("that nobody made is not answered", async () => {
    for (const host of ["example.com", "a.b.example.org", "example.org"]) {
      expect(await getAs(gateway.url, host, "/v1/pets/1")).toMatchObject({
        status: 403,
        text: expect.stringContaining("not this machine"),
      });
    }
    await gateway.apiGateway.send(new CreateDomainNameCommand({ domainName: "gone.example.net" }));
    expect(await getAs(gateway.url, "gone.example.net", "/")).toMatchObject({
      text: '{"message":"Forbidden"}',
    });
    await gateway.apiGateway.send(new DeleteDomainNameCommand({ domainName: "gone.example.net" }));
    expect(await getAs(gateway.url, "gone.example.net", "/")).toMatchObject({
      text: expect.stringContaining("not this machine"),
    });
  });
});

it.each<[url: string, path: string, ofContext: string]>([
  ["api.example.com/v1", "/v1", "/v1"],
  ["api.example.com/v1/", "/v1/", "/v1/"],
  ["api.example.com/v1//pets/1", "/v1//pets/1", "/v1//pets/1"],
  ["api.example.com/v2/prod", "/v2/prod", "/v2/prod"],
  ["API.execute-api.localhost/prod", "/", "/prod"],
  ["API.execute-api.localhost/prod/", "/", "/prod/"],
  ["API.execute-api.localhost/prod//pets/1/", "/pets/1/", "/prod//pets/1/"],
  ["localhost/restapis/API/prod/_user_request_", "/", "/prod"],
  ["localhost/restapis/API/prod/_user_request_/", "/", "/prod/"],
])("a function sees %s as path %s, and %s in its context", async (url, path, ofContext) => {
  const [, host = "", sent = ""] = /^([^/]*)(.*)$/.exec(url.replace("API", restApiId)) ?? [];
  const { body } = await get(host, sent);
  expect([body.path, body.requestContext.path]).toEqual([path, ofContext]);
});

describe("API Gateway's health check", () => {
  it.each([
    ["api.example.com", "/ping"],
    ["api.example.com", "/sping"],
    ["API.execute-api.localhost", "/ping"],
  ])("takes %s%s away from every API", async (host, path) => {
    expect(await getAs(gateway.url, host.replace("API", restApiId), path)).toEqual({
      status: 200,
      text: "healthy",
    });
  });

  it("takes nothing else", async () => {
    expect(await get("api.example.com", "/ping/a")).toEqual({ status: 200, body: "other" });
    expect(await get("api.example.com", "/v1/ping")).toMatchObject({ status: 403 });
  });
});

describe("the host name of an API", () => {
  it("has the API's id, and the stage at the beginning of its paths", async () => {
    const { status, body } = await get(`${restApiId}.execute-api.localhost`, "/prod/pets/1");
    expect(status).toBe(200);
    expect(body).toMatchObject({ path: "/pets/1", requestContext: { path: "/prod/pets/1", stage: "prod" } });
  });

  it("of a private API has its VPC endpoint too, which the resource policy can ask for", async () => {
    const Condition = { StringEquals: { "aws:SourceVpce": "vpce-0a1b2c" } };
    const Statement = {
      Effect: "Allow",
      Principal: "*",
      Action: "execute-api:Invoke",
      Resource: "execute-api:/*",
    };
    const value = JSON.stringify({ Statement: { ...Statement, Condition } });
    const patchOperations = [{ op: "replace" as const, path: "/policy", value }];
    await gateway.apiGateway.send(new UpdateRestApiCommand({ restApiId: other, patchOperations }));
    await deploy(gateway.apiGateway, other);
    expect(await get(`${other}-vpce-0a1b2c.execute-api.localhost`, "/prod/a")).toEqual({
      status: 200,
      body: "other",
    });
    expect(await get(`${other}-vpce-0a1b2d.execute-api.localhost`, "/prod/a")).toMatchObject({ status: 403 });
    expect(await get(`${other}.execute-api.localhost`, "/prod/a")).toMatchObject({ status: 403 });
  });

  it("of an API that was made private without a resource policy lets nobody in", async () => {
    const regional = { endpointConfiguration: { types: ["REGIONAL" as const] } };
    const closed = await makeApi(gateway.apiGateway, { "GET /a": {} }, regional);
    await deploy(gateway.apiGateway, closed);
    await gateway.apiGateway.send(
      new UpdateRestApiCommand({
        restApiId: closed,
        patchOperations: [
          { op: "replace", path: "/endpointConfiguration/ipAddressType", value: "dualstack" },
          { op: "replace", path: "/endpointConfiguration/types/REGIONAL", value: "PRIVATE" },
        ],
      }),
    );
    await expect(deploy(gateway.apiGateway, closed)).rejects.toThrow(
      "Private REST API doesn't have a resource policy attached to it",
    );
    const { status, body } = await get(`${closed}-vpce-0a1b2c.execute-api.localhost`, "/prod/a");
    expect(status).toBe(403);
    expect(body.Message).toMatch(/because no resource-based policy allows the execute-api:Invoke action$/);
  });
});
