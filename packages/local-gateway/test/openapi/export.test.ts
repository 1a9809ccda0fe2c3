import {
  CreateDeploymentCommand,
  CreateDocumentationVersionCommand,
  CreateRestApiCommand,
  GetExportCommand,
  type GetExportCommandInput,
  GetMethodCommand,
  GetModelsCommand,
  GetResourcesCommand,
  GetSdkCommand,
  ImportRestApiCommand,
  PutRestApiCommand,
} from "@aws-sdk/client-api-gateway";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { plainly, refusalOf, there, useGateway } from "../fixtures/running-gateway.ts";
import { bytesOf, functionUri, mock, swagger, textOf } from "./documents.ts";

const gateway = useGateway();

const pets = swagger({
  info: { title: "pets", version: "1.0", description: "Pets" },
  paths: {
    "/": {
      get: {
        responses: { 200: { description: "", headers: { "Content-Type": { type: "string" } } } },
        "x-amazon-apigateway-integration": {
          ...mock,
          responses: { default: { statusCode: "200", responseTemplates: { "text/html": "<p>" } } },
        },
      },
    },
    "/pets/{petId}": {
      post: {
        operationId: "PutPet",
        parameters: [
          { name: "dry", in: "query", type: "string" },
          { in: "body", name: "p", schema: { $ref: "#/definitions/Pet" } },
        ],
        responses: { 200: { description: "", schema: { $ref: "#/definitions/Pet" } } },
        security: [{ auth: [] }, { api_key: [] }],
        "x-amazon-apigateway-request-validator": "all",
        "x-amazon-apigateway-integration": {
          type: "http",
          httpMethod: "POST",
          uri: "http://example.com",
          timeoutInMillis: 900,
          responses: { default: { statusCode: "200" }, "5\\d+": { statusCode: "502" } },
        },
      },
    },
  },
  definitions: {
    Pet: { type: "object", properties: { kind: { $ref: "#/definitions/Kind" } } },
    Kind: { type: "string" },
  },
  securityDefinitions: {
    api_key: { type: "apiKey", name: "x-api-key", in: "header" },
    auth: {
      type: "apiKey",
      name: "Authorization",
      in: "header",
      "x-amazon-apigateway-authtype": "oauth2",
      "x-amazon-apigateway-authorizer": { type: "token", authorizerUri: functionUri },
    },
  },
  "x-amazon-apigateway-request-validators": {
    all: { validateRequestBody: true, validateRequestParameters: true },
  },
  "x-amazon-apigateway-binary-media-types": ["image/png"],
  "x-amazon-apigateway-gateway-responses": { DEFAULT_4XX: { statusCode: 418 } },
});

async function deployed(document: object = pets): Promise<string> {
  const { id } = await gateway.apiGateway.send(new ImportRestApiCommand({ body: bytesOf(document) }));
  const restApiId = there(id);
  await gateway.apiGateway.send(new CreateDeploymentCommand({ restApiId, stageName: "v1" }));
  return restApiId;
}

const exporting = (input: Partial<GetExportCommandInput>) =>
  gateway.apiGateway.send(
    new GetExportCommand({ restApiId: "", stageName: "v1", exportType: "swagger", ...input }),
  );

const documentOf = async (input: Partial<GetExportCommandInput>): Promise<unknown> =>
  JSON.parse(textOf((await exporting(input)).body));

describe("GetExport", () => {
  test("writes Swagger 2.0 as recorded: without extensions, nothing of integrations", async () => {
    const restApiId = await deployed();
    const answer = await exporting({ restApiId });
    expect(answer.contentType).toBe("application/octet-stream");
    expect(answer.contentDisposition).toBe('attachment; filename="swagger_1.0.json"');
    expect(JSON.parse(textOf(answer.body))).toEqual({
      swagger: "2.0",
      info: { title: "pets", version: "1.0", description: "Pets" },
      host: `${restApiId}.execute-api.us-west-2.amazonaws.com`,
      basePath: "/v1",
      schemes: ["https"],
      paths: {
        "/": {
          get: {
            consumes: ["application/json"],
            produces: ["text/html"],
            responses: {
              200: { description: "200 response", headers: { "Content-Type": { type: "string" } } },
            },
          },
        },
        "/pets/{petId}": {
          post: {
            operationId: "PutPet",
            consumes: ["application/json"],
            produces: ["application/json"],
            parameters: [
              { name: "dry", in: "query", required: false, type: "string" },
              { name: "petId", in: "path", required: true, type: "string" },
              { in: "body", name: "Pet", required: true, schema: { $ref: "#/definitions/Pet" } },
            ],
            responses: { 200: { description: "200 response", schema: { $ref: "#/definitions/Pet" } } },
            security: [{ auth: [] }, { api_key: [] }],
          },
        },
      },
      securityDefinitions: {
        api_key: { type: "apiKey", name: "x-api-key", in: "header" },
        auth: {
          type: "apiKey",
          name: "Authorization",
          in: "header",
          "x-amazon-apigateway-authtype": "oauth2",
        },
      },
      definitions: {
        Pet: { type: "object", properties: { kind: { $ref: "#/definitions/Kind" } } },
        Kind: { type: "string" },
      },
    });
  });

  test("writes OpenAPI 3.0.1 as recorded, with all of API Gateway's extensions", async () => {
    const restApiId = await deployed();
    const schema = { $ref: "#/components/schemas/Pet" };
    const document = await documentOf({
      restApiId,
      exportType: "oas30",
      parameters: { extensions: "apigateway" },
    });
    expect(document).toEqual({
      openapi: "3.0.1",
      info: { title: "pets", version: "1.0", description: "Pets" },
      servers: [
        {
          url: `https://${restApiId}.execute-api.us-west-2.amazonaws.com/{basePath}`,
          variables: { basePath: { default: "v1" } },
        },
      ],
      paths: {
        "/": {
          get: {
            responses: {
              200: {
                description: "200 response",
                headers: { "Content-Type": { schema: { type: "string" } } },
                content: {},
              },
            },
            "x-amazon-apigateway-integration": {
              type: "mock",
              passthroughBehavior: "when_no_match",
              requestTemplates: { "application/json": '{"statusCode": 200}' },
              responses: { default: { statusCode: "200", responseTemplates: { "text/html": "<p>" } } },
            },
          },
        },
        "/pets/{petId}": {
          post: {
            operationId: "PutPet",
            parameters: [
              { name: "dry", in: "query", schema: { type: "string" } },
              { name: "petId", in: "path", required: true, schema: { type: "string" } },
            ],
            requestBody: { content: { "application/json": { schema } }, required: true },
            responses: { 200: { description: "200 response", content: { "application/json": { schema } } } },
            security: [{ auth: [] }, { api_key: [] }],
            "x-amazon-apigateway-request-validator": "all",
            "x-amazon-apigateway-integration": {
              type: "http",
              httpMethod: "POST",
              uri: "http://example.com",
              passthroughBehavior: "when_no_match",
              timeoutInMillis: 900,
              responses: { default: { statusCode: "200" }, "5\\d+": { statusCode: "502" } },
            },
          },
        },
      },
      components: {
        schemas: {
          Pet: { type: "object", properties: { kind: { $ref: "#/components/schemas/Kind" } } },
          Kind: { type: "string" },
        },
        securitySchemes: {
          api_key: { type: "apiKey", name: "x-api-key", in: "header" },
          auth: {
            type: "apiKey",
            name: "Authorization",
            in: "header",
            "x-amazon-apigateway-authtype": "oauth2",
            "x-amazon-apigateway-authorizer": { type: "token", authorizerUri: functionUri },
          },
        },
      },
      "x-amazon-apigateway-request-validators": {
        all: { validateRequestBody: true, validateRequestParameters: true },
      },
      "x-amazon-apigateway-gateway-responses": { DEFAULT_4XX: { statusCode: 418 } },
      "x-amazon-apigateway-binary-media-types": ["image/png"],
    });
  });

  test.each<[string, string[]]>([
    ["integrations", ["x-amazon-apigateway-integration"]],
    ["authorizers", ["x-amazon-apigateway-authorizer"]],
    ["integrations,authorizers", ["x-amazon-apigateway-authorizer", "x-amazon-apigateway-integration"]],
    ["postman", []],
  ])("with the extensions %s has %j", async (extensions, expected) => {
    const restApiId = await deployed();
    const text = textOf((await exporting({ restApiId, parameters: { extensions } })).body);
    const found = [...text.matchAll(/"(x-amazon-apigateway-(?!authtype)[a-z-]+)"/g)].map(([, name]) => name);
    expect([...new Set(found)].sort()).toEqual(expected);
  });

  test("in YAML says the same", async () => {
    const restApiId = await deployed();
    const answer = await exporting({ restApiId, accepts: "application/yaml" });
    expect(answer.contentDisposition).toBe('attachment; filename="swagger_1.0.yaml"');
    expect(parse(textOf(answer.body))).toEqual(await documentOf({ restApiId }));
  });

  test("is of what was deployed, and of its time when the API has no version", async () => {
    const restApiId = await deployed(
      swagger({
        info: { title: "a" },
        paths: { "/old": { get: { "x-amazon-apigateway-integration": mock } } },
      }),
    );
    const body = bytesOf(swagger({ info: { title: "a" }, paths: { "/new": { get: {} } } }));
    await gateway.apiGateway.send(new PutRestApiCommand({ restApiId, body, mode: "overwrite" }));
    expect(await documentOf({ restApiId })).toMatchObject({
      info: { version: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) },
      paths: { "/old": {} },
    });
  });

  test("has the documentation that the stage publishes, in its place too (documented)", async () => {
    const documentationParts = [
      {
        location: { type: "API" },
        properties: { info: { description: "info", foo: "no" }, description: "no", "x-bar": "all" },
      },
      { location: { type: "METHOD" }, properties: { description: "any", tags: ["t"] } },
      { location: { type: "METHOD", path: "/pets", method: "POST" }, properties: { summary: "put" } },
      { location: { type: "METHOD", path: "/pet" }, properties: { summary: "elsewhere" } },
      { location: { type: "RESPONSE", statusCode: "200" }, properties: { description: "fine" } },
      { location: { type: "RESPONSE", statusCode: "400" }, properties: { description: "bad" } },
      {
        location: { type: "PATH_PARAMETER", path: "/pets/{petId}", name: "petId" },
        properties: { description: "which" },
      },
      { location: { type: "REQUEST_BODY", path: "/pets/{petId}" }, properties: { description: "what" } },
      { location: { type: "MODEL", name: "Pet" }, properties: { title: "A pet" } },
      { location: { type: "AUTHORIZER", name: "auth" }, properties: { description: "who" } },
    ];
    const extension = "x-amazon-apigateway-documentation";
    const restApiId = await deployed({ ...pets, [extension]: { documentationParts } });
    expect(await documentOf({ restApiId })).not.toHaveProperty(extension);
    const version = { restApiId, documentationVersion: "d1", stageName: "v1" };
    await gateway.apiGateway.send(new CreateDocumentationVersionCommand(version));
    const document = await documentOf({ restApiId, exportType: "oas30" });
    expect(document).toMatchObject({
      info: { description: "info", title: "pets" },
      "x-bar": "all",
      paths: {
        "/": { get: { description: "any", tags: ["t"], responses: { 200: { description: "fine" } } } },
        "/pets/{petId}": {
          post: {
            summary: "put",
            parameters: [{ name: "dry" }, { name: "petId", description: "which" }],
            requestBody: { description: "what" },
          },
        },
      },
      components: {
        schemas: { Pet: { title: "A pet", type: "object" } },
        securitySchemes: { auth: { description: "who", type: "apiKey" } },
      },
      [extension]: {
        version: "d1",
        createdDate: expect.stringMatching(/Z$/),
        documentationParts: expect.arrayContaining([
          { location: { type: "METHOD", method: "*" }, properties: { description: "any", tags: ["t"] } },
        ]),
      },
    });
    expect(document).not.toHaveProperty("paths./pets/{petId}.post.description");
    expect(document).not.toHaveProperty("description");
    const parameters = { extensions: "integrations" };
    expect(await documentOf({ restApiId, parameters })).not.toHaveProperty(extension);
  });

  test("refuses what is not there", async () => {
    const restApiId = await deployed();
    expect(await refusalOf(exporting({ restApiId: "unknown" }))).toMatchObject({
      name: "NotFoundException",
      message: "Invalid stage identifier specified",
    });
    expect(await refusalOf(exporting({ restApiId, stageName: "v2" }))).toMatchObject({
      name: "NotFoundException",
    });
    expect(await refusalOf(exporting({ restApiId, exportType: "raml" }))).toMatchObject({
      name: "BadRequestException",
      message: "No API exporter for type 'raml'",
    });
  });

  test("names its file safely", async () => {
    const restApiId = await deployed({ ...pets, info: { title: "pets", version: 'a"\r\nb: é' } });
    const { contentDisposition } = await exporting({ restApiId });
    expect(contentDisposition).toBe('attachment; filename="swagger_a___b: _.json"');
  });
});

test("GetSdk says that it generates nothing, and where to turn", async () => {
  const restApiId = await deployed();
  const get = (stageName: string) =>
    refusalOf(gateway.apiGateway.send(new GetSdkCommand({ restApiId, stageName, sdkType: "javascript" })));
  expect(await get("v1")).toMatchObject({ status: 501, message: expect.stringContaining("GetExport") });
  expect(await get("v2")).toMatchObject({ status: 404 });
});

describe("CreateRestApi with cloneFrom", () => {
  test("gives the new API what the other one has", async () => {
    const from = await deployed();
    const answer = await gateway.apiGateway.send(
      new CreateRestApiCommand({ name: "copy", cloneFrom: from, version: "2" }),
    );
    expect(answer).toMatchObject({
      name: "copy",
      version: "2",
      description: "Pets",
      binaryMediaTypes: ["image/png"],
    });
    const methodOf = async (restApiId: string) => {
      const { items } = await gateway.apiGateway.send(new GetResourcesCommand({ restApiId }));
      const resourceId = there(there(items).find(({ path }) => path === "/pets/{petId}")?.id);
      const name = { restApiId, resourceId, httpMethod: "POST" };
      const method = plainly(await gateway.apiGateway.send(new GetMethodCommand(name)));
      expect(method.methodIntegration?.cacheNamespace).toBe(resourceId);
      return method;
    };
    const copy = there(answer.id);
    const [original, copied] = [await methodOf(from), await methodOf(copy)];
    expect(copied.authorizerId).not.toBe(original.authorizerId);
    const ids = {
      authorizerId: copied.authorizerId,
      requestValidatorId: copied.requestValidatorId,
      methodIntegration: copied.methodIntegration,
    };
    expect(copied).toEqual({ ...original, ...ids });
    expect(copied.methodIntegration).toMatchObject({ uri: "http://example.com", timeoutInMillis: 900 });
    const { items } = await gateway.apiGateway.send(new GetModelsCommand({ restApiId: copy }));
    expect(there(items).map(({ name }) => name)).toEqual(["Pet", "Kind"]);
    expect(items?.[0]?.schema).toContain(`/restapis/${copy}/models/Kind`);
  });

  test("refuses an API that is not there", async () => {
    const create = gateway.apiGateway.send(new CreateRestApiCommand({ name: "copy", cloneFrom: "nothere" }));
    expect(await refusalOf(create)).toMatchObject({
      name: "NotFoundException",
      message: "Invalid API identifier specified 123456789012:nothere",
    });
  });
});
