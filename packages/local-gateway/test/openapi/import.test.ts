import {
  CreateRestApiCommand,
  GetAuthorizersCommand,
  GetDocumentationPartsCommand,
  GetGatewayResponseCommand,
  GetMethodCommand,
  GetModelsCommand,
  GetRequestValidatorsCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  ImportRestApiCommand,
  type Method,
  type PutMode,
  PutRestApiCommand,
} from "@aws-sdk/client-api-gateway";
import { describe, expect, test } from "vitest";
import { plainly, refusalOf, there, useGateway } from "../fixtures/running-gateway.ts";
import { bytesOf, functionUri, mock, openApi, swagger } from "./documents.ts";

const gateway = useGateway();

const importing = (document: object | string, input: object = {}) =>
  gateway.apiGateway.send(new ImportRestApiCommand({ body: bytesOf(document), ...input }));

const putting = (restApiId: string, document: object | string, mode?: PutMode, input: object = {}) =>
  gateway.apiGateway.send(
    new PutRestApiCommand({ restApiId, body: bytesOf(document), ...(mode && { mode }), ...input }),
  );

const resourcesOf = async (restApiId: string) =>
  there((await gateway.apiGateway.send(new GetResourcesCommand({ restApiId }))).items);

const pathsOf = async (restApiId: string) =>
  (await resourcesOf(restApiId)).map(({ path }) => there(path)).sort();

const modelsOf = async (restApiId: string) =>
  there((await gateway.apiGateway.send(new GetModelsCommand({ restApiId }))).items);

async function methodOf(restApiId: string, path: string, httpMethod: string): Promise<Method> {
  const resource = (await resourcesOf(restApiId)).find((candidate) => candidate.path === path);
  const resourceId = there(resource?.id);
  return plainly(await gateway.apiGateway.send(new GetMethodCommand({ restApiId, resourceId, httpMethod })));
}

/** The one method of a document with one operation. */
async function imported(operation: object, rest: object = {}, path = "/a", make = openApi): Promise<Method> {
  const { id } = await importing(make({ paths: { [path]: { get: operation } }, ...rest }));
  return methodOf(there(id), path, "GET");
}

describe("ImportRestApi", () => {
  test("answers 201 with the API, without tags and default models (recorded)", async () => {
    const answer = await importing(
      swagger({ info: { title: "pets" }, "x-amazon-apigateway-binary-media-types": ["*/*"] }),
    );
    expect(answer.$metadata.httpStatusCode).toBe(201);
    expect(plainly(answer)).toEqual({
      id: expect.any(String),
      name: "pets",
      createdDate: expect.any(Date),
      rootResourceId: expect.any(String),
      apiKeySource: "HEADER",
      binaryMediaTypes: ["*/*"],
      disableExecuteApiEndpoint: false,
      endpointConfiguration: { types: ["EDGE"], ipAddressType: "ipv4" },
    });
    expect(await modelsOf(there(answer.id))).toEqual([]);
  });

  test("names an API after the time when the document does not (reported)", async () => {
    const document = openApi({ info: {} });
    const { id, name } = await importing(document);
    expect(name).toMatch(/^Imported on \d{4}-/);
    expect((await putting(there(id), document, "overwrite")).name).toBe(name);
  });

  test("takes the endpoint type of its parameters, and the settings of the extensions", async () => {
    const answer = await importing(
      openApi({
        servers: [
          {
            url: "https://example.com",
            "x-amazon-apigateway-endpoint-configuration": { disableExecuteApiEndpoint: true },
          },
        ],
        "x-amazon-apigateway-api-key-source": "AUTHORIZER",
        "x-amazon-apigateway-minimum-compression-size": 1024,
        "x-amazon-apigateway-policy": {
          Statement: [{ Effect: "Allow", Resource: ["execute-api:/*"] }],
        },
      }),
      { parameters: { endpointConfigurationTypes: "REGIONAL" } },
    );
    expect(answer).toMatchObject({
      endpointConfiguration: { types: ["REGIONAL"] },
      disableExecuteApiEndpoint: true,
      apiKeySource: "AUTHORIZER",
      minimumCompressionSize: 1024,
    });
    const resource = `arn:aws:execute-api:us-west-2:123456789012:${answer.id}/*`;
    expect(JSON.parse(JSON.parse(`"${there(answer.policy)}"`)).Statement[0].Resource).toEqual([resource]);
  });

  test("reads YAML: numbers as keys and values, and a version as it is written (recorded)", async () => {
    const { id, version } = await importing(`
openapi: 3.0.1
info: { title: pets, version: 1.0 }
x-shared: &shared
  responses:
    200: { description: ok }
paths:
  /a:
    get:
      <<: *shared
      x-amazon-apigateway-integration:
        type: mock
        responses:
          default: { statusCode: 200 }
`);
    expect(version).toBe("1.0");
    expect(await methodOf(there(id), "/a", "GET")).toMatchObject({
      methodResponses: { 200: { statusCode: "200" } },
      methodIntegration: { integrationResponses: { 200: { statusCode: "200" } } },
    });
  });

  test("puts AWS's variables in", async () => {
    const variable = (name: string) => `\${AWS::${name}}`;
    const uri = functionUri
      .replaceAll("us-west-2", variable("Region"))
      .replace("123456789012", variable("AccountId"));
    const method = await imported({
      "x-amazon-apigateway-integration": { type: "aws_proxy", httpMethod: "POST", uri },
    });
    expect(method.methodIntegration?.uri).toBe(functionUri);
  });
});

describe("a method", () => {
  test("is made of a Swagger operation as recorded", async () => {
    const document = swagger({
      paths: {
        "/pets/{petId}": {
          parameters: [{ name: "trace", in: "header", type: "string" }],
          "x-amazon-apigateway-any-method": {
            operationId: "AnyPet",
            consumes: ["application/json"],
            parameters: [
              { name: "page", in: "query", required: true, type: "string" },
              { in: "body", name: "Pet", schema: { $ref: "#/definitions/Pet" } },
            ],
            responses: {
              200: {
                description: "ok",
                schema: { $ref: "#/definitions/Pet" },
                headers: { "X-Page": { type: "string" } },
              },
              default: { description: "else" },
            },
            security: [{ key: [] }],
            "x-amazon-apigateway-integration": {
              type: "http",
              httpMethod: "GET",
              uri: "http://example.com/{id}",
              requestParameters: { "integration.request.path.id": "method.request.path.petId" },
              passthroughBehavior: "never",
              responses: {
                "4\\d{2}": { statusCode: "400" },
                default: {
                  statusCode: 200,
                  responseParameters: { "method.response.header.X-Page": "'1'" },
                  responseTemplates: { "application/json": "{}" },
                },
              },
            },
          },
        },
      },
      definitions: { Pet: { type: "object", properties: { id: { type: "integer" } } } },
      securityDefinitions: { key: { type: "apiKey", name: "x-api-key", in: "header" } },
    });
    const { id } = await importing(document, { failOnWarnings: true });
    expect(await methodOf(there(id), "/pets/{petId}", "ANY")).toEqual({
      httpMethod: "ANY",
      authorizationType: "NONE",
      apiKeyRequired: true,
      operationName: "AnyPet",
      requestParameters: {
        "method.request.header.trace": false,
        "method.request.querystring.page": true,
        "method.request.path.petId": true,
      },
      requestModels: { "application/json": "Pet" },
      methodResponses: {
        200: {
          statusCode: "200",
          responseModels: { "application/json": "Pet" },
          responseParameters: { "method.response.header.X-Page": false },
        },
      },
      methodIntegration: {
        type: "HTTP",
        httpMethod: "GET",
        uri: "http://example.com/{id}",
        connectionType: "INTERNET",
        passthroughBehavior: "NEVER",
        timeoutInMillis: 29_000,
        cacheKeyParameters: [],
        cacheNamespace: expect.any(String),
        requestParameters: { "integration.request.path.id": "method.request.path.petId" },
        integrationResponses: {
          200: {
            statusCode: "200",
            responseParameters: { "method.response.header.X-Page": "'1'" },
            responseTemplates: { "application/json": "{}" },
          },
          400: { statusCode: "400", selectionPattern: "4\\d{2}" },
        },
      },
    });
  });

  test("is made of an OpenAPI 3 operation, references and all", async () => {
    const method = await imported(
      {
        parameters: [{ $ref: "#/components/parameters/page" }],
        requestBody: { $ref: "#/components/requestBodies/pet" },
        responses: { 200: { $ref: "#/components/responses/pet" }, "4XX": { description: "no" } },
        "x-amazon-apigateway-request-validator": "all",
      },
      {
        components: {
          parameters: { page: { name: "page", in: "query", schema: { type: "string" } } },
          requestBodies: {
            pet: {
              content: {
                "application/json": { schema: { $ref: "#/components/schemas/Pet" } },
                "text/xml": { schema: { $ref: "#/components/schemas/Pet" } },
              },
            },
          },
          responses: { pet: { content: { "text/xml": { schema: { $ref: "#/components/schemas/Pet" } } } } },
          schemas: { Pet: { type: "object" } },
        },
        "x-amazon-apigateway-request-validators": { all: { validateRequestBody: true } },
      },
    );
    expect(method).toEqual({
      httpMethod: "GET",
      authorizationType: "NONE",
      apiKeyRequired: false,
      requestParameters: { "method.request.querystring.page": false },
      requestModels: { "application/json": "Pet", "text/xml": "Pet" },
      requestValidatorId: expect.any(String),
      methodResponses: { 200: { statusCode: "200", responseModels: { "text/xml": "Pet" } } },
    });
  });

  test("has the validator of the document unless it names one", async () => {
    const { id } = await importing(
      openApi({
        paths: { "/a": { get: {}, post: { "x-amazon-apigateway-request-validator": "body" } } },
        "x-amazon-apigateway-request-validators": {
          params: { validateRequestBody: false, validateRequestParameters: true },
          body: { validateRequestBody: true, validateRequestParameters: false },
        },
        "x-amazon-apigateway-request-validator": "params",
      }),
    );
    const restApiId = there(id);
    const { items } = await gateway.apiGateway.send(new GetRequestValidatorsCommand({ restApiId }));
    const names = new Map(there(items).map((validator) => [validator.id, validator.name]));
    expect(names.get((await methodOf(restApiId, "/a", "GET")).requestValidatorId)).toBe("params");
    expect(names.get((await methodOf(restApiId, "/a", "POST")).requestValidatorId)).toBe("body");
  });

  test("of a mock integration keeps no HTTP method, and of a function no connection (recorded)", async () => {
    const ofMock = await imported({ "x-amazon-apigateway-integration": { ...mock, httpMethod: "POST" } });
    expect(ofMock.methodIntegration).not.toHaveProperty("httpMethod");
    const ofFunction = await imported({
      "x-amazon-apigateway-integration": {
        type: "aws_proxy",
        httpMethod: "POST",
        uri: functionUri,
        contentHandling: "CONVERT_TO_TEXT",
        timeoutInMillis: 1000,
        responseTransferMode: "stream",
      },
    });
    expect(ofFunction.methodIntegration).toMatchObject({
      contentHandling: "CONVERT_TO_TEXT",
      passthroughBehavior: "WHEN_NO_MATCH",
      timeoutInMillis: 1000,
      responseTransferMode: "STREAM",
    });
    expect(ofFunction.methodIntegration).not.toHaveProperty("connectionType");
  });
});

describe("the base path", () => {
  const ofSwagger = (basePath: string) => swagger({ basePath, paths: { "/t": { get: {} } } });
  const ofVariable = openApi({
    servers: [{ url: "https://example.com", variables: { basePath: { default: "/v/w" } } }],
    paths: { "/t": { get: {} } },
  });
  const ofUrl = openApi({ servers: [{ url: "https://example.com/v/w/" }], paths: { "/t": { get: {} } } });

  test.each<[string, object, string | undefined, string[]]>([
    ["Swagger", ofSwagger("/v"), undefined, ["/", "/t"]],
    ["Swagger", ofSwagger("/v"), "ignore", ["/", "/t"]],
    ["Swagger", ofSwagger("/v"), "prepend", ["/", "/v", "/v/t"]],
    ["Swagger", ofSwagger("/v"), "split", ["/", "/t"]],
    ["Swagger", ofSwagger("/v/w"), "split", ["/", "/w", "/w/t"]],
    ["a server's variable", ofVariable, "prepend", ["/", "/v", "/v/w", "/v/w/t"]],
    ["a server's variable", ofVariable, "split", ["/", "/w", "/w/t"]],
    ["a server's address", ofUrl, "prepend", ["/", "/v", "/v/w", "/v/w/t"]],
    ["a server's address", ofUrl, "split", ["/", "/w", "/w/t"]],
  ])("of %s (%j) with %s makes %j (recorded)", async (_, document, basepath, paths) => {
    const { id } = await importing(document, basepath === undefined ? {} : { parameters: { basepath } });
    expect(await pathsOf(there(id))).toEqual(paths);
  });
});

describe("models", () => {
  test("refer to each other by address, in circles too, and keep their description (recorded)", async () => {
    const { id } = await importing(
      openApi({
        components: {
          schemas: {
            Person: {
              type: "object",
              description: "A person",
              properties: { house: { $ref: "#/components/schemas/House" } },
            },
            House: {
              type: "object",
              properties: {
                of: { type: "array", minItems: 1, items: { $ref: "#/components/schemas/Person" } },
              },
            },
          },
        },
      }),
    );
    const models = await modelsOf(there(id));
    const address = (name: string) => `https://apigateway.amazonaws.com/restapis/${id}/models/${name}`;
    expect(models.map(({ name, description }) => [name, description])).toEqual([
      ["Person", "A person"],
      ["House", undefined],
    ]);
    expect(JSON.parse(there(models[0]?.schema))).toEqual({
      type: "object",
      description: "A person",
      properties: { house: { $ref: address("House") } },
    });
    expect(JSON.parse(there(models[1]?.schema)).properties.of).toEqual({
      type: "array",
      minItems: 1,
      items: { $ref: address("Person") },
    });
  });

  test("lose what API Gateway does not support, but not properties of those names", async () => {
    const { id } = await importing(
      swagger({
        definitions: {
          Pet: {
            type: "object",
            discriminator: "kind",
            example: { kind: "cat" },
            properties: { example: { type: "string", readOnly: true, default: "x", enum: ["x"] } },
          },
        },
      }),
    );
    expect(JSON.parse(there((await modelsOf(there(id)))[0]?.schema))).toEqual({
      type: "object",
      properties: { example: { type: "string", enum: ["x"] } },
    });
  });

  test.each([
    { type: ["array", "null"] },
    { oneOf: [{ title: "Array", type: "array" }, { type: "null" }] },
    { anyOf: [{ type: "null" }, { type: "array", items: { type: "string" } }] },
  ])("lose the null of a list that may be null: %j (reported)", async (a) => {
    const { id } = await importing(swagger({ definitions: { Pet: { type: "object", properties: { a } } } }));
    expect(JSON.parse(there((await modelsOf(there(id)))[0]?.schema)).properties.a).toEqual({ type: "array" });
  });

  test("are made of schemas inside methods; the same schema makes one, a primitive none", async () => {
    const inline = { type: "object", properties: { a: { type: "string" } } };
    const body = { content: { "application/json": { schema: inline } } };
    const responses = {
      200: { description: "", ...body },
      400: { description: "", content: { "application/json": { schema: { type: "string" } } } },
    };
    const { id } = await importing(openApi({ paths: { "/a": { post: { requestBody: body, responses } } } }));
    const models = await modelsOf(there(id));
    expect(models).toHaveLength(1);
    const name = there(models[0]?.name);
    expect(name).toMatch(/^MODEL[0-9a-f]{6}$/);
    expect(await methodOf(there(id), "/a", "POST")).toMatchObject({
      requestModels: { "application/json": name },
      methodResponses: { 200: { responseModels: { "application/json": name } }, 400: { statusCode: "400" } },
    });
  });
});

describe("security", () => {
  const pool = "arn:aws:cognito-idp:us-west-2:123456789012:userpool/us-west-2_ABC123";
  const schemes = {
    token: {
      type: "apiKey",
      name: "Authorization",
      in: "header",
      "x-amazon-apigateway-authtype": "oauth2",
      "x-amazon-apigateway-authorizer": {
        type: "token",
        authorizerUri: functionUri,
        authorizerCredentials: "",
      },
    },
    request: {
      type: "apiKey",
      name: "auth",
      in: "query",
      "x-amazon-apigateway-authtype": "custom",
      "x-amazon-apigateway-authorizer": {
        type: "request",
        authorizerUri: functionUri,
        identitySource: "method.request.querystring.auth",
        authorizerResultTtlInSeconds: 60,
      },
    },
    pool: {
      type: "apiKey",
      name: "Token",
      in: "header",
      "x-amazon-apigateway-authtype": "cognito_user_pools",
      "x-amazon-apigateway-authorizer": { type: "cognito_user_pools", providerARNs: [pool] },
    },
    sigv4: {
      type: "apiKey",
      name: "Authorization",
      in: "header",
      "x-amazon-apigateway-authtype": "awsSigv4",
    },
    key: { type: "apiKey", name: "x-api-key", in: "header" },
  };

  test("schemes make authorizers, used or not (recorded)", async () => {
    const { id } = await importing(swagger({ securityDefinitions: schemes }), { failOnWarnings: true });
    const { items } = await gateway.apiGateway.send(new GetAuthorizersCommand({ restApiId: there(id) }));
    const common = { id: expect.any(String) };
    expect(items).toEqual([
      {
        ...common,
        name: "token",
        type: "TOKEN",
        authType: "oauth2",
        authorizerUri: functionUri,
        identitySource: "method.request.header.Authorization",
      },
      {
        ...common,
        name: "request",
        type: "REQUEST",
        authType: "custom",
        authorizerUri: functionUri,
        identitySource: "method.request.querystring.auth",
        authorizerResultTtlInSeconds: 60,
      },
      {
        ...common,
        name: "pool",
        type: "COGNITO_USER_POOLS",
        authType: "cognito_user_pools",
        providerARNs: [pool],
        identitySource: "method.request.header.Token",
      },
    ]);
  });

  test.each<[object, object, object]>([
    [{ security: [{ token: [] }] }, {}, { authorizationType: "CUSTOM" }],
    [
      { security: [{ pool: ["email"] }, { key: [] }] },
      {},
      { authorizationType: "COGNITO_USER_POOLS", authorizationScopes: ["email"], apiKeyRequired: true },
    ],
    [{ security: [{ sigv4: [] }] }, {}, { authorizationType: "AWS_IAM" }],
    [{ "x-amazon-apigateway-auth": { type: "aws_iam" } }, {}, { authorizationType: "AWS_IAM" }],
    [{}, { security: [{ request: [] }] }, { authorizationType: "CUSTOM" }],
    [{ security: [] }, { security: [{ request: [] }] }, { authorizationType: "NONE" }],
    [{ security: [{ nothing: [] }] }, {}, { authorizationType: "NONE" }],
  ])("of %j in %j gives %j", async (operation, document, expected) => {
    const method = await imported(operation, { ...document, components: { securitySchemes: schemes } });
    expect(method).toMatchObject({ apiKeyRequired: false, ...expected });
    const needsAuthorizer = ["CUSTOM", "COGNITO_USER_POOLS"].includes(there(method.authorizationType));
    expect(method.authorizerId !== undefined).toBe(needsAuthorizer);
  });
});

test("gateway responses and documentation come with the document", async () => {
  const document = openApi({
    "x-amazon-apigateway-gateway-responses": {
      UNAUTHORIZED: {
        statusCode: 418,
        responseParameters: { "gatewayresponse.header.X": "'x'" },
        responseTemplates: { "application/json": "{}" },
      },
    },
    "x-amazon-apigateway-documentation": {
      version: "1",
      documentationParts: [{ location: { type: "API" }, properties: { description: "all" } }],
    },
  });
  const restApiId = there((await importing(document)).id);
  const response = new GetGatewayResponseCommand({ restApiId, responseType: "UNAUTHORIZED" });
  expect(await gateway.apiGateway.send(response)).toMatchObject({
    statusCode: "418",
    defaultResponse: false,
  });
  const partsOf = async (id: string) =>
    (await gateway.apiGateway.send(new GetDocumentationPartsCommand({ restApiId: id }))).items;
  expect(await partsOf(restApiId)).toHaveLength(1);
  const without = await importing(document, { parameters: { ignore: "documentation" } });
  expect(await partsOf(there(without.id))).toEqual([]);
});

describe("PutRestApi", () => {
  const first = swagger({
    paths: {
      "/a": {
        get: {
          responses: { 200: { description: "" }, 206: { description: "" } },
          "x-amazon-apigateway-integration": mock,
        },
        post: { "x-amazon-apigateway-integration": mock },
      },
      "/b/{id}": { get: {} },
    },
    definitions: { Pet: { type: "object" }, Old: { type: "object" } },
    "x-amazon-apigateway-binary-media-types": ["image/heif"],
  });
  const second = swagger({
    info: { title: "new" },
    paths: {
      "/a": {
        get: {
          responses: { 200: { description: "" }, 400: { description: "" } },
          "x-amazon-apigateway-integration": mock,
        },
      },
      "/c": { get: {} },
    },
    definitions: { Pet: { type: "array" } },
    "x-amazon-apigateway-binary-media-types": ["image/png"],
  });
  const made = async () => there((await importing(first)).id);

  test("merge keeps what the document does not have (documented, recorded)", async () => {
    const id = await made();
    const answer = await putting(id, second, "merge");
    expect(answer).toMatchObject({
      id,
      name: "new",
      version: "1.0",
      binaryMediaTypes: ["image/heif", "image/png"],
      tags: {},
    });
    expect(await pathsOf(id)).toEqual(["/", "/a", "/b", "/b/{id}", "/c"]);
    expect(Object.keys((await methodOf(id, "/a", "GET")).methodResponses ?? {})).toEqual(["200", "400"]);
    expect(await methodOf(id, "/a", "POST")).toMatchObject({ httpMethod: "POST" });
    const models = await modelsOf(id);
    expect(models.map(({ name }) => name)).toEqual(["Pet", "Old"]);
    expect(JSON.parse(there(models[0]?.schema))).toEqual({ type: "array" });
  });

  test("merge is what happens without a mode", async () => {
    const id = await made();
    await putting(id, second);
    expect(await pathsOf(id)).toContain("/b/{id}");
  });

  test("overwrite leaves nothing else, but the identifiers of paths that stay (recorded)", async () => {
    const id = await made();
    const before = await resourcesOf(id);
    const answer = await putting(id, second, "overwrite");
    expect(answer).toMatchObject({ name: "new", binaryMediaTypes: ["image/png"] });
    expect(answer).not.toHaveProperty("version");
    const after = await resourcesOf(id);
    expect(after.map(({ path }) => path).sort()).toEqual(["/", "/a", "/c"]);
    for (const path of ["/", "/a"]) {
      const idOf = (all: typeof before) => all.find((resource) => resource.path === path)?.id;
      expect(idOf(after)).toBe(idOf(before));
    }
    expect(after.find(({ path }) => path === "/a")?.resourceMethods).toEqual({ GET: {} });
    expect((await modelsOf(id)).map(({ name }) => name)).toEqual(["Pet"]);
  });

  test("overwrite lets a variable part have another name", async () => {
    const id = await made();
    await putting(id, swagger({ paths: { "/b/{other}": { get: {} } } }), "overwrite");
    expect(await pathsOf(id)).toEqual(["/", "/b", "/b/{other}"]);
  });

  test("twice is once", async () => {
    const id = await made();
    for (const mode of ["merge", "overwrite"] as const) {
      await putting(id, second, mode);
      const once = [await pathsOf(id), (await modelsOf(id)).map(({ name }) => name)];
      await putting(id, second, mode);
      expect([await pathsOf(id), (await modelsOf(id)).map(({ name }) => name)]).toEqual(once);
    }
  });

  test("that is refused changes nothing (documented)", async () => {
    const id = await made();
    const bad = swagger({
      paths: {
        "/x": { get: { "x-amazon-apigateway-integration": { type: "http", uri: "http://example.com" } } },
      },
    });
    expect(await refusalOf(putting(id, bad, "overwrite"))).toMatchObject({
      name: "BadRequestException",
      message:
        "Errors found during import:\n\tUnable to put integration on 'GET' for resource at path '/x': " +
        "Enumeration value for HttpMethod must be non-empty",
    });
    expect(await pathsOf(id)).toEqual(["/", "/a", "/b", "/b/{id}"]);
    expect((await gateway.apiGateway.send(new GetRestApiCommand({ restApiId: id }))).name).toBe("pets");
  });
});

describe("warnings", () => {
  const odd = openApi({
    paths: {
      "/t": {
        get: {
          responses: {
            200: { content: { "application/json": { schema: { $ref: "#/components/schemas/Nope" } } } },
          },
          "x-amazon-apigateway-integration": {
            ...mock,
            requestParameters: {
              "integration.request.header.a": "'a'",
              "integration.request.header.nothing": true,
            },
          },
        },
      },
    },
    components: { schemas: { under_score: { type: "object" } } },
  });
  const warnings = [
    "Model name must be alphanumeric: under_score",
    "Reference to model 'Nope' not found. Ignoring.",
    "Invalid format for 'requestParameters'. Expected type string for property 'integration.request.header.nothing' " +
      "of resource '/t' and method 'GET' but got 'true'",
  ];

  test("are told and hold nothing back (recorded)", async () => {
    const answer = await importing(odd);
    expect([...(answer.warnings ?? [])].sort()).toEqual([...warnings].sort());
    const { methodIntegration } = await methodOf(there(answer.id), "/t", "GET");
    expect(methodIntegration?.requestParameters).toEqual({ "integration.request.header.a": "'a'" });
  });

  test("refuse the document when the caller wants none", async () => {
    const { message } = await refusalOf(importing(odd, { failOnWarnings: true }));
    expect(message).toMatch(/^Warnings found during import:\n\t/);
    for (const warning of warnings) expect(message).toContain(warning);
  });

  test("tell of a template that does not parse, which is kept (recorded)", async () => {
    const template = String.raw`{"data", $input.params(\"data\")}`;
    const extension = { ...mock, requestTemplates: { "application/json": template } };
    const answer = await importing(
      openApi({ paths: { "/a": { get: { "x-amazon-apigateway-integration": extension } } } }),
    );
    expect(answer.warnings?.[0]).toMatch(/^Invalid mapping template .*resource '\/a' and method 'GET'/s);
    const { methodIntegration } = await methodOf(there(answer.id), "/a", "GET");
    expect(methodIntegration?.requestTemplates).toEqual(extension.requestTemplates);
  });

  test("tell of a scheme without its authorizer, whose methods are left out (reported)", async () => {
    const answer = await importing(
      openApi({
        paths: { "/a": { get: { security: [{ jwt: [] }] }, post: {} } },
        components: {
          securitySchemes: {
            jwt: { type: "apiKey", name: "A", in: "header", "x-amazon-apigateway-authtype": "jwt" },
          },
        },
      }),
    );
    expect(answer.warnings?.[0]).toMatch(
      /^Unable to create authorizer from security definition: 'jwt'\. Ext/,
    );
    const resources = await resourcesOf(there(answer.id));
    expect(resources.find(({ path }) => path === "/a")?.resourceMethods).toEqual({ POST: {} });
  });
});

describe("bad input", () => {
  const invalid = "Invalid OpenAPI input.";
  test.each<[string, string]>([
    ["", invalid],
    ["{'key:value}", invalid],
    ['test:\n  value:\n    - "a ... \\"b\\": $var, \\"dt\\": $(var +"%a")}\\"', invalid],
    ["[1, 2]", invalid],
    ["{}", invalid],
    ["a: &a [*a]", invalid],
    [
      JSON.stringify({ openapi: "2.0.0", info: { title: "x" }, paths: {} }),
      "Only OpenAPI 3.x.x are currently supported",
    ],
    [
      JSON.stringify({ openapi: "3.1.0", info: { title: "x" }, paths: {} }),
      `${invalid} OpenAPI 3.1.0 is not supported, write it as 3.0.1.`,
    ],
    [
      JSON.stringify({ openapi: "3.0.1", info: { title: "x" } }),
      "Failed to parse the uploaded OpenAPI document due to: 'paths' is a required property",
    ],
    [
      JSON.stringify(
        openApi({
          paths: { "/a": { get: { "x-amazon-apigateway-integration": { type: "aws_proxy", uri: {} } } } },
        }),
      ),
      "Unable to parse API definition because of a malformed integration at path /a.",
    ],
    [
      JSON.stringify(openApi({ paths: { "/a/{b}": { get: {} }, "/a/{c}": { get: {} } } })),
      "Errors found during import:\n\tUnable to create resource at path '/a/{c}': A sibling ({b}) of this resource already has a variable path part -- only one is allowed",
    ],
  ])("%s is refused", async (text, message) => {
    // The SDK sends no empty body.
    if (text !== "") {
      expect(await refusalOf(importing(text))).toMatchObject({
        name: "BadRequestException",
        status: 400,
        message,
      });
    }
    // R: a bad document is told before a wrong API.
    const answer = await refusalOf(putting("nothere", text === "" ? " " : text));
    if (message.startsWith("Errors found")) expect(answer.name).toBe("NotFoundException");
    else expect(answer).toMatchObject({ name: "BadRequestException", message });
  });

  test("without a bottom is refused", async () => {
    const deep = `${'{"items":'.repeat(50_000)}{}${"}".repeat(50_000)}`;
    const text = JSON.stringify(swagger({ definitions: { Pet: 0 } })).replace('"Pet":0', `"Pet":${deep}`);
    expect(await refusalOf(importing(text))).toMatchObject({ status: 400, message: invalid });
  });

  test.each([-1, 1.5, 10_485_761])("a compression size of %d is refused, as by other calls", async (size) => {
    const document = openApi({ "x-amazon-apigateway-minimum-compression-size": size });
    const message = "Invalid minimum compression size, must be between 0 and 10485760";
    expect((await refusalOf(importing(document))).message).toBe(message);
    const { id } = await importing(openApi({}));
    expect((await refusalOf(putting(there(id), document))).message).toBe(message);
  });

  test("a wrong mode and a wrong API have their words", async () => {
    const { id } = await gateway.apiGateway.send(new CreateRestApiCommand({ name: "a" }));
    const wrong = await refusalOf(putting(there(id), openApi({}), undefined, { mode: "unknown" }));
    expect(wrong.message).toBe('Enumeration value of OpenAPI import mode must be "overwrite" or "merge"');
    expect(await refusalOf(putting("nothere", openApi({})))).toMatchObject({
      name: "NotFoundException",
      message: "Invalid API identifier specified 123456789012:nothere",
    });
  });
});
