import {
  CreateModelCommand,
  type CreateModelCommandInput,
  CreateRequestValidatorCommand,
  CreateRestApiCommand,
  DeleteGatewayResponseCommand,
  DeleteModelCommand,
  DeleteRequestValidatorCommand,
  GetAccountCommand,
  GetGatewayResponseCommand,
  GetGatewayResponsesCommand,
  GetModelCommand,
  GetModelsCommand,
  GetRequestValidatorCommand,
  GetRequestValidatorsCommand,
  type PatchOperation,
  PutGatewayResponseCommand,
  PutMethodCommand,
  UpdateGatewayResponseCommand,
  UpdateModelCommand,
  UpdateRequestValidatorCommand,
} from "@aws-sdk/client-api-gateway";
import { beforeEach, describe, expect, test } from "vitest";
import { plainly, refusalOf, there, useGateway } from "../fixtures/running-gateway.ts";

const gateway = useGateway();
let restApiId = "";
let rootId = "";

beforeEach(async () => {
  const api = await gateway.apiGateway.send(new CreateRestApiCommand({ name: "models" }));
  restApiId = there(api.id);
  rootId = there(api.rootResourceId);
});

const wrongApi = (id: string) => `Invalid API identifier specified 123456789012:${id}`;
const schema = JSON.stringify({ title: "Pet", type: "object" });

describe("models", () => {
  const create = (input: Partial<CreateModelCommandInput> = {}) =>
    gateway.apiGateway.send(
      new CreateModelCommand({ restApiId, name: "Pet", contentType: "application/json", schema, ...input }),
    );
  const update = (...patchOperations: PatchOperation[]) =>
    gateway.apiGateway.send(new UpdateModelCommand({ restApiId, modelName: "Pet", patchOperations }));

  test("keep their schema as text, and no empty description (recorded)", async () => {
    const { $metadata, ...model } = await create({ description: "" });
    expect($metadata.httpStatusCode).toBe(201);
    expect(model).toEqual({ id: expect.any(String), name: "Pet", contentType: "application/json", schema });
    const other = JSON.stringify({ title: "Other", type: "object" });
    expect((await update({ op: "replace", path: "/schema", value: other })).schema).toBe(other);
  });

  const empty = "Model schema must have at least 1 property or array items defined";
  test.each<[Partial<CreateModelCommandInput>, string, string]>([
    [{ restApiId: "abcde0" }, "NotFoundException", wrongApi("abcde0")],
    [{ name: "" }, "BadRequestException", "Model name must be non-empty"],
    [{ name: "Empty" }, "ConflictException", "Model name already exists for this REST API"],
    [{ schema: "" }, "BadRequestException", empty],
    [{ schema: undefined }, "BadRequestException", empty],
  ])("refuses %j as recorded", async (input, name, message) => {
    expect(await refusalOf(create(input))).toMatchObject({ name, message });
  });

  test.each<[PatchOperation, string]>([
    [
      { op: "add", path: "/wrong-path", value: "x" },
      "Invalid patch path  '/wrong-path' specified for op 'add'. Please choose supported operations",
    ],
    [
      { op: "replace", path: "/name", value: "x" },
      "Invalid patch path  '/name' specified for op 'replace'. Must be one of: [/description, /schema]",
    ],
    [{ op: "replace", path: "/schema", value: "" }, empty],
  ])("refuses the patch %j as recorded", async (operation, message) => {
    await create();
    expect((await refusalOf(update(operation))).message).toBe(message);
  });

  test("a wrong API is reported as a wrong model, but for the list (recorded)", async () => {
    const wrong = { restApiId: "abcde0", modelName: "Pet" };
    const message = "Invalid model name specified: Pet";
    expect(await refusalOf(gateway.apiGateway.send(new GetModelCommand(wrong)))).toMatchObject({ message });
    expect(await refusalOf(gateway.apiGateway.send(new DeleteModelCommand(wrong)))).toMatchObject({
      message,
    });
    const list = gateway.apiGateway.send(new GetModelsCommand({ restApiId: "abcde0" }));
    expect((await refusalOf(list)).message).toBe(wrongApi("abcde0"));
  });

  test("one in use cannot be deleted", async () => {
    await create();
    const remove = () => gateway.apiGateway.send(new DeleteModelCommand({ restApiId, modelName: "Pet" }));
    await gateway.apiGateway.send(
      new PutMethodCommand({
        restApiId,
        resourceId: rootId,
        httpMethod: "POST",
        authorizationType: "NONE",
        requestModels: { "application/json": "Pet" },
      }),
    );
    expect(await refusalOf(remove())).toMatchObject({ name: "ConflictException" });
  });
});

describe("request validators", () => {
  test("live as recorded", async () => {
    const created = await gateway.apiGateway.send(
      new CreateRequestValidatorCommand({ restApiId, name: "v" }),
    );
    const validator = {
      id: there(created.id),
      name: "v",
      validateRequestBody: false,
      validateRequestParameters: false,
    };
    expect(plainly(created)).toEqual(validator);
    const named = { restApiId, requestValidatorId: validator.id };
    const update = async (operation: PatchOperation) =>
      plainly(
        await gateway.apiGateway.send(
          new UpdateRequestValidatorCommand({ ...named, patchOperations: [operation] }),
        ),
      );
    const path = "/validateRequestBody";
    expect(await update({ op: "replace", path, value: "true" })).toEqual({
      ...validator,
      validateRequestBody: true,
    });
    expect(await update({ op: "replace", path })).toEqual(validator);
    const list = async () =>
      (await gateway.apiGateway.send(new GetRequestValidatorsCommand({ restApiId }))).items;
    expect(await list()).toEqual([validator]);
    const deletion = await gateway.apiGateway.send(new DeleteRequestValidatorCommand(named));
    expect(deletion.$metadata.httpStatusCode).toBe(202);
    expect(await list()).toEqual([]);
    expect(await refusalOf(gateway.apiGateway.send(new GetRequestValidatorCommand(named)))).toMatchObject({
      name: "NotFoundException",
      message: "Invalid Request Validator identifier specified",
    });
  });

  test("a wrong API has two messages (recorded)", async () => {
    const create = gateway.apiGateway.send(
      new CreateRequestValidatorCommand({ restApiId: "api_id", name: "v" }),
    );
    expect(await refusalOf(create)).toMatchObject({
      status: 400,
      message: "Invalid REST API identifier specified",
    });
    const list = gateway.apiGateway.send(new GetRequestValidatorsCommand({ restApiId: "api_id" }));
    expect(await refusalOf(list)).toMatchObject({ status: 404, message: wrongApi("api_id") });
  });
});

describe("gateway responses", () => {
  const name = { restApiId: "", responseType: "DEFAULT_4XX" as const };

  test("all types are there by default, and one that is put replaces its default", async () => {
    name.restApiId = restApiId;
    const list = async () =>
      there((await gateway.apiGateway.send(new GetGatewayResponsesCommand({ restApiId }))).items);
    expect((await list()).filter(({ defaultResponse }) => defaultResponse)).toHaveLength(21);
    const { $metadata, ...put } = await gateway.apiGateway.send(
      new PutGatewayResponseCommand({
        ...name,
        responseParameters: { "gatewayresponse.header.Access-Control-Allow-Origin": "'*'" },
      }),
    );
    expect($metadata.httpStatusCode).toBe(201);
    expect(put).toMatchObject({ responseType: "DEFAULT_4XX", defaultResponse: false });
    await gateway.apiGateway.send(
      new UpdateGatewayResponseCommand({
        ...name,
        patchOperations: [{ op: "replace", path: "/statusCode", value: "418" }],
      }),
    );
    const read = await gateway.apiGateway.send(new GetGatewayResponseCommand(name));
    expect(plainly(read)).toEqual({ ...put, statusCode: "418" });
    expect((await list()).filter(({ defaultResponse }) => defaultResponse)).toHaveLength(20);
    const deletion = await gateway.apiGateway.send(new DeleteGatewayResponseCommand(name));
    expect(deletion.$metadata.httpStatusCode).toBe(202);
    expect(await refusalOf(gateway.apiGateway.send(new DeleteGatewayResponseCommand(name)))).toMatchObject({
      name: "NotFoundException",
      message: "Gateway response type not defined on api",
    });
  });
});

test("the account has no CloudWatch role and the documented throttle", async () => {
  expect(plainly(await gateway.apiGateway.send(new GetAccountCommand()))).toEqual({
    throttleSettings: { burstLimit: 5000, rateLimit: 10_000 },
    features: ["UsagePlans"],
    apiKeyVersion: "4",
  });
});
