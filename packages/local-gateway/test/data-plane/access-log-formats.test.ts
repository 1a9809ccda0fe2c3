import {
  CreateApiKeyCommand,
  CreateAuthorizerCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  UpdateStageCommand,
} from "@aws-sdk/client-api-gateway";
import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { addRoutes, deploy, makeApi, makeFunction, permit, proxyTo } from "../fixtures/mock-api.ts";
import { logsOf, there, useGateway } from "../fixtures/running-gateway.ts";

const gateway = useGateway();
const apiKey = "key-0123456789-abcdef";
const logGroupName = "access";
let restApiId = "";
let keyId = "";
let logs: ReturnType<typeof logsOf>;

beforeAll(async () => {
  const { apiGateway, lambda } = gateway;
  logs = logsOf(gateway.url);
  const hello = await makeFunction(
    lambda,
    "hello",
    `export const handler = async () => ({ statusCode: 201, body: "hello" });`,
  );
  const authorizerUri = await makeFunction(
    lambda,
    "authorizer",
    `export const handler = async ({ methodArn }) => ({
      principalId: "somebody", context: { key: "value", numKey: 1, boolKey: true },
      policyDocument: { Statement: [{ Effect: "Allow", Action: "execute-api:Invoke", Resource: methodArn }] },
    });`,
  );
  await permit(lambda, "hello");
  await permit(lambda, "authorizer");
  restApiId = await makeApi(apiGateway, {}, { endpointConfiguration: { types: ["REGIONAL"] } });
  const { id } = await apiGateway.send(
    new CreateAuthorizerCommand({
      restApiId,
      name: "token",
      type: "TOKEN",
      authorizerUri,
      identitySource: "method.request.header.Authorization",
      authorizerResultTtlInSeconds: 0,
    }),
  );
  await addRoutes(apiGateway, restApiId, {
    "GET /orders/{id}": {
      integration: proxyTo(hello),
      method: { apiKeyRequired: true, authorizationType: "CUSTOM", authorizerId: there(id) },
    },
  });
  await deploy(apiGateway, restApiId);
  const key = await apiGateway.send(new CreateApiKeyCommand({ value: apiKey, enabled: true }));
  keyId = there(key.id);
  const plan = await apiGateway.send(
    new CreateUsagePlanCommand({ name: "plan", apiStages: [{ apiId: restApiId, stage: "prod" }] }),
  );
  await apiGateway.send(
    new CreateUsagePlanKeyCommand({ usagePlanId: there(plan.id), keyId, keyType: "API_KEY" }),
  );
});
afterAll(() => logs.destroy());

/** The line that a format makes of one call. */
async function lineOf(format: string, headers: Record<string, string> = {}): Promise<string> {
  await gateway.apiGateway.send(
    new UpdateStageCommand({
      restApiId,
      stageName: "prod",
      patchOperations: [
        {
          op: "replace",
          path: "/accessLogSettings/destinationArn",
          value: `arn:aws:logs:us-west-2:123456789012:log-group:${logGroupName}`,
        },
        { op: "replace", path: "/accessLogSettings/format", value: format },
      ],
    }),
  );
  const sent = { authorization: "let me in", "x-api-key": apiKey, "user-agent": "the test", ...headers };
  await (
    await fetch(`${gateway.url}/restapis/${restApiId}/prod/_user_request_/orders/7`, { headers: sent })
  ).text();
  const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
  return there(events.at(-1)?.message);
}

const uuid = "[0-9a-f-]{36}";
const time = String.raw`\d\d/\w{3}/\d{4}:\d\d:\d\d:\d\d \+0000`;

// D, set up logging for REST APIs: "examples of some commonly used access log formats"
it.each<[what: string, format: string, line: RegExp]>([
  [
    "CLF",
    '$context.identity.sourceIp $context.identity.caller $context.identity.user [$context.requestTime] "$context.httpMethod $context.resourcePath $context.protocol" $context.status $context.responseLength $context.requestId $context.extendedRequestId',
    new RegExp(`^127\\.0\\.0\\.1 - - \\[${time}\\] "GET /orders/\\{id\\} HTTP/1\\.1" 201 5 ${uuid} \\S+=$`),
  ],
  [
    "JSON",
    '{ "requestId":"$context.requestId", "extendedRequestId":"$context.extendedRequestId", "ip": "$context.identity.sourceIp", "caller":"$context.identity.caller", "user":"$context.identity.user", "requestTime":"$context.requestTime", "httpMethod":"$context.httpMethod", "resourcePath":"$context.resourcePath", "status":"$context.status", "protocol":"$context.protocol", "responseLength":"$context.responseLength" }',
    new RegExp(
      `^\\{ "requestId":"${uuid}", "extendedRequestId":"\\S+=", "ip": "127\\.0\\.0\\.1", "caller":"-", "user":"-", "requestTime":"${time}", "httpMethod":"GET", "resourcePath":"/orders/\\{id\\}", "status":"201", "protocol":"HTTP/1\\.1", "responseLength":"5" \\}$`,
    ),
  ],
  [
    "XML",
    '<request id="$context.requestId"> <ip>$context.identity.sourceIp</ip> <caller>$context.identity.caller</caller> <status>$context.status</status> <responseLength>$context.responseLength</responseLength> </request>',
    new RegExp(
      `^<request id="${uuid}"> <ip>127\\.0\\.0\\.1</ip> <caller>-</caller> <status>201</status> <responseLength>5</responseLength> </request>$`,
    ),
  ],
  [
    "CSV",
    "$context.identity.sourceIp,$context.identity.caller,$context.requestTime,$context.httpMethod,$context.resourcePath,$context.status,$context.requestId",
    new RegExp(`^127\\.0\\.0\\.1,-,${time},GET,/orders/\\{id\\},201,${uuid}$`),
  ],
])("%s", async (_, format, line) => {
  expect(await lineOf(format)).toMatch(line);
});

const number = /^\d+$/;
const id = new RegExp(`^${uuid}$`);

/** D, "Variables for access logging for API Gateway". What this gateway has none of, or no such caller has: `-`. */
const variables: Readonly<Record<string, () => string | RegExp>> = {
  accountId: () => "123456789012",
  apiId: () => restApiId,
  "authenticate.error": () => "-",
  "authenticate.latency": () => "-",
  "authenticate.status": () => "-",
  "authorize.error": () => "-",
  "authorize.latency": () => number,
  "authorize.status": () => "200",
  "authorizer.claims": () => "-",
  "authorizer.claims.sub": () => "-",
  "authorizer.error": () => "-",
  "authorizer.integrationLatency": () => number,
  "authorizer.integrationStatus": () => "200",
  "authorizer.latency": () => number,
  "authorizer.principalId": () => "somebody",
  "authorizer.key": () => "value",
  "authorizer.numKey": () => "1",
  "authorizer.boolKey": () => "true",
  "authorizer.requestId": () => id,
  "authorizer.status": () => "200",
  awsEndpointRequestId: () => id,
  "customDomain.basePathMatched": () => "-",
  "customDomain.routingRuleIdMatched": () => "-",
  deploymentId: () => /^[0-9a-z]{6,}$/,
  domainName: () => /^127\.0\.0\.1:\d+$/,
  domainPrefix: () => restApiId,
  "error.message": () => "-",
  "error.messageString": () => "-",
  "error.responseType": () => "-",
  "error.validationErrorString": () => "-",
  extendedRequestId: () => /=$/,
  httpMethod: () => "GET",
  "identity.accountId": () => "-",
  "identity.apiKey": () => apiKey,
  "identity.apiKeyId": () => keyId,
  "identity.caller": () => "-",
  "identity.clientCert.clientCertPem": () => "-",
  "identity.clientCert.subjectDN": () => "-",
  "identity.clientCert.issuerDN": () => "-",
  "identity.clientCert.serialNumber": () => "-",
  "identity.clientCert.validity.notBefore": () => "-",
  "identity.clientCert.validity.notAfter": () => "-",
  "identity.cognitoAuthenticationProvider": () => "-",
  "identity.cognitoAuthenticationType": () => "-",
  "identity.cognitoIdentityId": () => "-",
  "identity.cognitoIdentityPoolId": () => "-",
  "identity.principalOrgId": () => "-",
  "identity.sourceIp": () => "127.0.0.1",
  "identity.user": () => "-",
  "identity.userAgent": () => "the test",
  "identity.userArn": () => "-",
  "identity.vpcId": () => "-",
  "identity.vpceId": () => "-",
  "integration.error": () => "-",
  "integration.integrationStatus": () => "200",
  "integration.latency": () => number,
  "integration.requestId": () => id,
  "integration.responseTransferMode": () => "BUFFERED",
  "integration.status": () => "201",
  "integration.timeToAllHeaders": () => "-",
  "integration.timeToFirstContent": () => "-",
  integrationLatency: () => number,
  integrationStatus: () => "200",
  isCanaryRequest: () => "-",
  path: () => "/prod/orders/7",
  protocol: () => "HTTP/1.1",
  requestId: () => id,
  requestTime: () => new RegExp(`^${time}$`),
  requestTimeEpoch: () => /^\d{13}$/,
  resourceId: () => /^[0-9a-z]{6}$/,
  resourcePath: () => "/orders/{id}",
  responseLatency: () => number,
  responseLength: () => "5",
  stage: () => "prod",
  status: () => "201",
  tlsVersion: () => "-",
  cipherSuite: () => "-",
  "waf.error": () => "-",
  "waf.latency": () => "-",
  "waf.status": () => "-",
  wafResponseCode: () => "-",
  webaclArn: () => "-",
  xrayTraceId: () => /^Root=1-[0-9a-f]{8}-[0-9a-f]{24}/,
  "of.nothing.that.there.is": () => "-",
  constructor: () => "-",
};

it("every variable has its value, or a hyphen", async () => {
  const names = Object.keys(variables);
  const line = await lineOf(names.map((name) => `$context.${name}`).join("\t"));
  const values = Object.fromEntries(line.split("\t").map((value, index) => [names[index], value]));
  const wrong = Object.entries(variables).filter(([name, expected]) => {
    const [value = "", wanted] = [values[name], expected()];
    return typeof wanted === "string" ? value !== wanted : !wanted.test(value);
  });
  expect(wrong.map(([name]) => `${name} ${values[name]}`)).toEqual([]);
});

it("a request that is refused has its error", async () => {
  const names = [
    "error.message",
    "error.messageString",
    "error.responseType",
    "status",
    "integration.status",
  ];
  const format = `$context.requestId ${names.map((name) => `$context.${name}`).join(" ")}`;
  expect((await lineOf(format, { "x-api-key": "unknown" })).slice(37)).toBe(
    'Forbidden "Forbidden" INVALID_API_KEY 403 -',
  );
});
