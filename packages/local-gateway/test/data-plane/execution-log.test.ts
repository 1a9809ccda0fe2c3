import {
  CreateApiKeyCommand,
  CreateAuthorizerCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  UpdateStageCommand,
} from "@aws-sdk/client-api-gateway";
import { type CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addRoutes, deploy, makeApi, makeFunction, permit, proxyTo } from "../fixtures/mock-api.ts";
import { logsOf, there, useGateway } from "../fixtures/running-gateway.ts";

const gateway = useGateway();
const keyValue = "key-0123456789-abcdef";
const maskedKey = "***************abcdef";
let logs: CloudWatchLogsClient;
let restApiId = "";
let place = "";
let planId = "";
let keyId = "";
let authorizerId = "";

const authorizerSource = `export const handler = async ({ authorizationToken: token }) => {
  if (token.startsWith("nobody")) throw new Error("Unauthorized");
  if (token.startsWith("nonsense")) return {};
  const Effect = token.startsWith("allow") ? "Allow" : "Deny";
  return { principalId: "somebody-known", policyDocument: { Statement: [
    { Effect, Action: "execute-api:Invoke", Resource: "*" },
  ] } };
};`;

const slowSource = `export const handler = async () => {
  await new Promise((resolve) => setTimeout(resolve, 60));
  return { statusCode: 200, body: "at last" };
};`;

beforeAll(async () => {
  const { apiGateway, lambda } = gateway;
  logs = logsOf(gateway.url);
  const authorizerUri = await makeFunction(lambda, "authorizer", authorizerSource);
  const slow = await makeFunction(lambda, "slow", slowSource);
  const failing = await makeFunction(
    lambda,
    "failing",
    `export const handler = async ({ headers }) => { throw new Error("no luck with " + headers.Authorization); };`,
  );
  await Promise.all(["authorizer", "slow", "failing"].map((name) => permit(lambda, name)));
  restApiId = await makeApi(
    apiGateway,
    { "GET /mock": {} },
    { endpointConfiguration: { types: ["REGIONAL"] } },
  );
  place = `${restApiId}/prod`;
  const authorizer = await apiGateway.send(
    new CreateAuthorizerCommand({
      restApiId,
      name: "token",
      type: "TOKEN",
      authorizerUri,
      identitySource: "method.request.header.X-Who",
    }),
  );
  authorizerId = there(authorizer.id);
  await addRoutes(apiGateway, restApiId, {
    "GET /closed": { method: { apiKeyRequired: true } },
    "GET /limited": { method: { apiKeyRequired: true } },
    "GET /throttled": {},
    "GET /quiet": {},
    "GET /guarded/{id}": { method: { authorizationType: "CUSTOM", authorizerId } },
    "GET /signed": { method: { authorizationType: "AWS_IAM" } },
    "GET /slow": { integration: proxyTo(slow) },
    "GET /failing": { integration: proxyTo(failing) },
    "GET /template": {
      integration: {
        type: "AWS",
        integrationHttpMethod: "POST",
        uri: slow,
        requestTemplates: { "application/json": "one\n  $util.parseJson('{')" },
      },
    },
  });
  await deploy(apiGateway, restApiId);
  const key = await apiGateway.send(new CreateApiKeyCommand({ value: keyValue, enabled: true }));
  keyId = there(key.id);
  const plan = await apiGateway.send(
    new CreateUsagePlanCommand({
      name: "plan",
      apiStages: [
        {
          apiId: restApiId,
          stage: "prod",
          throttle: { "/limited/GET": { rateLimit: 0.5, burstLimit: 0 } },
        },
      ],
      quota: { limit: 1, period: "DAY" },
    }),
  );
  planId = there(plan.id);
  await apiGateway.send(new CreateUsagePlanKeyCommand({ usagePlanId: planId, keyId, keyType: "API_KEY" }));
  await set("/~1throttled/GET/throttling/rateLimit", "0");
  await set("/~1throttled/GET/throttling/burstLimit", "0");
  await set("/~1throttled/GET/logging/loglevel", "INFO");
});
afterAll(() => logs.destroy());

async function set(path: string, value: string): Promise<void> {
  const patchOperations = [{ op: "replace" as const, path, value }];
  await gateway.apiGateway.send(new UpdateStageCommand({ restApiId, stageName: "prod", patchOperations }));
}

/** The lines of the stage's execution log about one request. */
async function logged(path: string, headers: Record<string, string> = {}): Promise<string[]> {
  const url = `${gateway.url}/restapis/${restApiId}/prod/_user_request_${path}`;
  const response = await fetch(url, { headers: { authorization: "Bearer a-very-secret-token", ...headers } });
  const id = there(response.headers.get("x-amzn-requestid"));
  const logGroupName = `API-Gateway-Execution-Logs_${restApiId}/prod`;
  const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
  const lines = events.map(({ message }) => there(message)).filter((line) => line.startsWith(`(${id}) `));
  return lines.map((line) => line.slice(id.length + 3).replaceAll(id, "ID"));
}

const extended = expect.stringMatching(/^Extended Request Id: \S+=$/);

describe("at the level INFO", () => {
  beforeAll(() => set("/*/*/logging/loglevel", "INFO"));
  beforeEach(() => set("/*/*/logging/dataTrace", "false"));

  const usagePlan = (method: string) => [
    `Verifying Usage Plan for request: ID. API Key:  API Stage: ${place}`,
    `API Key  authorized because method '${method}' does not require API Key. Request will not contribute to throttle or quota limits`,
    `Usage Plan check succeeded for API Key  and API Stage ${place}`,
  ];

  it("has the outline of a request, and its data where they are traced", async () => {
    const outline = [
      extended,
      ...usagePlan("GET /mock"),
      "Starting execution for request: ID",
      "HTTP Method: GET, Resource Path: /mock",
      "Successfully completed execution",
      "Method completed with status: 200",
    ];
    expect(await logged("/mock")).toEqual(outline);

    await set("/*/*/logging/dataTrace", "true");
    const traced = await logged("/mock");
    expect(traced).toEqual(expect.arrayContaining(outline));
    expect(traced).toContain('Method response body after transformations: {"ok": true}');
    const headers = traced.find((line) => line.startsWith("Method request headers: "));
    expect(headers).toContain("authorization=********************-token");
  });

  it("says how long a function took, and by which id Lambda knows the call", async () => {
    await set("/*/*/logging/dataTrace", "true");
    const lines = await logged("/slow");
    const [, milliseconds] = /Integration latency: (\d+) ms/.exec(lines.join("\n")) ?? [];
    expect(Number(milliseconds)).toBeGreaterThanOrEqual(60);
    expect(lines.at(-1)).toMatch(/^AWS Integration Endpoint RequestId : [0-9a-f-]{36}$/);
  });

  it("masks what is secret in the events and errors of functions, too", async () => {
    await set("/*/*/logging/dataTrace", "true");
    const lines = (await logged("/failing")).join("\n");
    expect(lines).toMatch(/customer function error: no luck with \*+-token/);
    expect(lines).toMatch(/"Authorization":"\*+-token"/);
    expect(lines).not.toContain("very-secret");
  });

  it("ends at the box that failed", async () => {
    await set("/*/*/logging/dataTrace", "true");
    const lines = await logged("/template");
    expect(lines.slice(-4)).toEqual([
      "Method request body before transformations: ",
      "Execution failed due to configuration error: Unable to transform request",
      "Method completed with status: 500",
      "Gateway response type: API_CONFIGURATION_ERROR with status code: 500",
    ]);
  });

  it("names a key that a method needs, and never shows it", async () => {
    const lines = await logged("/closed", { "x-api-key": keyValue });
    expect(lines.slice(0, 6)).toEqual([
      extended,
      `Verifying Usage Plan for request: ID. API Key: ${maskedKey} API Stage: ${place}`,
      `Usage Plan check succeeded for API Key ${maskedKey} and API Stage ${place}`,
      "Starting execution for request: ID",
      "HTTP Method: GET, Resource Path: /closed",
      `API Key: ${maskedKey}`,
    ]);
    expect(lines[6]).toBe(`API Key ID: ${keyId}`);
  });

  it.each<
    [what: string, path: string, key: string | undefined, status: number, failure: () => string, type: string]
  >([
    [
      "a quota that is used up",
      "/closed",
      keyValue,
      429,
      () =>
        `API Key ${maskedKey} exceeded quota limit for API Stage ${place}: Key quota exhausted for Usage Plan ID ${planId}. Quota Limit: 1 Period: DAY`,
      "QUOTA_EXCEEDED",
    ],
    [
      "the throttle of a plan",
      "/limited",
      keyValue,
      429,
      () =>
        `API Key ${maskedKey} exceeded throttle limit for API Stage ${place}: Key throttle limit exceeded for Usage Plan ID ${planId}, RestApi ${restApiId}, Stage prod, Resource RESOURCE, HttpMethod GET. Limit: 0.50 Burst: 0`,
      "THROTTLED",
    ],
    [
      "the throttle of the stage",
      "/throttled",
      undefined,
      429,
      () =>
        `Key throttle limit exceeded for RestApi ${restApiId}, Stage prod, Resource RESOURCE, HttpMethod GET. Limit: 0.00 Burst: 0`,
      "THROTTLED",
    ],
    [
      "a key that is not known",
      "/closed",
      "not-one-of-the-keys",
      403,
      () =>
        `API Key *************e-keys not authorized because method 'GET /closed' requires API Key and API Key is not associated with a Usage Plan for API Stage ${place}: No Usage Plan found for key and API Stage`,
      "INVALID_API_KEY",
    ],
  ])("has %s with its figures", async (_, path, key, status, failure, type) => {
    const lines = await logged(path, key === undefined ? {} : { "x-api-key": key });
    expect(lines.map((line) => line.replace(/Resource \w+,/, "Resource RESOURCE,"))).toEqual([
      extended,
      `Verifying Usage Plan for request: ID. API Key:  API Stage: ${place}`,
      failure(),
      `Method completed with status: ${status}`,
      `Gateway response type: ${type} with status code: ${status}`,
    ]);
  });

  describe("of a method with a Lambda authorizer", () => {
    const asked = () => [
      `Starting authorizer: ${authorizerId} for request: ID`,
      expect.stringMatching(/^Incoming identity: \*+-token$/),
      expect.stringMatching(/^Endpoint request URI: https:\/\/lambda\..*:function:authorizer\/invocations$/),
      expect.stringMatching(/^Endpoint request headers: \{/),
      expect.stringMatching(
        /^Endpoint request body after transformations: \{"type":"TOKEN",.*"authorizationToken":"\*+-token"/,
      ),
      expect.stringMatching(/^Sending request to /),
      expect.stringMatching(/^Authorizer result body before parsing: \{/),
    ];
    const known = "Using valid authorizer policy for principal: **************";
    const traced = async (token: string) => {
      await set("/*/*/logging/dataTrace", "true");
      return logged("/guarded/1", { "X-Who": `${token}-with-a-secret-token` });
    };

    it("allows: the authorizer comes before the usage plan, and is not asked again", async () => {
      const policy = "Using valid authorizer policy for principal: ********-known".replace(
        "-known",
        "******",
      );
      expect(known).toBe(policy);
      const lines = await traced("allow");
      const rest = [known, "Successfully completed authorizer execution", ...usagePlan("GET /guarded/{id}")];
      expect(lines.slice(0, 13)).toEqual([extended, ...asked(), ...rest]);
      expect(lines.join("\n")).not.toContain("with-a-secret");
      const again = await traced("allow");
      expect(again.slice(0, 8)).toEqual([extended, ...asked().slice(0, 2), ...rest]);
    });

    it("denies", async () => {
      expect(await traced("deny")).toEqual([
        extended,
        ...asked(),
        known,
        "Successfully completed authorizer execution",
        "The client is not authorized to perform this operation.",
        "Gateway response type: ACCESS_DENIED with status code: 403",
      ]);
    });

    it("says Unauthorized", async () => {
      expect(await traced("nobody")).toEqual([
        extended,
        ...asked(),
        "Unauthorized request: ID",
        "Gateway response type: UNAUTHORIZED with status code: 401",
      ]);
    });

    it("answers nonsense", async () => {
      expect((await traced("nonsense")).slice(-2)).toEqual([
        expect.stringMatching(/^Execution failed due to configuration error: .*principalId/),
        "Gateway response type: AUTHORIZER_CONFIGURATION_ERROR with status code: 500",
      ]);
    });

    it("is not asked without a token", async () => {
      expect(await logged("/guarded/1")).toEqual([
        extended,
        `Starting authorizer: ${authorizerId} for request: ID`,
        "Unauthorized request: ID",
        "Gateway response type: UNAUTHORIZED with status code: 401",
      ]);
    });
  });
});

it("at the level ERROR has failures alone, and a method's own level goes before that of all", async () => {
  await set("/*/*/logging/loglevel", "ERROR");
  expect(await logged("/mock")).toEqual([]);
  expect(await logged("/closed")).toEqual([
    `API Key  not authorized because method 'GET /closed' requires API Key and API Key is not associated with a Usage Plan for API Stage ${place}: No Usage Plan found for key and API Stage`,
    "Gateway response type: INVALID_API_KEY with status code: 403",
  ]);
  expect(await logged("/signed")).toEqual([
    expect.stringMatching(/^Invalid key=value pair/),
    "Gateway response type: INVALID_SIGNATURE with status code: 403",
  ]);
  await set("/~1quiet/GET/logging/loglevel", "INFO");
  expect((await logged("/quiet")).at(-1)).toBe("Method completed with status: 200");
});
