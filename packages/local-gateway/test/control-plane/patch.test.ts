import type { PatchOperation } from "@aws-sdk/client-api-gateway";
import {
  CreateModelCommand,
  CreateStageCommand,
  GetMethodCommand,
  GetRestApiCommand,
  PutIntegrationResponseCommand,
  PutMethodResponseCommand,
  UpdateIntegrationCommand,
  UpdateIntegrationResponseCommand,
  UpdateMethodCommand,
  UpdateModelCommand,
  UpdateRestApiCommand,
  UpdateStageCommand,
} from "@aws-sdk/client-api-gateway";
import { beforeEach, describe, expect, test } from "vitest";
import { deployMock } from "../fixtures/deployed-mock.ts";
import { refusalOf, useGateway } from "../fixtures/running-gateway.ts";

const gateway = useGateway();
let restApiId = "";
let method = { restApiId, resourceId: "", httpMethod: "GET" };

beforeEach(async () => {
  const { id, rootId, deploymentId } = await deployMock(gateway.apiGateway);
  restApiId = id;
  method = { restApiId, resourceId: rootId, httpMethod: "GET" };
  const schema = '{"type":"object"}';
  await gateway.apiGateway.send(
    new CreateModelCommand({ restApiId, name: "Pet", contentType: "application/json", schema }),
  );
  const response = { ...method, statusCode: "200" };
  await gateway.apiGateway.send(new PutMethodResponseCommand(response));
  await gateway.apiGateway.send(new PutIntegrationResponseCommand(response));
  await gateway.apiGateway.send(new CreateStageCommand({ restApiId, stageName: "dev", deploymentId }));
});

type Update = (...patchOperations: PatchOperation[]) => Promise<object>;
const updates: { readonly [resource: string]: Update } = {
  RestApi: (...patchOperations) =>
    gateway.apiGateway.send(new UpdateRestApiCommand({ restApiId, patchOperations })),
  Method: (...patchOperations) =>
    gateway.apiGateway.send(new UpdateMethodCommand({ ...method, patchOperations })),
  Integration: (...patchOperations) =>
    gateway.apiGateway.send(new UpdateIntegrationCommand({ ...method, patchOperations })),
  IntegrationResponse: (...patchOperations) =>
    gateway.apiGateway.send(
      new UpdateIntegrationResponseCommand({ ...method, statusCode: "200", patchOperations }),
    ),
  Model: (...patchOperations) =>
    gateway.apiGateway.send(new UpdateModelCommand({ restApiId, modelName: "Pet", patchOperations })),
  Stage: (...patchOperations) =>
    gateway.apiGateway.send(new UpdateStageCommand({ restApiId, stageName: "dev", patchOperations })),
};
const update = (resource: string, ...operations: PatchOperation[]) => {
  const send = updates[resource];
  if (send === undefined) throw new Error(`no ${resource} here`);
  return send(...operations);
};

describe("a JSON pointer", () => {
  test.each<[string, PatchOperation, object]>([
    ["RestApi", { op: "add", path: "/binaryMediaTypes/image~1png" }, { binaryMediaTypes: ["image/png"] }],
    ["RestApi", { op: "add", path: "/binaryMediaTypes/*~1*" }, { binaryMediaTypes: ["*/*"] }],
    ["RestApi", { op: "add", path: "/binaryMediaTypes/a~01b" }, { binaryMediaTypes: ["a~1b"] }],
    [
      "Method",
      { op: "add", path: "/requestModels/application~1json", value: "Pet" },
      { requestModels: { "application/json": "Pet" } },
    ],
    [
      "Method",
      { op: "add", path: "/requestParameters/method.request.header.A", value: "true" },
      { requestParameters: { "method.request.header.A": true } },
    ],
    [
      "Integration",
      { op: "replace", path: "/requestTemplates/text~1xml", value: "x" },
      { requestTemplates: { "text/xml": "x" } },
    ],
    [
      "IntegrationResponse",
      { op: "add", path: "/responseTemplates/application~1json", value: "{}" },
      { responseTemplates: { "application/json": "{}" } },
    ],
    ["Stage", { op: "replace", path: "/variables/a_b", value: "c" }, { variables: { a_b: "c" } }],
  ])("of a %s: %j", async (resource, operation, expected) => {
    expect(await update(resource, operation)).toMatchObject(expected);
  });
});

describe("the three refusals", () => {
  test.each<[string, PatchOperation, string]>([
    ["RestApi", { op: "replace", path: "/nothing", value: "x" }, "Invalid patch path /nothing"],
    [
      "RestApi",
      { op: "add", path: "/name", value: "x" },
      "Invalid patch operation specified. Must be one of: [replace]",
    ],
    ["Method", { op: "replace", path: "/nothing", value: "x" }, "Invalid patch path /nothing"],
    [
      "Integration",
      { op: "replace", path: "/requestTemplates/a/b", value: "x" },
      "Invalid patch path /requestTemplates/a/b",
    ],
    [
      "Model",
      { op: "replace", path: "/name", value: "x" },
      "Invalid patch path  '/name' specified for op 'replace'. Must be one of: [/description, /schema]",
    ],
    [
      "Model",
      { op: "move", path: "/schema", from: "/description" },
      "Invalid patch path  '/schema' specified for op 'move'. Please choose supported operations",
    ],
    [
      "Model",
      { op: "test", path: "/schema", value: "x" },
      "Invalid patch path  '/schema' specified for op 'test'. Please choose supported operations",
    ],
    [
      "Stage",
      { op: "add", path: "/description", value: "x" },
      "Invalid add operation with path: /description",
    ],
  ])("of a %s: %j", async (resource, operation, message) => {
    expect(await refusalOf(update(resource, operation))).toEqual({
      name: "BadRequestException",
      status: 400,
      message,
    });
  });

  test("every operation that there is not is told at once, before anything is done", async () => {
    const operation = (op: string): PatchOperation => ({
      op: JSON.parse(JSON.stringify(op)),
      path: "/name",
      value: "x",
    });
    const refusal = await refusalOf(
      update("RestApi", operation("replace"), operation("one"), operation("two")),
    );
    const breach = (op: string, index: number) =>
      `Value '${op}' at 'updateRestApiInput.patchOperations.${index}.member.op' failed to satisfy constraint: ` +
      "Member must satisfy enum value set: [add, remove, move, test, replace, copy]";
    expect(refusal).toEqual({
      name: "ValidationException",
      status: 400,
      message: `2 validation errors detected: ${breach("one", 2)}; ${breach("two", 3)}`,
    });
    expect((await gateway.apiGateway.send(new GetRestApiCommand({ restApiId }))).name).toBe("deployed");
  });
});

test("a patch is carried out in order, and whole or not at all", async () => {
  await update(
    "Method",
    { op: "add", path: "/requestParameters/method.request.querystring.a", value: "true" },
    { op: "add", path: "/requestParameters/method.request.querystring.b", value: "false" },
    { op: "remove", path: "/requestParameters/method.request.querystring.a" },
  );
  const before = await gateway.apiGateway.send(new GetMethodCommand(method));
  expect(before.requestParameters).toEqual({ "method.request.querystring.b": false });
  const refusal = await refusalOf(
    update(
      "Method",
      { op: "replace", path: "/apiKeyRequired", value: "true" },
      { op: "remove", path: "/requestParameters/method.request.querystring.a" },
    ),
  );
  expect(refusal).toMatchObject({ name: "NotFoundException", message: "Invalid parameter name specified" });
  expect((await gateway.apiGateway.send(new GetMethodCommand(method))).apiKeyRequired).toBe(false);
});

test("no operations change nothing", async () => {
  const before = await gateway.apiGateway.send(new GetRestApiCommand({ restApiId }));
  expect(await update("RestApi")).toMatchObject({ name: before.name, id: before.id });
});

describe("quotas that cannot be raised (documented)", () => {
  test.each<[string, string, string, boolean]>([
    ["/variables/a", "Stage", "x".repeat(512), true],
    ["/variables/a", "Stage", "x".repeat(513), false],
    ["/variables/a", "Stage", "https://a.example/b?c=d&e=f,g#h", true],
    ["/variables/a", "Stage", "<script>", false],
    [`/variables/${"a".repeat(64)}`, "Stage", "x", true],
    [`/variables/${"a".repeat(65)}`, "Stage", "x", false],
    ["/variables/a-b", "Stage", "x", false],
    ["/requestTemplates/a", "Integration", "x".repeat(300 * 1024), true],
    ["/requestTemplates/a", "Integration", "x".repeat(300 * 1024 + 1), false],
    ["/timeoutInMillis", "Integration", "29000", true],
    ["/timeoutInMillis", "Integration", "29001", false],
    ["/timeoutInMillis", "Integration", "49", false],
  ])("%.20s of a %s may be %.20s: %s", async (path, resource, value, isAllowed) => {
    const operation = update(resource, { op: "replace", path, value });
    if (isAllowed) await operation;
    else expect((await refusalOf(operation)).name).toBe("BadRequestException");
  });
});
