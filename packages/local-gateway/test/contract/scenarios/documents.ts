/*
 * The definitions that are imported. A part of one is a function of what differs between them.
 */

const empty = { title: "Empty Schema", type: "object" };
const petstore = "http://petstore-demo-endpoint.execute-api.com/petstore/pets";
const requestTemplates = { "application/json": '{"statusCode": 200}' };

/** An integration with a web server that answers 200 by itself. */
const web = (uri = petstore, more: object = {}) => ({
  type: "http",
  httpMethod: "GET",
  uri,
  passthroughBehavior: "when_no_match",
  responses: { default: { statusCode: "200" } },
  ...more,
});

const plain = { 200: { description: "200 response" } };

const corsHeaders: Readonly<Record<string, string>> = {
  "Access-Control-Allow-Methods": "'GET,OPTIONS'",
  "Access-Control-Allow-Headers": "'Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token'",
  "Access-Control-Allow-Origin": "'*'",
};
const originHeader = { "Access-Control-Allow-Origin": "'*'" };

/** A mock that sends headers; `declared` is how the definition's version declares one. */
function mockSending(
  headers: Readonly<Record<string, string>>,
  declared: object,
  content: object,
  more: object = {},
) {
  const names = Object.keys(headers);
  return {
    responses: {
      200: {
        description: "200 response",
        headers: Object.fromEntries(names.map((name) => [name, declared])),
        ...content,
      },
    },
    "x-amazon-apigateway-integration": {
      type: "mock",
      passthroughBehavior: "when_no_match",
      requestTemplates,
      responses: {
        default: {
          statusCode: "200",
          responseParameters: Object.fromEntries(
            Object.entries(headers).map(([name, value]) => [`method.response.header.${name}`, value]),
          ),
        },
      },
      ...more,
    },
  };
}

const emptyContent = { content: { "application/json": { schema: { $ref: "#/components/schemas/Empty" } } } };
const textHeader = { schema: { type: "string" } };
const asEvent = { "integration.request.header.X-Amz-Invocation-Type": "'Event'" };

/** OpenAPI 3 of one path with a server, whose path is a base path; GET's integration request maps parameters. */
const below = (server: object, requestParameters: object) => ({
  openapi: "3.0.1",
  info: { title: "test-import-oas", version: "2.0" },
  servers: [server],
  paths: {
    "/test": {
      get: mockSending(originHeader, textHeader, emptyContent, { requestParameters }),
      options: mockSending(corsHeaders, textHeader, emptyContent),
    },
  },
  components: { schemas: { Empty: empty } },
});

export const basePathAsVariable = below(
  { url: "https://testdomain.com", variables: { basePath: { default: "/base-var" } } },
  asEvent,
);

/** One of its mappings is no text. */
export const basePathInUrl = below(
  { url: "https://testdomain.com/base-url/part/" },
  {
    ...asEvent,
    "integration.request.header.double-single": "'True'",
    "integration.request.header.nothing": true,
  },
);

/** YAML, whose keys need not be text. */
export const statusCodesAsNumbers = `openapi: 3.0.1
info: { title: test-import-oas-int, version: "2.0" }
paths:
  /test:
    get:
      responses:
        200:
          description: 200 response
          headers: { Access-Control-Allow-Origin: { schema: { type: string } } }
          content: { application/json: { schema: { $ref: "#/components/schemas/Empty" } } }
      x-amazon-apigateway-integration:
        type: mock
        passthroughBehavior: when_no_match
        requestParameters: { integration.request.header.X-Amz-Invocation-Type: "'Event'" }
        requestTemplates: { application/json: '{"statusCode": 200}' }
        responses:
          default:
            statusCode: 200
            responseParameters: { method.response.header.Access-Control-Allow-Origin: "'*'" }
components:
  schemas:
    Empty: { title: Empty Schema, type: object }
`;

const basePathAuthorizer = (authorizerUri: string, authorizerCredentials: string) => ({
  type: "apiKey",
  in: "query",
  name: "auth",
  "x-amazon-apigateway-authtype": "custom",
  "x-amazon-apigateway-authorizer": {
    type: "request",
    identitySource: "method.request.querystring.auth",
    authorizerUri,
    authorizerCredentials,
  },
});

/** Swagger 2 with a base path, its methods behind an authorizer. */
export const swaggerWithBasePath = (authorizerUri: string, authorizerCredentials: string) => {
  const security = [{ authorizer: [] }];
  return {
    swagger: "2.0",
    info: { title: "Import swagger JSON", version: "2" },
    basePath: "/base",
    paths: {
      "/test": {
        get: { security, ...mockSending(originHeader, { type: "string" }, {}) },
        options: { security, ...mockSending(corsHeaders, { type: "string" }, {}) },
      },
    },
    definitions: { Empty: empty },
    securityDefinitions: { authorizer: basePathAuthorizer(authorizerUri, authorizerCredentials) },
  };
};

/** Swagger 2 without a base path. */
export const pets = {
  swagger: "2.0",
  info: { title: "Simple PetStore (Swagger)", version: "1.0.0" },
  schemes: ["https"],
  "x-amazon-apigateway-binary-media-types": ["image/png", "image/jpg"],
  paths: {
    "/pets": { get: { responses: plain, "x-amazon-apigateway-integration": web() } },
    "/pets/{petId}": {
      get: {
        parameters: [{ name: "petId", in: "path", required: true, type: "string" }],
        responses: plain,
        "x-amazon-apigateway-integration": web(`${petstore}/{id}`, {
          requestParameters: { "integration.request.path.id": "method.request.path.petId" },
        }),
      },
    },
  },
};

/** A definition of nothing but its media types. */
export const anyMediaType = {
  openapi: "3.0.1",
  info: { title: "any media type", version: "1.0" },
  "x-amazon-apigateway-binary-media-types": ["*/*"],
  paths: { "/": { get: { responses: plain, "x-amazon-apigateway-integration": web() } } },
};

/** All methods behind an authorizer that answers with an API key. */
export const apiKeyAuthorizer = (authorizerUri: string) => ({
  openapi: "3.0.2",
  info: { title: "Test Global Authorizer", version: "1.0" },
  "x-amazon-apigateway-api-key-source": "AUTHORIZER",
  security: [{ GatewayAuthorizer: [] }],
  paths: {
    "/pets": { get: { responses: plain, "x-amazon-apigateway-integration": web() } },
    "/echo/{data}": {
      "x-amazon-apigateway-any-method": {
        responses: { 200: { description: "200 response", ...emptyContent } },
        "x-amazon-apigateway-integration": {
          type: "mock",
          passthroughBehavior: "when_no_templates",
          requestTemplates,
          responses: {
            default: {
              statusCode: "200",
              responseTemplates: {
                "application/json": `{"echo": "$input.params('data')", "response": "mocked"}`,
              },
            },
          },
        },
      },
    },
  },
  components: {
    schemas: { Empty: empty },
    securitySchemes: {
      GatewayAuthorizer: {
        type: "apiKey",
        in: "header",
        name: "X-Api-Key",
        "x-amazon-apigateway-authtype": "custom",
        "x-amazon-apigateway-authorizer": {
          type: "request",
          authorizerUri,
          identitySource: "method.request.header.Custom-Authorization",
          authorizerResultTtlInSeconds: 300,
        },
      },
    },
  },
});

/** A Lambda function called with the parameters of the request, and a mock with a method of its own. */
export const lambdaByHttpMethod = (uri: string, template: string) => ({
  openapi: "3.0.1",
  info: { title: "test-http-method", description: "Test httpMethod for AWS integration", version: "1" },
  paths: {
    "/": {
      get: {
        responses: { 200: { description: "200 response", ...emptyContent } },
        "x-amazon-apigateway-integration": {
          type: "aws",
          httpMethod: "POST",
          uri,
          responses: { default: { statusCode: "200" } },
          requestParameters: asEvent,
          requestTemplates: { "application/json": template },
          passthroughBehavior: "when_no_templates",
          contentHandling: "CONVERT_TO_TEXT",
        },
      },
      options: mockSending({ "Access-Control-Allow-Headers": "'Content-Type'" }, textHeader, emptyContent, {
        httpMethod: "POST",
      }),
    },
  },
  components: { schemas: { Empty: empty } },
});

/** Methods behind a Cognito user pool: that of the whole definition, with scopes of their own, or another. */
export function cognito(providerArn: string) {
  const pool = {
    type: "apiKey",
    in: "header",
    name: "TestHeaderAuth",
    "x-amazon-apigateway-authtype": "cognito_user_pools",
    "x-amazon-apigateway-authorizer": { type: "cognito_user_pools", providerARNs: [providerArn] },
  };
  const first = "cognito-test-identity-source";
  const other = "extra-test-identity-source";
  const get = (authorizer: string, ...scopes: readonly string[]) => ({
    get: {
      security: [{ [authorizer]: scopes }],
      responses: plain,
      "x-amazon-apigateway-integration": web(),
    },
  });
  const query = (name: string) => ({ name, in: "query", schema: { type: "string" } });
  return {
    openapi: "3.0.1",
    info: { title: "Example Pet Store", description: "A Pet Store API.", version: "1.0" },
    security: [{ [first]: ["email"] }],
    paths: {
      "/default-no-scope": get(first),
      "/default-scope-override": get(first, "openid"),
      "/non-default-authorizer": get(other, "email", "openid"),
      "/pets": {
        get: {
          operationId: "GET HTTP",
          parameters: [query("type"), query("page")],
          responses: {
            200: {
              description: "200 response",
              headers: { "Access-Control-Allow-Origin": textHeader },
              content: { "application/json": { schema: { $ref: "#/components/schemas/Pets" } } },
            },
          },
          "x-amazon-apigateway-integration": {
            type: "HTTP_PROXY",
            httpMethod: "GET",
            uri: "http://petstore.execute-api.us-west-1.amazonaws.com/petstore/pets",
            payloadFormatVersion: 1.0,
          },
        },
      },
    },
    components: {
      securitySchemes: { [first]: pool, [other]: pool },
      schemas: {
        Pets: { type: "array", items: { $ref: "#/components/schemas/Pet" } },
        Pet: { type: "object", properties: { id: { type: "string" }, price: { type: "number" } } },
      },
    },
  };
}
