import { empty, emptyContent, plain, requestTemplates, textHeader, web } from "./parts.ts";

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
