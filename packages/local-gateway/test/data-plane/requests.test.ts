import { createHash } from "node:crypto";
import type { IntegrationResponse, Resource } from "@aws-sdk/client-api-gateway";
import { describe, expect, it } from "vitest";
import { AwsError } from "../../src/aws-error.ts";
import type { DeployedStage } from "../../src/data-plane/deployed-stage.ts";
import { createDataPlane, type DataPlaneOptions, type RequestRecord } from "../../src/data-plane/index.ts";
import type { Invocation } from "../../src/lambda/invoke.ts";
import type { RawRequest, RawResponse } from "../../src/raw-http.ts";
import {
  dataPlaneOptions,
  functionArn,
  functionUri,
  ids,
  rawRequest,
  resource,
  stage,
  withBody,
} from "../fixtures/data-plane.ts";

const lambdaProxy = { type: "AWS_PROXY", httpMethod: "POST", uri: functionUri } as const;

interface Answered {
  readonly status: number;
  readonly body: string;
  readonly headers: Record<string, string>;
  readonly raw: RawResponse;
  readonly record: RequestRecord;
  readonly invocations: readonly Invocation[];
}

/** Sends one request to a stage whose functions answer `result`. */
async function send(
  deployed: DeployedStage | readonly Resource[],
  request: RawRequest,
  result: unknown = { statusCode: 200, body: "fine" },
  options: Partial<DataPlaneOptions> = {},
): Promise<Answered> {
  const records: RequestRecord[] = [];
  const invocations: Invocation[] = [];
  const found = "snapshot" in deployed ? deployed : stage(deployed);
  const plane = createDataPlane({
    ...dataPlaneOptions(found),
    invoke: async (invocation) => {
      invocations.push(invocation);
      return { payload: JSON.stringify(result), executedVersion: "$LATEST", log: () => "" };
    },
    record: (record) => records.push(record),
    ...options,
  });
  const raw = await plane(request);
  const [record] = records;
  if (record === undefined || records.length > 1) throw new Error(`${records.length} records`);
  return {
    status: raw.status,
    body: new TextDecoder().decode(raw.body),
    headers: Object.fromEntries(raw.headers.map(([name, value]) => [name.toLowerCase(), value])),
    raw,
    record,
    invocations,
  };
}

const internal = {
  body: '{"message": "Internal server error"}',
  headers: { "x-amzn-errortype": "InternalServerErrorException" },
};

describe("what is not there", () => {
  const routes = [resource("/greeting", "GET", lambdaProxy)];

  it("an unknown route", async () => {
    const { status, body, headers, record } = await send(routes, rawRequest("GET", "/greetin"));
    expect({ status, body }).toEqual({ status: 403, body: '{"message":"Missing Authentication Token"}' });
    expect(headers).toEqual({
      "content-type": "application/json",
      "x-amzn-requestid": ids.requestId,
      "x-amz-apigw-id": "AAAAAAAAAAAAAAA=",
      "x-amzn-errortype": "MissingAuthenticationTokenException",
    });
    expect(record.reason).toBe(
      'no route for GET /greetin; the nearest is /greeting, which has GET: segment 1 is "greetin" where it has "greeting"',
    );
    expect(record.boxes.map(({ box, outcome }) => `${box} ${outcome.kind}`)).toEqual([
      "parse-request passed",
      "route refused",
      "gateway-response passed",
    ]);
  });

  it("an unknown stage or API", async () => {
    const unknown = await send(routes, rawRequest("GET", "/greeting", { stageName: "nope" }));
    expect(unknown).toMatchObject({ status: 403, body: '{"message":"Forbidden"}' });
  });
});

describe("a lambda proxy integration", () => {
  const routes = [resource("/a/{id}", "ANY", lambdaProxy)];

  it("hands over the event and returns the answer", async () => {
    const answer = { statusCode: 201, headers: { "X-A": "1", "X-B": true, "X-C": 5 }, body: "ü" };
    const request = rawRequest("PUT", "/a/7%2F?q=1", withBody("{}", [["X-Amzn-Trace-Id", "Root=1-2-3"]]));
    const { status, body, headers, record, invocations } = await send(routes, request, answer);
    expect({ status, body }).toEqual({ status: 201, body: "ü" });
    expect(headers).toMatchObject({
      "content-type": "application/json",
      "x-a": "1",
      "x-b": "true",
      "x-c": "5",
      "x-amzn-trace-id": "Root=1-2-3;Parent=0000000000000000;Sampled=0",
    });
    expect(invocations).toMatchObject([{ functionArn, requestId: "uuid" }]);
    expect(JSON.parse(invocations[0]?.payload ?? "")).toMatchObject({
      resource: "/a/{id}",
      path: "/a/7%2F",
      pathParameters: { id: "7%2F" },
      body: "{}",
    });
    expect(record.boxes.map(({ box }) => box)).toEqual([
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
    expect(record).toMatchObject({ status: 201, method: "PUT", path: "/a/7%2F", requestId: ids.requestId });
    expect(record.reason).toBeUndefined();
  });

  it.each<[what: string, result: unknown, expected: object]>([
    ["no body", { statusCode: 200 }, { status: 200, body: "" }],
    ["only headers", { headers: { a: "b" } }, { status: 200, body: "" }],
    ["nothing at all in an object", {}, { status: 200, body: "" }],
    ["headers: null", { statusCode: 200, headers: null }, { status: 200 }],
    ["a status as text", { statusCode: "201" }, { status: 201 }],
    ["base64 as text", { body: "dGVzdA==", isBase64Encoded: "True" }, { body: "dGVzdA==" }],
    ["base64 that is neither true nor false", { body: "", isBase64Encoded: 1 }, { status: 502, ...internal }],
    ["base64 that nobody decodes", { body: "dGVzdC1kYXRh", isBase64Encoded: true }, { body: "dGVzdC1kYXRh" }],
    ["an unknown member", { statusCode: 200, wrongValue: "value" }, { status: 502, ...internal }],
    ["a status that is no number", { statusCode: "test" }, { status: 502, ...internal }],
    ["text", "justAString", { status: 502, ...internal }],
    ["null", null, { status: 502, ...internal }],
    ["a list", [], { status: 502, ...internal }],
    ["a body that is an object", { body: {} }, { status: 502, ...internal }],
    ["a multi-value header that is no list", { multiValueHeaders: { a: "b" } }, { status: 502, ...internal }],
    ["a header with a line feed", { headers: { a: "b\nc: d" } }, { status: 502, ...internal }],
  ])("answers %s as recorded", async (_, result, expected) => {
    expect(await send(routes, rawRequest("GET", "/a/1"), result)).toMatchObject(expected);
  });

  it("merges multi-value headers with single ones, in the spelling of the former", async () => {
    const result = {
      multiValueHeaders: { "tesT-Multi": ["a", "b"] },
      headers: { "test-multi": "c", d: "e" },
    };
    const { raw } = await send(routes, rawRequest("GET", "/a/1"), result);
    expect(raw.headers.filter(([name]) => /multi|^d$/i.test(name))).toEqual([
      ["tesT-Multi", "a"],
      ["tesT-Multi", "b"],
      ["tesT-Multi", "c"],
      ["d", "e"],
    ]);
  });

  it("decodes base64 for a caller that accepts a binary media type", async () => {
    const deployed = stage(routes, { binaryMediaTypes: ["image/png"] });
    const request = rawRequest("GET", "/a/1", { headers: [["Accept", "image/png, text/html"]] });
    const bodyOf = async (says: object) => {
      return (await send(deployed, request, { body: "dGVzdC1kYXRh", ...says })).body;
    };
    expect(await bodyOf({ isBase64Encoded: true })).toBe("test-data");
    expect(await bodyOf({ isBase64Encoded: "true" })).toBe("test-data");
    expect(await bodyOf({ isBase64Encoded: false, base64Encoded: true })).toBe("test-data");
    expect(await bodyOf({ isBase64Encoded: true, base64Encoded: "false" })).toBe("dGVzdC1kYXRh");
  });

  it("answers 502 when the function failed, and tells the record why", async () => {
    const failed = async () => ({
      payload: '{"errorMessage":"secret"}',
      functionError: "Unhandled" as const,
      executedVersion: "$LATEST",
      log: () => "",
    });
    const answer = await send(routes, rawRequest("GET", "/a/1"), undefined, { invoke: failed });
    expect(answer).toMatchObject({ status: 502, ...internal });
    expect(answer.record.reason).toBe("the function failed: secret");
  });

  it("answers 500 without a permission, and says how to give it; a role needs none", async () => {
    const asked: string[][] = [];
    const mayInvoke = (...question: string[]) => {
      asked.push(question);
      return false;
    };
    const refused = await send(routes, rawRequest("GET", "/a/1"), undefined, { mayInvoke });
    expect(refused).toMatchObject({ status: 500, ...internal, invocations: [] });
    const sourceArn = "arn:aws:execute-api:us-east-1:123456789012:abcdefghij/test/GET/a/*";
    expect(asked).toEqual([[functionArn, sourceArn]]);
    expect(refused.record.reason).toContain(
      `--principal apigateway.amazonaws.com --source-arn '${sourceArn}'`,
    );
    const role = { ...lambdaProxy, credentials: "arn:aws:iam::123456789012:role/r" };
    const allowed = await send([resource("/", "GET", role)], rawRequest("GET", "/"), undefined, {
      mayInvoke,
    });
    expect(allowed.status).toBe(200);
  });

  it("answers 504 after the timeout", async () => {
    const waits: number[] = [];
    const answer = await send(
      [resource("/", "GET", { ...lambdaProxy, timeoutInMillis: 50 })],
      rawRequest("GET", "/"),
      undefined,
      {
        invoke: () => new Promise(() => {}),
        after: (milliseconds, then) => {
          waits.push(milliseconds);
          queueMicrotask(then);
          return () => {};
        },
      },
    );
    expect(answer).toMatchObject({ status: 504, body: '{"message": "Endpoint request timed out"}' });
    expect(waits).toEqual([50]);
  });

  it.each<[what: string, integration: object, reason: RegExp]>([
    ["another integration method", { ...lambdaProxy, httpMethod: "GET" }, /called with POST/],
    ["a uri that names no function", { ...lambdaProxy, uri: "http://x" }, /has the uri "http:\/\/x"/],
    ["a type that is none", { type: "FTP", uri: "http://x" }, /type FTP/],
    [
      "a forbidden header in its mapping",
      { ...lambdaProxy, requestParameters: { "integration.request.header.TE": "'x'" } },
      /map the header TE/,
    ],
  ])("answers 500 for %s", async (_, integration, reason) => {
    const answer = await send([resource("/", "GET", integration)], rawRequest("GET", "/"));
    expect(answer).toMatchObject({ status: 500, ...internal });
    expect(answer.record.reason).toMatch(reason);
  });
});

describe("a custom lambda integration", () => {
  const integration = {
    type: "AWS",
    httpMethod: "POST",
    uri: functionUri,
    requestTemplates: { "application/json": `{"greeter":"$input.params('greeter')"}` },
    integrationResponses: {
      "200": { statusCode: "200", selectionPattern: "" },
      "404": {
        statusCode: "404",
        selectionPattern: "\\[404\\].*",
        responseTemplates: { "application/json": `{"why":$input.json("$.errorMessage")}` },
      },
    },
  } as const;
  const routes = [resource("/greeting", "GET", integration), resource("/greeting", "POST", integration)];

  it("renders the request template and passes the result through", async () => {
    const { status, body, headers, invocations } = await send(
      routes.slice(0, 1),
      rawRequest("GET", "/greeting?greeter=me"),
      { hello: "me" },
    );
    expect({ status, body }).toEqual({ status: 200, body: '{"hello":"me"}' });
    expect(headers).toMatchObject({
      "content-type": "application/json",
      "x-amzn-trace-id": expect.any(String),
    });
    expect(invocations[0]?.payload).toBe('{"greeter":"me"}');
  });

  it.each<[what: string, result: unknown, expected: object]>([
    [
      "a matching error",
      { errorMessage: "[404] gone", errorType: "Error" },
      { status: 404, body: '{"why":"[404] gone"}' },
    ],
    [
      "another error, which the default takes",
      { errorMessage: "x" },
      { status: 200, body: '{"errorMessage":"x"}' },
    ],
    ["a success", ["fine"], { status: 200, body: '["fine"]' }],
  ])("chooses the response for %s", async (_, result, expected) => {
    expect(await send(routes.slice(0, 1), rawRequest("GET", "/greeting"), result)).toMatchObject(expected);
  });

  it("lets the response template choose status and headers", async () => {
    const template = `#set($o=$input.path("$"))#set($context.responseOverride.status=$o.status)#set($context.responseOverride.header.Location=$o.headers.location)$input.json("$.body")`;
    const chosen = {
      ...integration,
      integrationResponses: {
        "200": {
          statusCode: "200",
          responseTemplates: { "application/json": template },
          responseParameters: { "method.response.header.X-Stage": "context.stage" },
        },
      },
    };
    const result = { status: 201, headers: { location: "/x" }, body: { id: 1 } };
    const { status, body, headers } = await send(
      [resource("/", "GET", chosen)],
      rawRequest("GET", "/"),
      result,
    );
    expect({ status, body }).toEqual({ status: 201, body: '{"id":1}' });
    expect(headers).toMatchObject({ location: "/x", "x-stage": "test" });
  });

  it.each<[what: string, change: object, contentType: string, expected: object]>([
    ["WHEN_NO_MATCH", {}, "text/xml", { status: 200 }],
    [
      "NEVER",
      { passthroughBehavior: "NEVER" },
      "text/xml",
      { status: 415, body: '{"message": "Unsupported Media Type"}' },
    ],
    ["WHEN_NO_TEMPLATES and one", { passthroughBehavior: "WHEN_NO_TEMPLATES" }, "text/xml", { status: 415 }],
    [
      "WHEN_NO_TEMPLATES and none",
      { passthroughBehavior: "WHEN_NO_TEMPLATES", requestTemplates: {} },
      "text/xml",
      { status: 200 },
    ],
    [
      "NEVER and a template",
      { passthroughBehavior: "NEVER" },
      "application/json; charset=utf-8",
      { status: 200 },
    ],
  ])("passes through: %s", async (_, change, contentType, expected) => {
    const request = rawRequest("POST", "/", withBody("{}", [["content-type", contentType]]));
    expect(await send([resource("/", "POST", { ...integration, ...change })], request)).toMatchObject(
      expected,
    );
  });

  it("answers 500 when no response matches, a template fails or Lambda refuses", async () => {
    const none = { ...integration, integrationResponses: { "404": integration.integrationResponses["404"] } };
    const noMatch = await send([resource("/", "GET", none)], rawRequest("GET", "/"), { a: 1 });
    expect(noMatch).toMatchObject({ status: 500, ...internal });
    expect(noMatch.record.reason).toBe(
      'no integration response of GET / matches "", and none is the default (it has: 404 for \\[404\\].*): put one without a selectionPattern',
    );
    const broken = { ...integration, requestTemplates: { "application/json": "#if(" } };
    const failing = await send([resource("/", "GET", broken)], rawRequest("GET", "/"));
    expect(failing).toMatchObject({ status: 500, ...internal, invocations: [] });
    expect(failing.record.reason).toMatch(
      /^the request template for application\/json of GET \/ failed: .*line 1/s,
    );
    expect(failing.record.boxes.at(-2)).toMatchObject({
      box: "integration-request",
      outcome: { kind: "refused" },
    });
    const gone = await send([resource("/", "GET", integration)], rawRequest("GET", "/"), undefined, {
      invoke: () => Promise.reject(new AwsError("ResourceNotFoundException", 404, "Function not found")),
    });
    expect(gone).toMatchObject({ status: 500, ...internal });
    expect(gone.record.reason).toMatch(/^there is no function .*:Hello: create it/);
  });
});

describe("a mock integration", () => {
  const mocked = (
    template: string,
    responses: Record<string, IntegrationResponse> = {
      "200": { statusCode: "200", selectionPattern: "2\\d{2}" },
    },
  ) =>
    send(
      [
        resource("/{p}", "GET", {
          type: "MOCK",
          requestTemplates: { "application/json": template },
          integrationResponses: responses,
        }),
      ],
      rawRequest("GET", "/path1"),
    );

  it.each(['{"statusCode": 200}', "{statusCode: 200}", '{"a": 1, statusCode:200}', "{ 'statusCode': 200 }"])(
    "answers the status of %s",
    async (template) => {
      const { status, body, headers } = await mocked(template);
      expect({ status, body }).toEqual({ status: 200, body: "" });
      expect(headers).not.toHaveProperty("x-amzn-trace-id");
    },
  );

  it.each(['{"statusCode": "ok"}', "", "{}"])("answers 500 for %j", async (template) => {
    expect(await mocked(template)).toMatchObject({ status: 500, ...internal });
  });

  it("lets the request template choose the answer's status, and the response template see it", async () => {
    const template =
      '#set($context.responseOverride.status = 444)#set($context.responseOverride.header.foo = "bar"){"statusCode": 200}';
    expect(await mocked(template)).toMatchObject({ status: 444, body: "", headers: { foo: "bar" } });
    const seen = {
      "200": {
        statusCode: "200",
        responseTemplates: {
          "application/json": "$context.responseOverride.status $context.responseOverride.header.foo",
        },
      },
    };
    expect(await mocked(template, seen)).toMatchObject({ status: 444, body: "444 bar" });
  });

  it("keeps the request's overrides for the response template", async () => {
    const template = '#set($context.requestOverride.path.body = "seen"){"statusCode": 200}';
    const responses = {
      "200": {
        statusCode: "200",
        responseTemplates: { "application/json": "$context.requestOverride.path.body $input.params('p')" },
      },
    };
    expect(await mocked(template, responses)).toMatchObject({ status: 200, body: "seen path1" });
  });
});

describe("authorization", () => {
  const routes = [resource("/", "GET", lambdaProxy, { authorizationType: "AWS_IAM" })];

  it("asks for a signature", async () => {
    const answer = await send(routes, rawRequest("GET", "/"));
    expect(answer).toMatchObject({
      status: 403,
      body: '{"message":"Missing Authentication Token"}',
      headers: { "x-amzn-errortype": "MissingAuthenticationTokenException" },
    });
    expect(answer.record.reason).toContain("has no signature");
  });

  it("never shows a signature's mismatch without AWS's own words, nor the secret", async () => {
    const day = "20241114";
    const headers = [
      ["Host", "127.0.0.1:4566"],
      ["X-Amz-Date", `${day}T151617Z`],
      [
        "Authorization",
        `AWS4-HMAC-SHA256 Credential=AK/${day}/us-east-1/execute-api/aws4_request, SignedHeaders=host;x-amz-date, Signature=${createHash("sha256").digest("hex")}`,
      ],
    ] as const;
    const { status, body } = await send(routes, rawRequest("GET", "/", { headers }), undefined, {
      credentials: () => ({ secretAccessKey: "the-secret", arn: "arn:aws:iam::123456789012:user/a" }),
    });
    expect(status).toBe(403);
    expect(JSON.parse(body).message).toMatch(
      /\nThe Canonical String for this request should have been\n'GET\n\/restapis\//,
    );
    expect(body).not.toContain("the-secret");
  });

  it("answers 500 for a kind that is not there yet", async () => {
    const custom = [resource("/", "GET", lambdaProxy, { authorizationType: "OTHER" })];
    const answer = await send(custom, rawRequest("GET", "/"));
    expect(answer).toMatchObject({ status: 500, ...internal });
    expect(answer.record.reason).toContain("authorization type OTHER");
  });
});

it("tells a caller nothing of a fault inside the gateway", async () => {
  const answer = await send([resource("/", "GET", lambdaProxy)], rawRequest("GET", "/"), undefined, {
    invoke: () => Promise.reject(new Error("secret")),
  });
  expect(answer).toMatchObject({ status: 500, ...internal });
  expect(answer.record.reason).toContain("secret");
});
