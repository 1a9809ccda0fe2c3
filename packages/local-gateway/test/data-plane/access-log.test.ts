import {
  CreateAuthorizerCommand,
  CreateBasePathMappingCommand,
  CreateDomainNameCommand,
  UpdateStageCommand,
} from "@aws-sdk/client-api-gateway";
import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useEndpoint } from "../fixtures/http-endpoint.ts";
import {
  addRoutes,
  deploy,
  makeApi,
  makeFunction,
  permit,
  proxyTo,
  type RouteOptions,
} from "../fixtures/mock-api.ts";
import { getAs, logsOf, there, useGateway } from "../fixtures/running-gateway.ts";
import { smithy } from "./signing-clients/smithy.ts";

const gateway = useGateway({
  credentials: {
    test: { secretAccessKey: "test", arn: "arn:aws:iam::123456789012:user/admin" },
    NOBODY: {
      secretAccessKey: "test",
      arn: "arn:aws:iam::123456789012:user/nobody",
      policies: [{ Statement: { Effect: "Allow", Action: "s3:*", Resource: "*" } }],
    },
  },
});
const endpoint = useEndpoint(({ url }, response) => {
  response.writeHead(url === "/418" ? 418 : 200, { "x-amzn-RequestId": "theirs" });
  response.write("first;");
  setTimeout(() => response.end("last"), 5);
});
const uuid = expect.stringMatching(/^[0-9a-f-]{36}$/);
const number = expect.stringMatching(/^\d+$/);
const functionOf = (source: string) => `export const handler = async (event) => { ${source} };`;
let hello = "";
let failing = "";
let forbidden = "";

beforeAll(async () => {
  hello = await makeFunction(
    gateway.lambda,
    "hello",
    functionOf('return { statusCode: 201, body: "hello" };'),
  );
  failing = await makeFunction(gateway.lambda, "failing", functionOf('throw new Error("no luck");'));
  await permit(gateway.lambda, "hello");
  await permit(gateway.lambda, "failing");
  forbidden = await makeFunction(gateway.lambda, "forbidden", functionOf(""));
});

const logs = { client: undefined as ReturnType<typeof logsOf> | undefined };
beforeAll(() => {
  logs.client = logsOf(gateway.url);
});
afterAll(() => logs.client?.destroy());

/** The variables of the access log of one call of a route. */
async function logged(
  names: readonly string[],
  options: RouteOptions,
  call: (path: string, restApiId: string) => Promise<unknown> = (path) => text(path),
  prepare: (restApiId: string) => Promise<RouteOptions["method"]> = async () => undefined,
): Promise<Record<string, unknown>> {
  const restApiId = await makeApi(gateway.apiGateway, {}, { endpointConfiguration: { types: ["REGIONAL"] } });
  const method = { ...options.method, ...(await prepare(restApiId)) };
  await addRoutes(gateway.apiGateway, restApiId, { "GET /": { ...options, method } });
  await deploy(gateway.apiGateway, restApiId);
  const format = JSON.stringify(Object.fromEntries(names.map((name) => [name, `$context.${name}`])));
  const group = `access-${restApiId}`;
  await gateway.apiGateway.send(
    new UpdateStageCommand({
      restApiId,
      stageName: "prod",
      patchOperations: [
        {
          op: "replace",
          path: "/accessLogSettings/destinationArn",
          value: `arn:aws:logs:us-west-2:123456789012:log-group:${group}`,
        },
        { op: "replace", path: "/accessLogSettings/format", value: `$context.requestId ${format}` },
      ],
    }),
  );
  await call(`/restapis/${restApiId}/prod/_user_request_/`, restApiId);
  const { events = [] } = await there(logs.client).send(new FilterLogEventsCommand({ logGroupName: group }));
  return JSON.parse(there(events.at(-1)?.message).slice(37));
}

async function text(path: string, headers: Record<string, string> = {}): Promise<string> {
  return (await fetch(gateway.url + path, { headers })).text();
}

async function signed(path: string, accessKeyId: string): Promise<string> {
  const { host } = new URL(gateway.url);
  const key = { accessKeyId, secretAccessKey: "test" };
  const request = await smithy({ method: "GET", target: path }, { host, region: "us-west-2", key });
  const { host: _, ...headers } = Object.fromEntries(request.headers);
  return text(path, headers);
}

const integration = [
  "integration.status",
  "integration.integrationStatus",
  "integration.requestId",
  "integration.error",
  "integration.latency",
  "integration.responseTransferMode",
  "integration.timeToAllHeaders",
  "integration.timeToFirstContent",
  "awsEndpointRequestId",
  "integrationLatency",
  "integrationStatus",
  "responseLength",
];

describe("the integration in an access log", () => {
  const whole = {
    "integration.error": "-",
    "integration.latency": number,
    "integration.responseTransferMode": "BUFFERED",
    "integration.timeToAllHeaders": "-",
    "integration.timeToFirstContent": "-",
    integrationLatency: number,
  };

  it("is a function", async () => {
    const line = await logged(integration, { integration: proxyTo(hello) });
    expect(line).toEqual({
      ...whole,
      "integration.status": "201",
      "integration.integrationStatus": "200",
      "integration.requestId": uuid,
      awsEndpointRequestId: line["integration.requestId"],
      integrationStatus: "200",
      responseLength: "5",
    });
  });

  it("is an endpoint, with the id that it names", async () => {
    const uri = `${endpoint.url}/418`;
    const line = await logged(integration, {
      integration: { type: "HTTP_PROXY", integrationHttpMethod: "GET", uri },
    });
    expect(line).toMatchObject({
      ...whole,
      "integration.status": "418",
      "integration.integrationStatus": "418",
      "integration.requestId": "theirs",
      awsEndpointRequestId: "theirs",
    });
  });

  it("is streamed: the line is written when all has been sent", async () => {
    const line = await logged(integration, {
      integration: {
        type: "HTTP_PROXY",
        integrationHttpMethod: "GET",
        uri: endpoint.url,
        responseTransferMode: "STREAM",
      },
    });
    expect(line).toMatchObject({
      "integration.responseTransferMode": "STREAMED",
      "integration.timeToAllHeaders": number,
      "integration.timeToFirstContent": number,
      responseLength: "10",
    });
  });

  it.each<[what: string, uri: () => string, error: RegExp, requestId: unknown]>([
    [
      "fails",
      () => failing,
      /^Lambda execution failed with status 200 due to customer function error: no luck\. Lambda request id: /,
      uuid,
    ],
    [
      "may not be called",
      () => forbidden,
      /^Execution failed due to configuration error: Invalid permissions on Lambda function$/,
      "-",
    ],
  ])("is a function that %s", async (_, uri, error, requestId) => {
    expect(await logged(integration, { integration: proxyTo(uri()) })).toMatchObject({
      "integration.error": expect.stringMatching(error),
      "integration.requestId": requestId,
      "integration.status": "-",
      integrationStatus: "-",
    });
  });

  it("is not there when no integration was asked", async () => {
    const line = await logged(integration, { method: { authorizationType: "AWS_IAM" } });
    const { responseLength, ...rest } = line;
    expect(new Set(Object.values(rest))).toEqual(new Set(["-"]));
    expect(responseLength).toMatch(/^\d+$/);
  });
});

const phases = ["authenticate", "authorizer", "authorize"].flatMap((phase) => [
  `${phase}.status`,
  `${phase}.error`,
  `${phase}.latency`,
]);
const absent = Object.fromEntries(phases.map((name) => [name, "-"]));
const passed = (phase: string) => ({ [`${phase}.status`]: "200", [`${phase}.latency`]: number });
const denied = {
  "authorize.status": "403",
  "authorize.error": "The client is not authorized to perform this operation.",
  "authorize.latency": number,
};

describe("the phases in an access log", () => {
  const method = { authorizationType: "AWS_IAM" };

  it("are not there without authorization, nor are WAF's", async () => {
    const waf = ["waf.status", "waf.error", "waf.latency", "wafResponseCode", "webaclArn", "tlsVersion"];
    const none = Object.fromEntries(waf.map((name) => [name, "-"]));
    expect(await logged([...phases, ...waf], {})).toEqual({ ...absent, ...none });
  });

  it.each<[what: string, call: (path: string) => Promise<unknown>, expected: object]>([
    ["may", (path) => signed(path, "test"), { ...passed("authenticate"), ...passed("authorize") }],
    ["may not", (path) => signed(path, "NOBODY"), { ...passed("authenticate"), ...denied }],
    [
      "does not sign",
      (path) => text(path),
      {
        "authenticate.status": "403",
        "authenticate.error": "Missing Authentication Token",
        "authenticate.latency": number,
      },
    ],
  ])("of a caller with IAM who %s", async (_, call, expected) => {
    expect(await logged(phases, { method }, call)).toEqual({ ...absent, ...expected });
  });

  const authorizer = (source: string) => async (restApiId: string) => {
    const name = `authorizer-${restApiId}`;
    const authorizerUri = await makeFunction(gateway.lambda, name, functionOf(source));
    await permit(gateway.lambda, name);
    const { id } = await gateway.apiGateway.send(
      new CreateAuthorizerCommand({
        restApiId,
        name,
        type: "TOKEN",
        authorizerUri,
        identitySource: "method.request.header.Authorization",
      }),
    );
    return { authorizationType: "CUSTOM", authorizerId: there(id) };
  };
  const saying = (effect: string) =>
    `return { principalId: "p", context: { mine: 1, status: "theirs" }, policyDocument: { Statement: [{ Effect: "${effect}", Action: "execute-api:Invoke", Resource: "*" }] } };`;
  const names = [
    ...phases,
    "authorizer.requestId",
    "authorizer.integrationStatus",
    "authorizer.integrationLatency",
    "authorizer.principalId",
    "authorizer.mine",
  ];
  const ask = (path: string) => text(path, { Authorization: "t" });
  const asked = {
    "authorizer.requestId": uuid,
    "authorizer.integrationStatus": "200",
    "authorizer.integrationLatency": number,
  };
  const known = { "authorizer.principalId": "p", "authorizer.mine": "1" };
  const unknown = { "authorizer.principalId": "-", "authorizer.mine": "-" };

  it.each<[what: string, source: string, call: (path: string) => Promise<unknown>, expected: object]>([
    ["allows", saying("Allow"), ask, { ...passed("authorizer"), ...passed("authorize"), ...asked, ...known }],
    ["denies", saying("Deny"), ask, { ...passed("authorizer"), ...denied, ...asked, ...known }],
    [
      "answers nonsense",
      "return {};",
      ask,
      {
        ...{ "authorizer.status": "500", "authorizer.latency": number },
        "authorizer.error": expect.stringContaining("principalId"),
        ...asked,
        ...unknown,
      },
    ],
    [
      "is not asked without a token",
      "return {};",
      (path) => text(path),
      {
        ...{ "authorizer.status": "401", "authorizer.error": "Unauthorized", "authorizer.latency": number },
        ...{ "authorizer.requestId": "-", "authorizer.integrationStatus": "-" },
        "authorizer.integrationLatency": "-",
        ...unknown,
      },
    ],
  ])("of a Lambda authorizer that %s", async (_, source, call, expected) => {
    expect(await logged(names, {}, call, authorizer(source))).toEqual({ ...absent, ...expected });
  });
});

it("has the base path of a custom domain name, and the errors of a validation", async () => {
  const names = ["customDomain.basePathMatched", "customDomain.routingRuleIdMatched", "domainName", "path"];
  await gateway.apiGateway.send(new CreateDomainNameCommand({ domainName: "api.example.com" }));
  const line = await logged(names, {}, async (_, restApiId) => {
    await gateway.apiGateway.send(
      new CreateBasePathMappingCommand({
        domainName: "api.example.com",
        basePath: "v1",
        restApiId,
        stage: "prod",
      }),
    );
    return getAs(gateway.url, "api.example.com", "/v1/");
  });
  expect(line).toEqual({
    "customDomain.basePathMatched": "v1",
    "customDomain.routingRuleIdMatched": "-",
    domainName: "api.example.com",
    path: "/v1/",
  });
});
