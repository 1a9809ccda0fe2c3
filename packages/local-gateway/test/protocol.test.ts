import * as apiGatewaySdk from "@aws-sdk/client-api-gateway";
import * as iamSdk from "@aws-sdk/client-iam";
import * as lambdaSdk from "@aws-sdk/client-lambda";
import { NormalizedSchema } from "@smithy/core/schema";
import { describe, expect, test } from "vitest";
import { apiGatewayOperations } from "../src/control-plane/operations.ts";
import { lambdaOperations } from "../src/lambda/api/operations.ts";
import { credentialScope } from "../src/protocol/credential-scope.ts";
import { type OperationShape, readServiceShape } from "../src/protocol/operation-shape.ts";
import { writeRestJson } from "../src/protocol/rest-json.ts";
import { createRouter } from "../src/protocol/router.ts";
import { jsonWriter } from "../src/protocol/write-json.ts";
import { refusalOf, useGateway } from "./fixtures/running-gateway.ts";

const gateway = useGateway();
const services = [
  ["API Gateway", readServiceShape(apiGatewaySdk), apiGatewayOperations, 124],
  ["Lambda", readServiceShape(lambdaSdk), lambdaOperations, undefined],
] as const;

/** Calls an operation over the wire as an unsigned client would, with a value for each label. */
async function callUnsigned(operation: OperationShape, body?: unknown) {
  const { method = "GET", uri = "/" } = operation.http ?? {};
  const path = uri.replaceAll(/\{\w+\+?\}/g, "x1");
  const init =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
  const answer = await fetch(`${gateway.url}${path}`, { method, ...init });
  const text = await answer.text();
  return {
    status: answer.status,
    name: answer.headers.get("x-amzn-errortype"),
    text,
    headers: answer.headers,
  };
}

describe.each(services)("%s", (title, shape, table, count) => {
  test("every operation of the SDK has one route, and every implemented one is the SDK's", () => {
    const route = createRouter(shape.operations.values());
    for (const operation of shape.operations.values()) {
      const { method = "", uri = "" } = operation.http ?? {};
      const [path = "", query = ""] = uri.split("?");
      expect([
        operation.name,
        route(method, path.replaceAll(/\{\w+\+?\}/g, "x%2F1"), query)?.operation.name,
      ]).toEqual([operation.name, operation.name]);
    }
    expect(Object.keys(table).filter((name) => !shape.operations.has(name))).toEqual([]);
    if (count !== undefined) expect(shape.operations.size).toBe(count);
  });

  test("what is not implemented says so by name, for every such operation", async () => {
    const missing = [...shape.operations.values()].filter(({ name }) => table[name] === undefined);
    expect(missing.length > 0).toBe(title !== "API Gateway");
    for (const operation of missing) {
      const answer = await callUnsigned(operation);
      expect([operation.name, answer.status, answer.name]).toEqual([operation.name, 501, "NotImplemented"]);
      expect(JSON.parse(answer.text)).toEqual({
        message: `${operation.name} of ${title} is not implemented by this local gateway.`,
      });
    }
  });
});

test("the SDK throws an error of that name", async () => {
  expect(await refusalOf(gateway.lambda.send(new lambdaSdk.ListLayersCommand()))).toEqual({
    name: "NotImplemented",
    status: 501,
    message: "ListLayers of Lambda is not implemented by this local gateway.",
  });
  expect((await refusalOf(gateway.iam.send(new iamSdk.ListUsersCommand()))).name).toBe("NotImplemented");
});

describe("input", () => {
  /** Every scalar of the body with a value of another type: generated, not written by hand. */
  const wrongInputs = services.flatMap(([, shape, table]) =>
    [...shape.operations.values()]
      .filter(({ name }) => table[name] !== undefined)
      .flatMap((operation) =>
        [...operation.input.structIterator()]
          .filter(([, member]) => isInBody(member))
          .map(([name, member]) => ({
            operation,
            name: `${operation.name}.${name}`,
            body: { [member.getMergedTraits().jsonName ?? name]: wrongValueFor(member) },
          })),
      ),
  );

  test("of the wrong type is refused, whichever member it is", async () => {
    expect(wrongInputs.length).toBeGreaterThan(60);
    for (const { operation, name, body } of wrongInputs) {
      const answer = await callUnsigned(operation, body);
      expect([name, answer.status, answer.name]).toEqual([name, 400, "SerializationException"]);
    }
  });

  test("has the recorded message for a boolean that should be text", async () => {
    const method = { restApiId: "a", resourceId: "b", httpMethod: "GET" };
    const answer = await fetch(
      `${gateway.url}/restapis/${method.restApiId}/resources/b/methods/GET/integration`,
      {
        method: "PUT",
        body: JSON.stringify({
          type: "HTTP_PROXY",
          requestParameters: { "integration.request.path.x": true },
        }),
      },
    );
    expect(await answer.json()).toEqual({
      message: "class java.lang.Boolean can not be converted to an String",
    });
  });

  test("that is no JSON is refused", async () => {
    const answer = await fetch(`${gateway.url}/restapis`, { method: "POST", body: "{" });
    expect([answer.status, answer.headers.get("x-amzn-errortype")]).toEqual([400, "SerializationException"]);
  });

  test("lacks nothing that is required", async () => {
    const answer = await fetch(`${gateway.url}/restapis`, { method: "POST", body: "{}" });
    expect(await answer.json()).toEqual({
      message:
        "1 validation error detected: Value null at 'createRestApiInput.name' failed to satisfy constraint: Member must not be null",
    });
  });

  const set = "Member must satisfy enum value set: [add, remove, move, test, replace, copy]";
  const at = (index: number) =>
    `Value 'wrong_op' at 'updateMethodResponseInput.patchOperations.${index}.member.op' failed to satisfy constraint: ${set}`;
  test.each<[string, () => Promise<unknown>, string]>([
    [
      "an enum in the body",
      () =>
        gateway.apiGateway.send(
          new apiGatewaySdk.PutIntegrationCommand({
            restApiId: "a",
            resourceId: "b",
            httpMethod: "GET",
            type: JSON.parse('"HTTPS_PROXY"'),
          }),
        ),
      "1 validation error detected: Value 'HTTPS_PROXY' at 'putIntegrationInput.type' failed to satisfy constraint: Member must satisfy enum value set: [HTTP, MOCK, AWS_PROXY, HTTP_PROXY, AWS]",
    ],
    [
      "a pattern in the path",
      () =>
        gateway.apiGateway.send(
          new apiGatewaySdk.GetIntegrationResponseCommand({
            restApiId: "a",
            resourceId: "b",
            httpMethod: "GET",
            statusCode: "wrong",
          }),
        ),
      "1 validation error detected: Value 'wrong' at 'statusCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [1-5]\\d\\d",
    ],
    [
      "several at once",
      () =>
        gateway.apiGateway.send(
          new apiGatewaySdk.UpdateMethodResponseCommand({
            restApiId: "a",
            resourceId: "b",
            httpMethod: "GET",
            statusCode: "200",
            patchOperations: JSON.parse('[{"op":"wrong_op"},{"op":"remove"},{"op":"wrong_op"}]'),
          }),
        ),
      `2 validation errors detected: ${at(1)}; ${at(3)}`,
    ],
  ])("breaks a constraint with the recorded words: %s", async (_name, call, message) => {
    expect(await refusalOf(call())).toEqual({ name: "ValidationException", status: 400, message });
  });
});

describe("output", () => {
  test.each<[string, string, object, unknown]>([
    [
      "names of the wire, and timestamps in whole seconds",
      "GetDeployments",
      { items: [{ id: "a", createdDate: new Date(1_700_000_000_999) }] },
      { item: [{ id: "a", createdDate: 1_700_000_000 }] },
    ],
    [
      "no member that is absent, null or unknown",
      "GetRestApi",
      { id: "a", name: undefined, version: null, secret: 1, disableExecuteApiEndpoint: false },
      { id: "a", disableExecuteApiEndpoint: false },
    ],
    [
      "maps and structures, whatever is a name in them",
      "GetMethod",
      { requestModels: JSON.parse('{"__proto__":"x"}'), methodResponses: { 200: { statusCode: "200" } } },
      JSON.parse('{"requestModels":{"__proto__":"x"},"methodResponses":{"200":{"statusCode":"200"}}}'),
    ],
  ])("has %s", (_, name, output, expected) => {
    const operation = services[0][1].operations.get(name);
    if (operation === undefined) throw new Error(`there is no ${name}`);
    const { body } = writeRestJson(operation, output);
    expect(JSON.parse(Buffer.from(body).toString("utf8"))).toEqual(expected);
  });

  test("has blobs in base64", () => {
    const blob = 21;
    expect(jsonWriter(NormalizedSchema.of(blob))(Buffer.from([0, 255]))).toBe("AP8=");
  });

  test("has structures that are inside of themselves", () => {
    type Schema = Parameters<typeof NormalizedSchema.of>[0];
    const children: Extract<Schema, [1, ...unknown[]]> = [1, "", "Trees", 0, () => tree];
    const tree: Extract<Schema, [3, ...unknown[]]> = [
      3,
      "",
      "Tree",
      0,
      ["value", "children"],
      [0, () => children],
    ];
    const value = { value: "a", children: [{ value: "b", children: [] }] };
    expect(jsonWriter(NormalizedSchema.of(tree))(value)).toEqual(value);
  });
});

test("every answer has a request id, refusals and faults too", async () => {
  for (const path of ["/restapis", "/restapis/nobody", "/nowhere", "/_gatewright/health", "/apikeys"]) {
    const { headers } = await fetch(`${gateway.url}${path}`);
    expect([path, headers.get("x-amzn-requestid")]).toEqual([path, expect.stringMatching(/^[0-9a-f-]{36}$/)]);
  }
});

test("the Region of the signature keeps APIs apart", async () => {
  const { url } = gateway;
  const elsewhere = new apiGatewaySdk.APIGatewayClient({
    endpoint: url,
    region: "eu-west-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
  });
  const api = await gateway.apiGateway.send(new apiGatewaySdk.CreateRestApiCommand({ name: "here" }));
  const call = elsewhere.send(new apiGatewaySdk.GetRestApiCommand({ restApiId: api.id }));
  expect((await refusalOf(call)).name).toBe("NotFoundException");
  elsewhere.destroy();
});

test.each([
  [
    [
      [
        "authorization",
        "AWS4-HMAC-SHA256 Credential=AK/20260101/eu-west-1/lambda/aws4_request, SignedHeaders=host, Signature=0",
      ],
    ],
    "",
  ],
  [[], "X-Amz-Credential=AK%2F20260101%2Feu-west-1%2Flambda%2Faws4_request"],
] as const)("the credential scope is read from %j %s", (headers, query) => {
  expect(credentialScope(headers, query)).toEqual({
    accessKeyId: "AK",
    region: "eu-west-1",
    service: "lambda",
  });
});

test("what is no signature has no credential scope", () => {
  expect(credentialScope([["Authorization", "Bearer x"]], "a=b")).toBeUndefined();
});

function isInBody(member: NormalizedSchema): boolean {
  const { httpLabel, httpQuery, httpQueryParams, httpHeader, httpPayload } = member.getMergedTraits();
  const elsewhere = [httpLabel, httpQuery, httpQueryParams, httpHeader, httpPayload];
  return elsewhere.every((trait) => trait === undefined);
}

function wrongValueFor(schema: NormalizedSchema): unknown {
  if (schema.isStructSchema() || schema.isMapSchema()) return ["wrong"];
  return schema.isListSchema() ? { wrong: true } : [[]];
}
