import { randomUUID } from "node:crypto";
import { CreateDeploymentCommand, UpdateStageCommand } from "@aws-sdk/client-api-gateway";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { describe, expect, it } from "vitest";
import { mock } from "../../src/data-plane/integration/mock.ts";
import { noOverrides } from "../../src/data-plane/mapping/template.ts";
import { deployApi, exchange, functionIntegration, requestText } from "../fixtures/deployed-api.ts";
import { lastReason, useGateway } from "../fixtures/running-gateway.ts";

const gateway = useGateway();

const integration = { type: "MOCK" as const, requestTemplates: { "application/json": '{"statusCode":200}' } };

describe("the almost-JSON of a MOCK integration", () => {
  const answer = (body: string) => mock({ kind: "mock", body, overrides: noOverrides });

  it.each([
    "{ statusCode: 200 }",
    "{statusCode: 200,super{ f}oo: [ba r]}",
    "{statusCode: 200, \"value\": 'goog'}",
    "{statusCode: 200, foo}: [ba r]}",
    '{statusCode: 200, " ": " "}',
    "{'statusCode': 200, '': ''}",
    '{"statusCode": 200 , }',
    '{"statusCode": 200 ,, }',
    '{"statusCode": 200 , null: null }',
  ])("%s is 200", (body) => {
    expect(answer(body)).toMatchObject({ selectionValue: "200" });
  });

  it.each([
    "{\"statusCode': 200 }",
    "{'statusCode: 200 }",
    "statusCode: 200",
    "{statusCode: 200, {foo: [ba r]}",
    '{"statusCode": 200',
    '{"statusCode": "200"}',
    "{}",
    "",
  ])("%j is refused", (body) => {
    expect(() => answer(body)).toThrow(/needs a request template/);
  });
});

it("a preflight is answered by MOCK as the console sets it up", async () => {
  const names = ["Access-Control-Allow-Origin", "Access-Control-Allow-Methods"];
  const base = await deployApi(gateway.apiGateway, {
    methods: [
      {
        path: "/orders",
        httpMethod: "OPTIONS",
        integration: { type: "MOCK", requestTemplates: { "application/json": "{ statusCode: 200 }" } },
        responses: {
          204: {
            responseParameters: Object.fromEntries(
              names.map((name) => [`method.response.header.${name}`, "'*'"]),
            ),
          },
        },
      },
    ],
  });
  const answer = await fetch(`${gateway.url}${base}/orders`, { method: "OPTIONS" });
  expect(answer.status).toBe(204);
  for (const name of names) expect(answer.headers.get(name)).toBe("*");
});

describe("an edge-optimized API", () => {
  it("has a distribution's headers around it, and a regional one has none", async () => {
    const echo = await functionIntegration(
      gateway.lambda,
      "exports.handler = async (event) => ({ body: JSON.stringify(event.headers) });",
    );
    const methods = [{ path: "/", integration: echo }];
    const edge = await deployApi(gateway.apiGateway, {
      methods,
      api: { endpointConfiguration: { types: ["EDGE"] } },
    });
    const answer = await fetch(`${gateway.url}${edge}/`);
    expect(await answer.json()).toMatchObject({
      "CloudFront-Forwarded-Proto": "https",
      "CloudFront-Is-Desktop-Viewer": "true",
      "X-Amz-Cf-Id": answer.headers.get("x-amz-cf-id"),
      Via: answer.headers.get("via"),
    });
    expect(answer.headers.get("x-cache")).toBe("Miss from cloudfront");
    const lost = await fetch(`${gateway.url}${edge}/nothing`);
    expect(lost.headers.get("x-cache")).toBe("Error from cloudfront");
    // R test_invocation_trace_id
    expect(lost.headers.get("via")).not.toBe(answer.headers.get("via"));
    const regional = await deployApi(gateway.apiGateway, { methods });
    const plain = await fetch(`${gateway.url}${regional}/`);
    expect(plain.headers.get("via")).toBeNull();
    expect(await plain.json()).not.toHaveProperty("Via");
  });
});

describe("CloudFront in front of an edge-optimized API", () => {
  const deployed = (type: "EDGE" | "REGIONAL") =>
    deployApi(gateway.apiGateway, {
      methods: [{ path: "/", integration, responses: { 200: {} } }],
      api: { endpointConfiguration: { types: [type] } },
    });

  it("hands on no GET with a body, and a regional API takes it", async () => {
    const asked = async (type: "EDGE" | "REGIONAL") =>
      exchange(gateway.url, requestText(`GET ${await deployed(type)}/`, ["Content-Length: 2"], "{}"));
    const edge = await asked("EDGE");
    expect(edge).toMatch(/^HTTP\/1\.1 403 [\s\S]*X-Cache: Error from cloudfront[\s\S]*403 ERROR/);
    expect(await lastReason(gateway.url)).toMatch(/^a GET has a body, which CloudFront/);
    expect(await asked("REGIONAL")).toMatch(/^HTTP\/1\.1 200 /);
  });

  it("spells the headers that it knows in its own way", async () => {
    const echo = await functionIntegration(
      gateway.lambda,
      "exports.handler = async (event) => ({ body: Object.keys(event.multiValueHeaders).join() });",
    );
    const names = async (type: "EDGE" | "REGIONAL") => {
      const base = await deployApi(gateway.apiGateway, {
        methods: [{ path: "/", integration: echo }],
        api: { endpointConfiguration: { types: [type] } },
      });
      const headers = ["accept: a", "ACCEPT-language: b", "referer: c", "origin: d", "X-mine: e"];
      const answer = await exchange(gateway.url, requestText(`GET ${base}/`, headers));
      return answer.split("\r\n\r\n")[1];
    };
    expect(await names("EDGE")).toMatch(/^Host,Accept,Accept-Language,Referer,origin,X-mine,/);
    expect(await names("REGIONAL")).toMatch(/^Host,accept,ACCEPT-language,referer,origin,X-mine,/);
  });

  it("hands on no URL of more than 8192 characters", async () => {
    const base = await deployed("EDGE");
    const rest = 8192 - `https://localhost${base}/?`.length;
    const asked = (length: number) =>
      exchange(gateway.url, requestText(`GET ${base}/?${"a".repeat(length)}`));
    expect(await asked(rest)).toMatch(/^HTTP\/1\.1 200 /);
    expect(await asked(rest + 1)).toMatch(/^HTTP\/1\.1 413 /);
  });
});

describe("a request's id", () => {
  it.each([
    [randomUUID(), true],
    ["mine", false],
  ])("is the caller's when it is a UUID: %s", async (given, isKept) => {
    const base = await deployApi(gateway.apiGateway, {
      methods: [{ path: "/", integration, responses: { 200: {} } }],
    });
    const answer = await fetch(`${gateway.url}${base}/`, { headers: { "x-amzn-RequestId": given } });
    expect(answer.headers.get("x-amzn-requestid") === given).toBe(isKept);
    expect(answer.headers.get("x-amzn-requestid")).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe("an access log", () => {
  const destinationArn = "arn:aws:logs:us-west-2:123456789012:log-group:access";

  async function logged(format: string, path: string): Promise<string | undefined> {
    const base = await deployApi(gateway.apiGateway, {
      methods: [{ path: "/{id}", integration, responses: { 200: {} } }],
    });
    const [, , restApiId] = base.split("/");
    await gateway.apiGateway.send(
      new UpdateStageCommand({
        restApiId,
        stageName: "test",
        patchOperations: [
          { op: "replace", path: "/accessLogSettings/destinationArn", value: destinationArn },
          { op: "replace", path: "/accessLogSettings/format", value: format },
        ],
      }),
    );
    await exchange(gateway.url, requestText(`GET ${base}${path}`, ["User-Agent: me"]));
    const logs = new CloudWatchLogsClient({
      endpoint: gateway.url,
      region: "us-west-2",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    });
    const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName: "access" }));
    logs.destroy();
    return events?.at(-1)?.message;
  }

  it.each<[format: string, path: string, expected: RegExp]>([
    [
      '{"id":"$context.requestId","m":"$context.httpMethod","p":"$context.resourcePath","s":$context.status,"ip":"$context.identity.sourceIp"}',
      "/7",
      /^\{"id":"[0-9a-f-]{36}","m":"GET","p":"\/\{id\}","s":200,"ip":"127\.0\.0\.1"\}$/,
    ],
    [
      '$context.requestId $context.identity.sourceIp $context.identity.caller $context.identity.user [$context.requestTime] "$context.httpMethod $context.resourcePath $context.protocol" $context.status $context.responseLength',
      "/7",
      /^\S{36} 127\.0\.0\.1 - - \[\d\d\/\w{3}\/\d{4}:[\d:]{8} \+0000\] "GET \/\{id\} HTTP\/1\.1" 200 0$/,
    ],
    [
      "$context.requestId $context.integrationStatus $context.integration.status $context.integrationLatency $context.error.message",
      "/7",
      /^\S{36} 200 200 \d+ -$/,
    ],
    [
      "$context.requestId $context.status $context.error.responseType $context.error.messageString $context.integrationStatus $context.none",
      "/7/8",
      /^\S{36} 403 MISSING_AUTHENTICATION_TOKEN "Missing Authentication Token" - -$/,
    ],
  ])("prints %s", async (format, path, expected) => {
    expect(await logged(format, path)).toMatch(expected);
  });
});

it("a canary's requests see its deployment and its variables", async () => {
  const template = { "application/json": '{"v":"$stageVariables.v","c":"$context.isCanaryRequest"}' };
  const base = await deployApi(gateway.apiGateway, {
    variables: { v: "stage" },
    methods: [{ path: "/", integration, responses: { 200: { responseTemplates: template } } }],
  });
  const [, , restApiId] = base.split("/");
  const deploy = (percentTraffic: number) =>
    gateway.apiGateway.send(
      new CreateDeploymentCommand({
        restApiId,
        stageName: "test",
        canarySettings: { percentTraffic, stageVariableOverrides: { v: "canary" } },
      }),
    );
  const ask = async () => (await fetch(`${gateway.url}${base}/`)).json();
  expect(await ask()).toEqual({ v: "stage", c: "" });
  await deploy(0);
  expect(await ask()).toEqual({ v: "stage", c: "false" });
  await gateway.apiGateway.send(
    new UpdateStageCommand({
      restApiId,
      stageName: "test",
      patchOperations: [{ op: "replace", path: "/canarySettings/percentTraffic", value: "100" }],
    }),
  );
  expect(await ask()).toEqual({ v: "canary", c: "true" });
});
