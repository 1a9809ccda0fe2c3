import {
  CreateAuthorizerCommand,
  CreateModelCommand,
  CreateRequestValidatorCommand,
  GetResourcesCommand,
  TestInvokeAuthorizerCommand,
  type TestInvokeAuthorizerRequest,
  TestInvokeMethodCommand,
  type TestInvokeMethodRequest,
} from "@aws-sdk/client-api-gateway";
import { beforeAll, describe, expect, it } from "vitest";
import { addRoutes, deploy, makeApi, makeFunction, permit, proxyTo } from "../fixtures/mock-api.ts";
import { refusalOf, there, useGateway } from "../fixtures/running-gateway.ts";

const echoSource = `export const handler = async (event) => {
  if (event.body === "fail") throw new Error("no luck");
  if (event.body === "odd") return { hello: "world" };
  return { statusCode: 201, headers: { "X-A": "1" }, multiValueHeaders: { "X-B": ["1", "2"] }, body: JSON.stringify(event) };
};`;
const customSource = `export const handler = async (event) => ({ got: event });`;
const authorizerSource = `export const handler = async (event) => {
  const token = event.authorizationToken ?? event.headers.Token;
  if (token === "nobody") throw new Error("Unauthorized");
  if (token === "broken") return {};
  return {
    principalId: "somebody-with-a-name",
    policyDocument: { Version: "2012-10-17", Statement: [{ Action: "execute-api:Invoke", Effect: "Deny", Resource: event.methodArn }] },
    context: { event: JSON.stringify(event) },
  };
};`;

const gateway = useGateway();
let restApiId = "";
const resourceIds = new Map<string, string>();

beforeAll(async () => {
  const { apiGateway, lambda } = gateway;
  const echo = await makeFunction(lambda, "echo", echoSource);
  const custom = await makeFunction(lambda, "custom", customSource);
  await makeFunction(lambda, "closed", echoSource);
  await permit(lambda, "echo");
  await permit(lambda, "custom");
  restApiId = await makeApi(apiGateway, {});
  const { id: requestValidatorId } = await apiGateway.send(
    new CreateRequestValidatorCommand({
      restApiId,
      name: "all",
      validateRequestBody: true,
      validateRequestParameters: true,
    }),
  );
  const schema = JSON.stringify({ type: "object", required: ["size"] });
  await apiGateway.send(
    new CreateModelCommand({ restApiId, name: "Order", contentType: "application/json", schema }),
  );
  await addRoutes(apiGateway, restApiId, {
    "ANY /echo/{id}": {
      integration: proxyTo(echo),
      method: { authorizationType: "AWS_IAM", apiKeyRequired: true },
    },
    "POST /closed": { integration: proxyTo(echo.replace("echo", "closed")) },
    "POST /custom": {
      integration: {
        type: "AWS",
        integrationHttpMethod: "POST",
        uri: custom,
        passthroughBehavior: "WHEN_NO_MATCH",
        requestTemplates: {
          "application/json": '{"stage": "$context.stage", "color": "$stageVariables.color"}',
        },
      },
    },
    "GET /mock": {},
    "PUT /checked": {
      method: {
        requestValidatorId: there(requestValidatorId),
        requestModels: { "application/json": "Order" },
        requestParameters: { "method.request.querystring.q": true },
      },
    },
  });
  const { items = [] } = await apiGateway.send(new GetResourcesCommand({ restApiId, limit: 500 }));
  for (const { path, id } of items) resourceIds.set(there(path), there(id));
});

async function tried(method: string, resource: string, input: Partial<TestInvokeMethodRequest> = {}) {
  const answer = await gateway.apiGateway.send(
    new TestInvokeMethodCommand({
      restApiId,
      resourceId: there(resourceIds.get(resource)),
      httpMethod: method,
      ...input,
    }),
  );
  const [first = "", ...rest] = there(answer.log).split("\n");
  const id = first.replace("Execution log for request ", "");
  const time = /^\w{3} \w{3} \d\d \d\d:\d\d:\d\d UTC \d{4} : /;
  expect(rest.slice(0, -1).every((line) => time.test(line))).toBe(true);
  const lines = rest.map((line) => line.replace(time, "").replaceAll(id, "ID"));
  return { answer, lines, body: answer.body ? JSON.parse(answer.body) : undefined };
}

describe("TestInvokeMethod", () => {
  it("goes past who may call, into a Lambda proxy that sees a test", async () => {
    const { answer, lines, body } = await tried("GET", "/echo/{id}", {
      pathWithQueryString: "/echo/7?a=1&a=2",
      headers: { Accept: "text/plain", "X-Api-Key": "a-key-that-nobody-has" },
      stageVariables: { color: "red" },
    });
    expect(answer).toMatchObject({
      status: 201,
      headers: { "X-A": "1", "X-B": "2", "X-Amzn-Trace-Id": expect.stringMatching(/^Root=1-/) },
      multiValueHeaders: { "X-B": ["1", "2"] },
    });
    expect(Object.keys(there(answer.headers)).toSorted()).toEqual(["X-A", "X-Amzn-Trace-Id", "X-B"]);
    expect(answer.latency).toBeGreaterThanOrEqual(0);
    expect(body).toMatchObject({
      resource: "/echo/{id}",
      path: "/echo/7",
      headers: { Accept: "text/plain", "X-Api-Key": "a-key-that-nobody-has" },
      pathParameters: { id: "7" },
      multiValueQueryStringParameters: { a: ["1", "2"] },
      stageVariables: { color: "red" },
      requestContext: {
        path: "/echo/7",
        stage: "test-invoke-stage",
        domainName: "testPrefix.testDomainName",
        domainPrefix: "testPrefix",
        identity: {
          apiKey: "test-invoke-api-key",
          apiKeyId: "test-invoke-api-key-id",
          sourceIp: "test-invoke-source-ip",
          userArn: "arn:aws:iam::123456789012:user/local",
          userAgent: expect.stringContaining("aws-sdk-js"),
        },
      },
    });
    expect(Object.keys(body.headers)).toEqual(["Accept", "X-Api-Key"]);
    expect(body.requestContext).not.toHaveProperty("deploymentId");
    const uri = expect.stringMatching(
      /https:\/\/lambda\.us-west-2\.amazonaws\.com\/2015-03-31\/functions\/arn:aws:lambda:us-west-2:123456789012:function:echo\/invocations$/,
    );
    expect(lines).toEqual([
      "Starting execution for request: ID",
      "HTTP Method: GET, Resource Path: /echo/7",
      "Method request path: {id=7}",
      "Method request query string: {a=1,2}",
      "Method request headers: {Accept=text/plain, X-Api-Key=***************dy-has}",
      "Method request body before transformations: ",
      uri,
      expect.stringMatching(/^Endpoint request headers: \{X-Amz-Date=\d{8}T\d{6}Z, .* \[TRUNCATED\]$/),
      expect.stringMatching(/^Endpoint request body after transformations: \{"resource":"\/echo\/\{id\}",/),
      uri,
      expect.stringMatching(/^Received response\. Status: 200, Integration latency: \d+ ms$/),
      expect.stringMatching(/^Endpoint response headers: \{Date=.*X-Amz-Executed-Version=\$LATEST, /),
      expect.stringMatching(/^Endpoint response body before transformations: \{"statusCode":201,/),
      expect.stringMatching(/^Method response body after transformations: \{"resource":/),
      expect.stringMatching(/^Method response headers: \{X-Amzn-Trace-Id=Root=.*, X-B=2, X-A=1\}$/),
      "Successfully completed execution",
      "Method completed with status: 201",
      "",
    ]);
  });

  it("has nulls where there is nothing, and the path of the resource", async () => {
    const { body } = await tried("DELETE", "/echo/{id}");
    expect(body).toMatchObject({
      httpMethod: "DELETE",
      path: "/echo/{id}",
      headers: null,
      multiValueHeaders: null,
      queryStringParameters: null,
      stageVariables: null,
      body: null,
    });
  });

  it("is no stage's: the model as it is now is tried, and no stage's metrics count it", async () => {
    const { lines, body } = await tried("GET", "/mock");
    expect(body).toEqual({ ok: true });
    expect(lines).toEqual([
      "Starting execution for request: ID",
      "HTTP Method: GET, Resource Path: /mock",
      "Method request path: {}",
      "Method request query string: {}",
      "Method request headers: {}",
      "Method request body before transformations: ",
      'Method response body after transformations: {"ok": true}',
      "Method response headers: {Content-Type=application/json}",
      "Successfully completed execution",
      "Method completed with status: 200",
      "",
    ]);
    const metrics = await fetch(`${gateway.url}/_gatewright/metrics`);
    expect(await metrics.json()).toEqual({ metrics: [] });
  });

  it.each([
    ["PUT", "/checked", {}, 400, "Missing required request parameters: [q]"],
    [
      "PUT",
      "/checked",
      { pathWithQueryString: "/checked?q=1", body: "{}" },
      400,
      'Request body does not match model schema for content type application/json: [object has missing required properties (["size"])]',
    ],
    [
      "PUT",
      "/checked",
      { pathWithQueryString: "/checked?q=1", body: "{" },
      400,
      "Request body does not match model schema for content type application/json: [Unknown error parsing request body]",
    ],
    [
      "POST",
      "/closed",
      {},
      500,
      "Execution failed due to configuration error: Invalid permissions on Lambda function",
    ],
    [
      "POST",
      "/echo/{id}",
      { body: "odd" },
      502,
      "Execution failed due to configuration error: Malformed Lambda proxy response",
    ],
    [
      "POST",
      "/custom",
      {},
      500,
      "Execution failed due to configuration error: No match for output mapping and no default output mapping configured. Endpoint Response Status Code: 200",
    ],
  ])("%s %s with %j says in the log why it is %i", async (method, resource, input, status, why) => {
    const { answer, lines } = await tried(method, resource, input);
    expect(answer.status).toBe(status);
    expect(Object.keys(there(answer.headers))).toEqual(["x-amzn-ErrorType"]);
    expect(lines.slice(-3)).toEqual([why, `Method completed with status: ${status}`, ""]);
    expect(lines).not.toContain("Successfully completed execution");
  });

  it("says what a function failed with", async () => {
    const { answer, lines } = await tried("POST", "/echo/{id}", { body: "fail" });
    expect(answer.status).toBe(502);
    expect(lines.at(-3)).toMatch(
      /^Lambda execution failed with status 200 due to customer function error: no luck\. Lambda request id: [0-9a-f-]{36}$/,
    );
  });

  it("sends a custom integration what its template made of the test", async () => {
    const { lines } = await tried("POST", "/custom", { stageVariables: { color: "red" }, body: "{}" });
    const sent = '{"stage": "test-invoke-stage", "color": "red"}';
    expect(lines).toContain(`Endpoint request body after transformations: ${sent}`);
    expect(lines).toContain(
      'Endpoint response body before transformations: {"got":{"stage":"test-invoke-stage","color":"red"}}',
    );
  });

  it("lets others in while it runs: a function may call the gateway", async () => {
    const source = `export const handler = async () => {
      const response = await fetch(process.env.AWS_ENDPOINT_URL + "/restapis", { method: "POST", body: '{"name":"made"}' });
      return { statusCode: response.status };
    };`;
    const uri = await makeFunction(gateway.lambda, "caller", source);
    await permit(gateway.lambda, "caller");
    const api = await makeApi(gateway.apiGateway, { "GET /call": { integration: proxyTo(uri) } });
    const { items = [] } = await gateway.apiGateway.send(new GetResourcesCommand({ restApiId: api }));
    const resourceId = there(items.find(({ path }) => path === "/call")?.id);
    const { answer } = await tried("GET", "/mock", { restApiId: api, resourceId });
    expect(answer.status).toBe(201);
  });

  it.each([
    [{ httpMethod: "GET" }, 404, "Invalid Method identifier specified"],
    [{ resourceId: "nowhere" }, 404, "Invalid Resource identifier specified"],
    [{ restApiId: "nowhere" }, 404, "Invalid Resource identifier specified"],
  ])("refuses %j", async (input, status, message) => {
    expect(await refusalOf(tried("PUT", "/checked", input))).toMatchObject({ status, message });
  });
});

describe("TestInvokeAuthorizer", () => {
  async function authorizer(type: "TOKEN" | "REQUEST"): Promise<string> {
    const uri = await makeFunction(gateway.lambda, `authorizer-${type}`, authorizerSource);
    await permit(gateway.lambda, `authorizer-${type}`);
    const made = await gateway.apiGateway.send(
      new CreateAuthorizerCommand({
        restApiId,
        name: type,
        type,
        authorizerUri: uri,
        identitySource: "method.request.header.Token",
      }),
    );
    return there(made.id);
  }

  async function asked(authorizerId: string, input: Partial<TestInvokeAuthorizerRequest>) {
    const answer = await gateway.apiGateway.send(
      new TestInvokeAuthorizerCommand({ restApiId, authorizerId, ...input }),
    );
    const [first = "", ...rest] = there(answer.log).split("\n");
    const id = first.replace("Execution log for request ", "");
    return { answer, lines: rest.map((line) => line.replace(/^.{28} : /, "").replaceAll(id, "ID")) };
  }

  it("says whom a token is taken for, and what that one may, whatever that is", async () => {
    const id = await authorizer("TOKEN");
    const { answer, lines } = await asked(id, { headers: { Token: "a-token-that-is-long-enough" } });
    expect(answer).toMatchObject({ clientStatus: 0, principalId: "somebody-with-a-name" });
    const arn = `arn:aws:execute-api:us-west-2:123456789012:${restApiId}/ESTestInvoke-stage/GET/`;
    expect(JSON.parse(there(answer.policy))).toEqual({
      Version: "2012-10-17",
      Statement: [{ Action: "execute-api:Invoke", Effect: "Deny", Resource: arn }],
    });
    expect(lines).toEqual([
      `Starting authorizer: ${id} for request: ID`,
      "Incoming identity: *********************enough",
      expect.stringMatching(/^Endpoint request URI: https:\/\/lambda\.us-west-2\./),
      expect.stringMatching(/^Endpoint request headers: \{x-amzn-lambda-integration-tag=ID, /),
      expect.stringContaining(`"methodArn":"${arn}"`),
      expect.stringMatching(/^Sending request to https:/),
      expect.stringMatching(/^Authorizer result body before parsing: \{"principalId":/),
      "Using valid authorizer policy for principal: **************a-name",
      "Successfully completed authorizer execution",
      "",
    ]);
    const nobody = await asked(id, { headers: { Token: "nobody" } });
    expect(nobody.answer).toMatchObject({ clientStatus: 401 });
    expect(nobody.lines.at(-2)).toBe("Unauthorized request: ID");
    expect((await asked(id, {})).answer).toMatchObject({ clientStatus: 401 });
    const broken = await asked(id, { headers: { Token: "broken" } });
    expect(broken.answer).toMatchObject({ clientStatus: 500 });
    expect(broken.lines.at(-2)).toMatch(/^Execution failed due to configuration error: .*no principalId/);
  });

  it("shows a REQUEST authorizer the simulated request", async () => {
    const id = await authorizer("REQUEST");
    const { answer, lines } = await asked(id, {
      multiValueHeaders: { Token: ["abcdef"] },
      pathWithQueryString: "/?q=1",
      stageVariables: { color: "red" },
    });
    expect(answer.clientStatus).toBe(0);
    const event = lines.find((line) => line.startsWith("Endpoint request body"));
    expect(event).toContain('"headers":{"Token":"abcdef"},"multiValueHeaders":{"Token":["abcdef"]}');
    expect(event).toContain('"queryStringParameters":{"q":"1"}');
    expect(event).toContain('"stageVariables":{"color":"red"}');
    expect(event).toContain('"sourceIp":"test-invoke-source-ip"');
  });

  it("adds to the context what the test says", async () => {
    const authorizerUri = await makeFunction(gateway.lambda, "authorizer-context", authorizerSource);
    await permit(gateway.lambda, "authorizer-context");
    const { id } = await gateway.apiGateway.send(
      new CreateAuthorizerCommand({
        restApiId,
        name: "context",
        type: "REQUEST",
        authorizerUri,
        identitySource: "context.identity.sourceIp, context.mine",
      }),
    );
    const headers = { Token: "abc" };
    expect((await asked(there(id), { headers })).answer.clientStatus).toBe(401);
    const additionalContext = { "identity.sourceIp": "203.0.113.9", mine: "this" };
    const { answer, lines } = await asked(there(id), { headers, additionalContext });
    expect(answer.clientStatus).toBe(0);
    expect(lines[1]).toBe("Incoming identity: ***********, ****");
    const event = lines.find((line) => line.startsWith("Endpoint request body"));
    expect(event).toContain('"sourceIp":"203.0.113.9"');
    expect(event).toContain('"userAgent"');
  });

  it("reads a user pool's token", async () => {
    const pool = "us-west-2_Tests";
    const made = await gateway.apiGateway.send(
      new CreateAuthorizerCommand({
        restApiId,
        name: "pool",
        type: "COGNITO_USER_POOLS",
        providerARNs: [`arn:aws:cognito-idp:us-west-2:123456789012:userpool/${pool}`],
        identitySource: "method.request.header.Token",
      }),
    );
    const tokens = await fetch(`${gateway.url}/_gatewright/cognito/${pool}/token`, {
      method: "POST",
      body: '{"username": "alice"}',
    });
    const { id_token: idToken } = JSON.parse(await tokens.text());
    const { answer } = await asked(there(made.id), { headers: { Token: idToken } });
    expect(answer).toMatchObject({ clientStatus: 0, claims: { "cognito:username": "alice" } });
    const wrong = await asked(there(made.id), { headers: { Token: "x.y.z" } });
    expect(wrong.answer.clientStatus).toBe(401);
  });

  it("refuses what is not there", async () => {
    expect(await refusalOf(asked("nobody", {}))).toMatchObject({
      status: 404,
      message: "Invalid Authorizer identifier specified",
    });
  });
});

it("deploys after a test as before it", async () => {
  await deploy(gateway.apiGateway, restApiId);
  const answer = await fetch(`${gateway.url}/restapis/${restApiId}/prod/_user_request_/mock`);
  expect(await answer.json()).toEqual({ ok: true });
});
