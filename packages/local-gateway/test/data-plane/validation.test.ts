import {
  CreateModelCommand,
  CreateRequestValidatorCommand,
  PutGatewayResponseCommand,
} from "@aws-sdk/client-api-gateway";
import { describe, expect, it } from "vitest";
import { faultOf } from "../../src/data-plane/method-request/body-model.ts";
import { stage } from "../fixtures/data-plane.ts";
import { deployApi } from "../fixtures/deployed-api.ts";
import { useGateway } from "../fixtures/running-gateway.ts";

const gateway = useGateway();

const order = {
  $schema: "http://json-schema.org/draft-04/schema#",
  type: "object",
  properties: {
    size: { enum: ["S", "L"] },
    count: { type: "integer", minimum: 0, exclusiveMinimum: true },
    item: { $ref: "#/definitions/item" },
  },
  required: ["size", "count"],
  definitions: {
    item: { type: "object", additionalProperties: false, properties: { name: { type: "string" } } },
  },
};

/** An API that takes orders as JSON, and lists of them as `application/vnd.orders`. */
async function orders(validates: {
  readonly body?: boolean;
  readonly parameters?: boolean;
}): Promise<string> {
  const { apiGateway } = gateway;
  return deployApi(apiGateway, {
    methods: [
      {
        path: "/{id}",
        integration: { type: "MOCK", requestTemplates: { $default: '{"statusCode":200}' } },
        responses: { 200: {} },
      },
    ],
    prepare: async (restApiId) => {
      const model = (name: string, schema: object) =>
        apiGateway.send(
          new CreateModelCommand({
            restApiId,
            name,
            contentType: "application/json",
            schema: JSON.stringify(schema),
          }),
        );
      await model("Order", order);
      const $ref = `https://apigateway.amazonaws.com/restapis/${restApiId}/models/Order`;
      await model("Orders", { type: "array", items: { $ref } });
      await apiGateway.send(
        new PutGatewayResponseCommand({
          restApiId,
          responseType: "BAD_REQUEST_BODY",
          responseParameters: { "gatewayresponse.header.X-Why": "context.error.validationErrorString" },
        }),
      );
      const validator = await apiGateway.send(
        new CreateRequestValidatorCommand({
          restApiId,
          name: "v",
          validateRequestBody: validates.body ?? false,
          validateRequestParameters: validates.parameters ?? false,
        }),
      );
      return {
        requestValidatorId: validator.id,
        requestModels: { "application/json": "Order", "application/vnd.orders": "Orders" },
        requestParameters: {
          "method.request.path.id": true,
          "method.request.querystring.q": true,
          "method.request.header.x-h": true,
          "method.request.header.optional": false,
        },
      };
    },
  });
}

describe("a request validator of bodies", () => {
  it.each<[body: string, contentType: string, why: string | undefined]>([
    ['{"size":"S","count":1}', "application/json", undefined],
    ['{"size":"S","count":1}', "application/json; charset=utf-8", undefined],
    ['{"size":"S","count":1,"item":{"name":"x"}}', "application/json", undefined],
    ['[{"size":"S","count":1}]', "application/vnd.orders", undefined],
    ["anything at all", "text/plain", undefined],
    ["", "application/json", '[object has missing required properties (["count","size"])]'],
    ['{"size":"S"}', "application/json", '[object has missing required properties (["count"])]'],
    [
      '{"size":"M","count":1}',
      "application/json",
      '[instance value ("M") not found in enum (possible values: ["S","L"])]',
    ],
    [
      '{"size":"S","count":"1"}',
      "application/json",
      '[instance type (string) does not match any allowed primitive type (allowed: ["integer"])]',
    ],
    [
      '{"size":"S","count":1,"item":{"nam":"x"}}',
      "application/json",
      '[object instance has properties which are not allowed by the schema: ["nam"]]',
    ],
    ['{"size":"S","count":0}', "application/json", "["],
    ['[{"size":"S"}]', "application/vnd.orders", '[object has missing required properties (["count"])]'],
    ["{", "application/json", ""],
  ])("holds %j as %s against its model", async (body, contentType, why) => {
    const base = await orders({ body: true });
    const answer = await fetch(`${gateway.url}${base}/1`, {
      method: "POST",
      body,
      headers: { "Content-Type": contentType },
    });
    expect(answer.status).toBe(why === undefined ? 200 : 400);
    if (why === undefined) return;
    expect(await answer.text()).toBe('{"message": "Invalid request body"}');
    expect(answer.headers.get("x-amzn-errortype")).toBe("BadRequestException");
    expect(answer.headers.get("x-why") ?? "").toMatch(why === "[" ? /^\[.+\]$/ : why);
  });

  it("takes a request without a type for JSON", async () => {
    const base = await orders({ body: true });
    expect((await fetch(`${gateway.url}${base}/1`)).status).toBe(400);
  });

  it.each([
    ["?q=1", "1", 200],
    ["?q=", "1", 400],
    ["?q=1", " ", 400],
  ])("takes no blank parameters: %s and %j", async (query, header, status) => {
    const base = await orders({ parameters: true });
    const answer = await fetch(`${gateway.url}${base}/1${query}`, { headers: { "x-h": header } });
    expect(answer.status).toBe(status);
  });

  it("looks at parameters first", async () => {
    const base = await orders({ body: true, parameters: true });
    const answer = await fetch(`${gateway.url}${base}/1`, { method: "POST", body: "{" });
    expect(await answer.text()).toBe('{"message": "Missing required request parameters: [x-h, q]"}');
  });
});

it.each([
  ["a name that every object has", { required: ["constructor"] }, "{}", true],
  ["__proto__", { required: ["a"] }, '{"__proto__":{"a":1}}', true],
  ["a key that comes twice", { properties: { a: { type: "string" } } }, '{"a":1,"a":"x"}', false],
  ["a document nested deep", { type: "array" }, "[".repeat(100_000) + "]".repeat(100_000), false],
  [
    "a document nested deeper than a recursive schema can follow",
    { items: { $ref: "#" } },
    "[".repeat(100_000) + "]".repeat(100_000),
    true,
  ],
  ["a schema that refers to nothing", { $ref: "#/definitions/none" }, "{}", true],
  ["bytes that are no UTF-8", { maxLength: 1 }, Buffer.from([0x22, 0xff, 0x22]), false],
])("validates %s", async (_what, schema, body, isFault) => {
  const deployed = stage();
  const models = [{ name: "M", schema: JSON.stringify(schema) }];
  const withModels = { ...deployed, snapshot: { ...deployed.snapshot, models } };
  expect((await faultOf(Buffer.from(body), "M", withModels)) !== undefined).toBe(isFault);
});
