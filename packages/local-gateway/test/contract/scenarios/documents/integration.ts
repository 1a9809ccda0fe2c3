import { asEvent, empty, emptyContent, mockSending, petstore, plain, textHeader, web } from "./parts.ts";

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
