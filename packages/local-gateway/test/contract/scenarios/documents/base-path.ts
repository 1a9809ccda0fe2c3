import { asEvent, corsHeaders, empty, emptyContent, mockSending, originHeader, textHeader } from "./parts.ts";

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
