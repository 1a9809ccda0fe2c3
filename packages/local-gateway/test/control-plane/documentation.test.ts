import {
  CreateDocumentationPartCommand,
  type CreateDocumentationPartCommandInput,
  CreateDocumentationVersionCommand,
  CreateRestApiCommand,
  CreateStageCommand,
  DeleteDocumentationPartCommand,
  DeleteDocumentationVersionCommand,
  DeleteRestApiCommand,
  type DocumentationPartLocation,
  GetDocumentationPartCommand,
  GetDocumentationPartsCommand,
  GetDocumentationVersionCommand,
  GetDocumentationVersionsCommand,
  GetStageCommand,
  ImportDocumentationPartsCommand,
  type ImportDocumentationPartsCommandInput,
  type PatchOperation,
  UpdateDocumentationPartCommand,
  UpdateDocumentationVersionCommand,
  UpdateStageCommand,
} from "@aws-sdk/client-api-gateway";
import { beforeEach, describe, expect, test } from "vitest";
import { deployMock } from "../fixtures/deployed-mock.ts";
import { plainly, refusalOf, there, useGateway } from "../fixtures/running-gateway.ts";

const gateway = useGateway();
let restApiId = "";

beforeEach(async () => {
  const api = await gateway.apiGateway.send(new CreateRestApiCommand({ name: "documented" }));
  restApiId = there(api.id);
});

const create = (input: Partial<CreateDocumentationPartCommandInput> = {}) =>
  gateway.apiGateway.send(
    new CreateDocumentationPartCommand({
      restApiId,
      location: { type: "API" },
      properties: '{ "description": "one" }',
      ...input,
    }),
  );
const list = async (input = {}) =>
  there((await gateway.apiGateway.send(new GetDocumentationPartsCommand({ restApiId, ...input }))).items);

describe("a documentation part", () => {
  test("is created, read, changed and deleted with the statuses of the SDK", async () => {
    const { $metadata, ...created } = await create();
    expect($metadata.httpStatusCode).toBe(201);
    expect(created).toEqual({
      id: expect.any(String),
      location: { type: "API" },
      properties: '{ "description": "one" }',
    });
    const name = { restApiId, documentationPartId: there(created.id) };
    expect(plainly(await gateway.apiGateway.send(new GetDocumentationPartCommand(name)))).toEqual(created);
    const patchOperations: PatchOperation[] = [{ op: "replace", path: "/properties", value: '{"a":1}' }];
    const updated = await gateway.apiGateway.send(
      new UpdateDocumentationPartCommand({ ...name, patchOperations }),
    );
    expect(updated.properties).toBe('{"a":1}');
    const deleted = await gateway.apiGateway.send(new DeleteDocumentationPartCommand(name));
    expect(deleted.$metadata.httpStatusCode).toBe(202);
    expect(await list()).toEqual([]);
  });

  test.each<[DocumentationPartLocation, DocumentationPartLocation]>([
    [{ type: "RESOURCE" }, { type: "RESOURCE", path: "/" }],
    [
      { type: "METHOD", method: "GET" },
      { type: "METHOD", path: "/", method: "GET" },
    ],
    [
      { type: "RESPONSE", method: "GET", statusCode: "200" },
      { type: "RESPONSE", path: "/", method: "GET", statusCode: "200" },
    ],
    [
      { type: "QUERY_PARAMETER", name: "q" },
      { type: "QUERY_PARAMETER", path: "/", method: "*", name: "q" },
    ],
    [
      { type: "MODEL", name: "Pet" },
      { type: "MODEL", name: "Pet" },
    ],
  ])("at %j gets the defaults of its type", async (given, complete) => {
    expect((await create({ location: given })).location).toEqual(complete);
    // The second is at the same place, however it is written.
    expect(await refusalOf(create({ location: complete }))).toMatchObject({
      name: "ConflictException",
      status: 409,
    });
  });

  test.each<[string, Partial<CreateDocumentationPartCommandInput>, string, string | RegExp]>([
    [
      "no API (recorded)",
      { restApiId: "test-fake-rest-id" },
      "NotFoundException",
      "Invalid API identifier specified 123456789012:test-fake-rest-id",
    ],
    [
      "no properties",
      { properties: "" },
      "BadRequestException",
      "Documentation part properties must be non-empty",
    ],
    ["properties that are no object", { properties: "[1]" }, "BadRequestException", /JSON object/],
    [
      "a field that the type has not",
      { location: { type: "MODEL", name: "a", path: "/" } },
      "BadRequestException",
      /path is not a valid field/,
    ],
    ["a missing name", { location: { type: "MODEL" } }, "BadRequestException", /name is required/],
    [
      "an unknown type",
      { location: { type: JSON.parse('"TYPO"') } },
      "ValidationException",
      /^1 validation error detected: Value 'TYPO' at 'createDocumentationPartInput\.location\.type' failed/,
    ],
  ])("is refused for %s", async (_why, input, name, message) => {
    const refusal = await refusalOf(create(input));
    expect(refusal.name).toBe(name);
    if (typeof message === "string") expect(refusal.message).toBe(message);
    else expect(refusal.message).toMatch(message);
  });

  test("may have empty texts for what its place does not have, as Terraform sends it", async () => {
    const location = { type: "METHOD", path: "/x", method: "GET", name: "", statusCode: "" } as const;
    const { location: kept } = await create({ location });
    expect(kept).toEqual({ type: "METHOD", path: "/x", method: "GET" });
  });

  test("is refused a second time in the documented words", async () => {
    await create();
    expect((await refusalOf(create())).message).toBe(
      "Documentation part already exists for the specified location: type 'API'.",
    );
  });

  test.each<[PatchOperation, string]>([
    [
      { op: "add", path: "/properties", value: "{}" },
      "Invalid patch path  '/properties' specified for op 'add'. Please choose supported operations",
    ],
    [
      { op: "replace", path: "/invalidPath", value: "{}" },
      "Invalid patch path  '/invalidPath' specified for op 'replace'. Must be one of: [/properties]",
    ],
    [{ op: "replace", path: "/properties" }, "Documentation part properties must be non-empty"],
  ])("refuses the change %j (recorded)", async (operation, message) => {
    const { id } = await create();
    const change = (api: string) =>
      gateway.apiGateway.send(
        new UpdateDocumentationPartCommand({
          restApiId: api,
          documentationPartId: there(id),
          patchOperations: [operation],
        }),
      );
    expect((await refusalOf(change(restApiId))).message).toBe(message);
    expect(await refusalOf(change("api_id"))).toEqual({
      name: "NotFoundException",
      status: 404,
      message: "Invalid Documentation part identifier specified",
    });
  });

  test("is listed by type, name and path", async () => {
    await create();
    await create({ location: { type: "METHOD", path: "/pets", method: "GET" } });
    await create({ location: { type: "QUERY_PARAMETER", path: "/pets", name: "limit" } });
    const types = async (input: object) => (await list(input)).map(({ location }) => location?.type);
    expect(await types({})).toEqual(["API", "METHOD", "QUERY_PARAMETER"]);
    expect(await types({ type: "METHOD" })).toEqual(["METHOD"]);
    expect(await types({ path: "/pets" })).toEqual(["METHOD", "QUERY_PARAMETER"]);
    expect(await types({ nameQuery: "lim" })).toEqual(["QUERY_PARAMETER"]);
    expect(await types({ limit: 1 })).toEqual(["API"]);
  });
});

describe("an import of documentation parts", () => {
  const importing = (body: string, input: Partial<ImportDocumentationPartsCommandInput> = {}) =>
    gateway.apiGateway.send(
      new ImportDocumentationPartsCommand({ restApiId, body: Buffer.from(body), ...input }),
    );
  const documentation = (...documentationParts: object[]) => ({
    "x-amazon-apigateway-documentation": { version: "1.0.3", documentationParts },
  });
  const api = (description: string) => ({ location: { type: "API" }, properties: { description } });
  const method = { location: { type: "METHOD", method: "GET" }, properties: { description: "get" } };

  test.each([
    ["JSON", JSON.stringify({ openapi: "3.0.0", ...documentation(api("new"), method) })],
    [
      "YAML",
      `swagger: "2.0"
x-amazon-apigateway-documentation:
  documentationParts:
    - location: { type: API }
      properties: { description: new }
    - location: { type: METHOD, method: GET }
      properties: { description: get }
`,
    ],
  ])("reads %s, and overwrites what was there", async (_format, body) => {
    await create({ location: { type: "MODEL", name: "Old" } });
    const { $metadata, ids } = await importing(body, { mode: "overwrite" });
    expect($metadata.httpStatusCode).toBe(200);
    expect(await list()).toEqual([
      { id: ids?.[0], location: { type: "API" }, properties: '{"description":"new"}' },
      {
        id: ids?.[1],
        location: { type: "METHOD", path: "/", method: "GET" },
        properties: '{"description":"get"}',
      },
    ]);
  });

  test("merges by default: the same place is replaced, everything else stays", async () => {
    const { id } = await create();
    await create({ location: { type: "MODEL", name: "Old" } });
    const { ids } = await importing(
      JSON.stringify({ openapi: "3.0.0", ...documentation(api("new"), method) }),
    );
    expect(ids?.[0]).toBe(id);
    expect((await list()).map(({ location, properties }) => [location?.type, properties])).toEqual([
      ["API", '{"description":"new"}'],
      ["MODEL", '{ "description": "one" }'],
      ["METHOD", '{"description":"get"}'],
    ]);
  });

  test("warns of what is no part, or fails on it when told so", async () => {
    const body = JSON.stringify({
      openapi: "3.0.0",
      ...documentation(
        { location: { type: "NOTHING" } },
        { location: { type: "MODEL" }, properties: {} },
        method,
      ),
    });
    const refusal = await refusalOf(importing(body, { failOnWarnings: true }));
    expect(refusal).toMatchObject({ name: "BadRequestException", status: 400 });
    expect(await list()).toEqual([]);
    const { ids, warnings } = await importing(body);
    expect(ids).toHaveLength(1);
    expect(warnings).toEqual([
      'Documentation part 0 is ignored: its location has the type "NOTHING"',
      "Documentation part 1 is ignored: Invalid location specified: name is required for type 'MODEL'",
    ]);
  });

  test.each(["{'key:value}", "a: [", "- 1", "null", "plain text", "{}", "[]"])(
    "refuses %j as recorded",
    async (body) => {
      expect(await refusalOf(importing(body, { mode: "overwrite" }))).toEqual({
        name: "BadRequestException",
        status: 400,
        message: "Unable to build importer with provided input.",
      });
    },
  );
});

describe("a documentation version", () => {
  const publish = (input = {}) =>
    gateway.apiGateway.send(
      new CreateDocumentationVersionCommand({ restApiId, documentationVersion: "v1", ...input }),
    );
  const name = () => ({ restApiId, documentationVersion: "v1" });

  test("is created, read, described and deleted", async () => {
    const { $metadata, ...created } = await publish({ description: "first" });
    expect($metadata.httpStatusCode).toBe(201);
    expect(created).toEqual({ version: "v1", createdDate: expect.any(Date), description: "first" });
    expect(plainly(await gateway.apiGateway.send(new GetDocumentationVersionCommand(name())))).toEqual(
      created,
    );
    expect(await refusalOf(publish())).toMatchObject({ name: "ConflictException", status: 409 });
    const patchOperations: PatchOperation[] = [{ op: "replace", path: "/description", value: "second" }];
    await gateway.apiGateway.send(new UpdateDocumentationVersionCommand({ ...name(), patchOperations }));
    const { items } = await gateway.apiGateway.send(new GetDocumentationVersionsCommand({ restApiId }));
    expect(items).toEqual([{ ...created, description: "second" }]);
    await gateway.apiGateway.send(new DeleteDocumentationVersionCommand(name()));
    expect(await refusalOf(gateway.apiGateway.send(new GetDocumentationVersionCommand(name())))).toEqual({
      name: "NotFoundException",
      status: 404,
      message: "Invalid Documentation version specified",
    });
  });

  test("is published by a stage, and kept as long as it is", async () => {
    const { id, deploymentId } = await deployMock(gateway.apiGateway);
    restApiId = id;
    const stage = { restApiId, stageName: "dev" };
    const unknown = new CreateStageCommand({ ...stage, deploymentId, documentationVersion: "v1" });
    expect((await refusalOf(gateway.apiGateway.send(unknown))).name).toBe("NotFoundException");
    await gateway.apiGateway.send(new CreateStageCommand({ ...stage, deploymentId }));
    await publish({ stageName: "dev" });
    expect((await gateway.apiGateway.send(new GetStageCommand(stage))).documentationVersion).toBe("v1");
    const remove = () => gateway.apiGateway.send(new DeleteDocumentationVersionCommand(name()));
    expect((await refusalOf(remove())).name).toBe("BadRequestException");
    const patchOperations: PatchOperation[] = [{ op: "replace", path: "/documentationVersion", value: "" }];
    await gateway.apiGateway.send(new UpdateStageCommand({ ...stage, patchOperations }));
    expect((await remove()).$metadata.httpStatusCode).toBe(202);
  });

  test("goes with its API", async () => {
    await publish();
    await create();
    await gateway.apiGateway.send(new DeleteRestApiCommand({ restApiId }));
    expect((await refusalOf(list())).name).toBe("NotFoundException");
    expect((await refusalOf(gateway.apiGateway.send(new GetDocumentationVersionCommand(name())))).name).toBe(
      "NotFoundException",
    );
  });
});
