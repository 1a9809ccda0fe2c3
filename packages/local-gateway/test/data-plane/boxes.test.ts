import { describe, expect, it } from "vitest";
import { printTraceId, traceIdOf } from "../../src/data-plane/context/trace-id.ts";
import { maximumBodyBytes, parseRequest } from "../../src/data-plane/front-door/parse-request.ts";
import type { defaultResponses } from "../../src/data-plane/gateway-response/default-responses.ts";
import { gatewayResponse } from "../../src/data-plane/gateway-response/gateway-response.ts";
import { isBinary } from "../../src/data-plane/mapping/binary-media-types.ts";
import { valueAt } from "../../src/data-plane/mapping/json-path.ts";
import { mapRequestParameters, mapResponseHeaders } from "../../src/data-plane/mapping/parameter-mapping.ts";
import { proxyEvent } from "../../src/data-plane/mapping/proxy-event.ts";
import { matchesWhole } from "../../src/data-plane/mapping/selection-pattern.ts";
import { methodRequest as validate } from "../../src/data-plane/method-request/method-request.ts";
import { methodResponse } from "../../src/data-plane/method-response/method-response.ts";
import { functionOf, withStageVariables } from "../../src/data-plane/outbound/integration-uri.ts";
import { Refusal } from "../../src/data-plane/refusal.ts";
import { functionUri, ids, methodRequest, rawRequest, stage, withBody } from "../fixtures/data-plane.ts";

describe("parse-request", () => {
  it.each<[query: string, expected: Record<string, string[]>]>([
    ["", {}],
    ["a=1&b=2&a=3", { a: ["1", "3"], b: ["2"] }],
    ["a", { a: [""] }],
    ["a=&=b", { a: [""], "": ["b"] }],
    ["a=1;b=2", { a: ["1"], b: ["2"] }],
    [
      "dateTimeOffset=2023-06-12T18:05:10.123456+00:00",
      { dateTimeOffset: ["2023-06-12T18:05:10.123456 00:00"] },
    ],
    ["email=test%2Balias@gmail.com&x=y=z", { email: ["test+alias@gmail.com"], x: ["y=z"] }],
    ["bad=%E0%A4%A", { bad: ["%E0%A4%A"] }],
    ["__proto__=1", { ["__proto__"]: ["1"] }],
  ])("reads the query %j", (query, expected) => {
    const parsed = parseRequest(rawRequest("GET", `/a?${query}`));
    expect([...parsed.query]).toEqual(Object.entries(expected));
  });

  it("drops the headers that nothing behind it may see, and keeps the spelling of the others", () => {
    const headers = [
      ["connection", "close"],
      ["CONTENT-LENGTH", "0"],
      ["TE", "x"],
      ["x-Mine", "1"],
      ["X-mine", "2"],
    ] as const;
    expect(parseRequest(rawRequest("GET", "/", { headers })).headers).toEqual([
      ["x-Mine", "1"],
      ["X-mine", "2"],
    ]);
  });

  it.each([
    [undefined, "application/json"],
    ["text/XML; charset=utf-8", "text/xml"],
  ])("takes the content type %j for %j", (header, expected) => {
    const headers = header === undefined ? [] : [["content-type", header] as const];
    expect(parseRequest(rawRequest("POST", "/", { headers })).contentType).toBe(expected);
  });

  it("refuses more than ten megabytes", () => {
    const body = new Uint8Array(maximumBodyBytes + 1);
    expect(() => parseRequest(rawRequest("POST", "/", { body }))).toThrow(
      expect.objectContaining({ kind: "request-too-large" }),
    );
  });
});

describe("method-request", () => {
  const parameters = {
    "method.request.querystring.qs1": true,
    "method.request.header.x-header-param": true,
    "method.request.path.issuer": true,
    "method.request.querystring.optional": false,
  };
  const check = (validatesParameters: boolean, sent: Parameters<typeof methodRequest>[1] = {}) => {
    const deployed = stage([], {
      requestValidators: [{ id: "v1", validateRequestParameters: validatesParameters }],
    });
    const request = methodRequest({ type: "MOCK" }, { ...sent, deployed });
    const methodSettings = { requestValidatorId: "v1", requestParameters: parameters };
    return validate({ request: { ...request, methodSettings }, stage: deployed, ids });
  };

  it("names all missing parameters in the recorded order", () => {
    expect(() => check(true)).toThrow(
      expect.objectContaining({
        kind: "missing-parameters",
        wireMessage: "Missing required request parameters: [x-header-param, issuer, qs1]",
      }),
    );
  });

  it("looks at header names with their case", async () => {
    const sent = { pathParameters: { issuer: "a" }, query: new Map([["qs1", ["1"]]]) };
    expect(() => check(true, { ...sent, headers: [["X-Header-Param", "1"]] })).toThrow(/\[x-header-param\]/);
    expect((await check(true, { ...sent, headers: [["x-header-param", "1"]] })).context.stage).toBe("test");
  });

  it("lets everything pass without a validator that looks at parameters", async () => {
    expect((await check(false)).context.apiId).toBe("abcdefghij");
  });
});

describe("the event of a proxy integration", () => {
  it("is the recorded one", () => {
    const raw = rawRequest("POST", "/foobar?testQueryString=foo&testVar=bar&testVar=baz", {
      ...withBody('{"message": "hello world"}', [
        ["host", "127.0.0.1:4566"],
        ["Content-Type", "application/json"],
        ["user-agent", "test/integration"],
        ["tEsT-HEADeR", "aValUE"],
        ["tEsT-HEADeR", "second"],
        ["Connection", "keep-alive"],
      ]),
    });
    const parsed = parseRequest(raw);
    const request = methodRequest(
      { type: "AWS_PROXY" },
      { ...parsed, resourcePath: "/{pathVariable}", pathParameters: { pathVariable: "foobar" } },
    );
    const headers = {
      Host: "127.0.0.1:4566",
      "Content-Type": "application/json",
      "User-Agent": "test/integration",
      "X-Amzn-Trace-Id": "Root=1-67360f41-0123456789abcdef01234567",
      "X-Forwarded-For": "203.0.113.7",
      "X-Forwarded-Port": "4566",
      "X-Forwarded-Proto": "http",
    };
    expect(
      proxyEvent(request, { stageVariables: {}, binaryMediaTypes: ["image/png"], traceRoot: ids.trace.root }),
    ).toEqual({
      resource: "/{pathVariable}",
      path: "/foobar",
      httpMethod: "POST",
      headers: { ...headers, "tEsT-HEADeR": "second" },
      multiValueHeaders: {
        ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
        "tEsT-HEADeR": ["aValUE", "second"],
      },
      queryStringParameters: { testQueryString: "foo", testVar: "baz" },
      multiValueQueryStringParameters: { testQueryString: ["foo"], testVar: ["bar", "baz"] },
      pathParameters: { pathVariable: "foobar" },
      stageVariables: null,
      requestContext: {
        accountId: "123456789012",
        apiId: "abcdefghij",
        deploymentId: "dep123",
        domainName: "127.0.0.1:4566",
        domainPrefix: "abcdefghij",
        extendedRequestId: "JKJaXmPLvHcESHA=",
        httpMethod: "POST",
        identity: {
          accessKey: null,
          accountId: null,
          caller: null,
          cognitoAuthenticationProvider: null,
          cognitoAuthenticationType: null,
          cognitoIdentityId: null,
          cognitoIdentityPoolId: null,
          principalOrgId: null,
          sourceIp: "203.0.113.7",
          user: null,
          userAgent: "test/integration",
          userArn: null,
        },
        path: "/test/foobar",
        protocol: "HTTP/1.1",
        requestId: "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
        requestTime: "14/Nov/2024:15:16:17 +0000",
        requestTimeEpoch: 1731597377000,
        resourceId: "res123",
        resourcePath: "/{pathVariable}",
        stage: "test",
      },
      body: '{"message": "hello world"}',
      isBase64Encoded: false,
    });
  });

  it("keeps a caller's Authorization, unless it is a signature", () => {
    const settings = { stageVariables: {}, binaryMediaTypes: [], traceRoot: "1-2-3" };
    const seen = (value: string) =>
      proxyEvent(methodRequest({}, { headers: [["authorization", value]] }), settings).headers;
    expect(seen("Bearer abc")).toMatchObject({ Authorization: "Bearer abc" });
    expect(seen("AWS4-HMAC-SHA256 Credential=x")).not.toHaveProperty("Authorization");
  });

  it("has null for what is not there, and base64 for a binary media type", () => {
    const settings = { stageVariables: { a: "1" }, binaryMediaTypes: ["image/*"], traceRoot: "1-2-3" };
    expect(proxyEvent(methodRequest({}), settings)).toMatchObject({
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
      pathParameters: null,
      stageVariables: { a: "1" },
      body: null,
      isBase64Encoded: false,
    });
    const image = methodRequest(
      {},
      { headers: [["content-type", "image/png"]], body: Uint8Array.of(0xff, 0) },
    );
    expect(proxyEvent(image, settings)).toMatchObject({ body: "/wA=", isBase64Encoded: true });
  });
});

describe("parameter mapping", () => {
  const request = methodRequest(
    {},
    {
      headers: [
        ["X-A", "1"],
        ["X-A", "2"],
      ],
      query: new Map([["q", ["x", "y"]]]),
      pathParameters: { id: "7" },
      body: new TextEncoder().encode('{"order":{"items":[{"name":"tea"}]},"n":5}'),
    },
  );
  const variables = { context: request.context, stageVariables: { table: "t1" } };

  it.each<[source: string, expected: string | undefined]>([
    ["method.request.header.X-A", "2"],
    ["method.request.header.x-a", undefined],
    ["method.request.multivalueheader.X-A", "1,2"],
    ["method.request.querystring.q", "y"],
    ["method.request.multivaluequerystring.q", "x,y"],
    ["method.request.path.id", "7"],
    ["method.request.body", '{"order":{"items":[{"name":"tea"}]},"n":5}'],
    ["method.request.body.order.items[0].name", "tea"],
    ["method.request.body.n", "5"],
    ["method.request.body.none.there", undefined],
    ["context.identity.sourceIp", "203.0.113.7"],
    ["context.identity.userArn", undefined],
    ["stageVariables.table", "t1"],
    ["stageVariables.toString", undefined],
    ["'a static value'", "a static value"],
  ])("%s", (source, expected) => {
    const { header } = mapRequestParameters({ "integration.request.header.h": source }, request, variables);
    expect(header["h"]).toBe(expected);
  });

  it("refuses a body that is not JSON where a member of it is wanted", () => {
    const broken = { ...request, body: new TextEncoder().encode('{"a"') };
    const mapping = { "integration.request.path.p": "method.request.body.a" };
    expect(() => mapRequestParameters(mapping, broken, variables)).toThrow(
      expect.objectContaining({ kind: "body-not-json" }),
    );
  });

  it("maps headers of the answer", () => {
    const mappings = {
      "method.response.header.Location": "integration.response.body.headers.location",
      "method.response.header.X-B": "integration.response.header.B",
      "method.response.header.X-C": "integration.response.header.b",
      "method.response.header.X-None": "integration.response.body.none",
      "method.response.header.Access-Control-Allow-Origin": "'*'",
    };
    const answer = { body: Buffer.from('{"headers":{"location":"/x"}}'), headers: [["B", "2"] as const] };
    expect(mapResponseHeaders(mappings, answer, variables)).toEqual([
      ["Location", "/x"],
      ["X-B", "2"],
      ["Access-Control-Allow-Origin", "*"],
    ]);
  });
});

it.each<[pattern: string, text: string, expected: boolean]>([
  [".*", "", true],
  [".+", "", false],
  ["Invalid*", "Invalid input", false],
  ["Invalid.*", "Invalid input", true],
  ["a|b", "ab", false],
  [".+", "two\nlines", false],
  ["(\\n|.)+", "two\nlines", true],
  ["(?s).+", "two\nlines", true],
  ["(?i)error.*", "ERROR: x", true],
  ["\\Q[404]\\E.*", "[404] gone", true],
  ["2\\d{2}", "200", true],
  ['^\\{"status":409,[\\s\\S]*', '{"status":409,"a":1}', true],
])("the selection pattern %j and %j: %j", (pattern, text, expected) => {
  expect(matchesWhole(pattern, text)).toBe(expected);
});

describe("method-response", () => {
  const headers = [
    ["Connection", "a"],
    ["WWW-Authenticate", "b"],
    ["Transfer-Encoding", "c"],
    ["TE", "d"],
  ] as const;
  const answer = { status: 200, headers, body: new Uint8Array(), stream: undefined };
  const finished = (kind: "proxied" | "mapped") =>
    methodResponse({
      answer:
        kind === "proxied"
          ? { kind, by: "lambda-proxy", answer }
          : { kind, by: { statusCode: "200" }, contentType: "application/json", answer },
      identifying: [["x-amzn-RequestId", "r"]],
      traceId: "Root=1",
    }).headers;

  it("renames as recorded", () => {
    expect(finished("proxied")).toEqual([
      ["Content-Type", "application/json"],
      ["x-amzn-Remapped-Connection", "a"],
      ["WWW-Authenticate", "b"],
      ["TE", "d"],
      ["x-amzn-RequestId", "r"],
      ["X-Amzn-Trace-Id", "Root=1"],
    ]);
    expect(finished("mapped")).toContainEqual(["x-amzn-Remapped-WWW-Authenticate", "b"]);
  });
});

describe("gateway-response", () => {
  it.each<[kind: keyof typeof defaultResponses, status: number, errorType: string, body: object]>([
    [
      "no-such-route",
      403,
      "MissingAuthenticationTokenException",
      { message: "Missing Authentication Token" },
    ],
    ["unsupported-media-type", 415, "BadRequestException", { message: "Unsupported Media Type" }],
    ["malformed-proxy-response", 502, "InternalServerErrorException", { message: "Internal server error" }],
    ["configuration-error", 500, "InternalServerErrorException", { message: "Internal server error" }],
    ["integration-timeout", 504, "InternalServerErrorException", { message: "Endpoint request timed out" }],
    [
      "unrecognized-client",
      403,
      "UnrecognizedClientException",
      { message: "The security token included in the request is invalid." },
    ],
  ])("%s", (kind, status, errorType, body) => {
    const refusal = new Refusal(kind, "the reason, for the record only");
    const response = gatewayResponse({ refusal, identifying: [], failed: undefined });
    expect(response.status).toBe(status);
    expect(response.headers).toEqual([
      ["Content-Type", "application/json"],
      ["x-amzn-ErrorType", errorType],
    ]);
    expect(JSON.parse(new TextDecoder().decode(response.body))).toEqual(body);
  });
});

it.each<[document: unknown, path: string, expected: unknown]>([
  [{ a: { b: [1, { c: "x" }] } }, "a.b[1].c", "x"],
  [{ "a.b": 1 }, "['a.b']", 1],
  [{ a: 1 }, "a.b", undefined],
  [{}, "constructor", undefined],
  [[5], "[0]", 5],
])("the value of %j at %s", (document, path, expected) => {
  expect(valueAt(document, path)).toEqual(expected);
});

it.each<[header: string | undefined, types: string[], expected: boolean]>([
  ["image/png", ["image/png"], true],
  ["image/png; q=1, text/html", ["image/png"], true],
  ["text/html, image/png", ["image/png"], false],
  ["image/png", ["image/*"], true],
  [undefined, ["*/*"], true],
  [undefined, ["image/png"], false],
  ["image/png", [], false],
])("%j is binary for %j: %j", (header, types, expected) => {
  expect(isBinary(header, types)).toBe(expected);
});

it("finds the function in a uri, with the stage's variables", () => {
  const hello = "arn:aws:lambda:us-east-1:123456789012:function:Hello";
  expect(functionOf(functionUri)).toEqual({ functionArn: hello, isStreaming: false });
  const streaming = `arn:aws:apigateway:us-east-1:lambda:path/2021-11-15/functions/${hello}/response-streaming-invocations`;
  expect(functionOf(streaming)).toEqual({ functionArn: hello, isStreaming: true });
  const uri = functionUri.replace(":Hello", `:\${stageVariables.fn}:live\${stageVariables.none}`);
  expect(functionOf(withStageVariables(uri, { fn: "F" }))?.functionArn).toBe(
    "arn:aws:lambda:us-east-1:123456789012:function:F:live",
  );
  expect(functionOf("https://example.com")).toBeUndefined();
});

it.each<[header: string | undefined, expected: string]>([
  [undefined, "Root=1-f;Parent=p;Sampled=0"],
  ["Root=1-a", "Root=1-a;Parent=p;Sampled=0"],
  ["Root=1-a;Parent=b", "Root=1-a;Parent=b;Sampled=1"],
  ["Root=1-a;Parent=b;Sampled=0", "Root=1-a;Parent=b;Sampled=0"],
  ["nonsense", "Root=1-f;Parent=p;Sampled=0"],
])("the trace %j is passed on as %s", (header, expected) => {
  expect(printTraceId(traceIdOf(header, { root: "1-f", parent: "p" }))).toBe(expected);
});
