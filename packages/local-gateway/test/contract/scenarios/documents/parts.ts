/*
 * What the definitions that are imported have in common.
 */

export const empty = { title: "Empty Schema", type: "object" };

export const requestTemplates = { "application/json": '{"statusCode": 200}' };

export const petstore = "http://petstore-demo-endpoint.execute-api.com/petstore/pets";

/** An integration with a web server that answers 200 by itself. */
export const web = (uri = petstore, more: object = {}) => ({
  type: "http",
  httpMethod: "GET",
  uri,
  passthroughBehavior: "when_no_match",
  responses: { default: { statusCode: "200" } },
  ...more,
});

export const plain = { 200: { description: "200 response" } };

export const originHeader = { "Access-Control-Allow-Origin": "'*'" };

export const corsHeaders: Readonly<Record<string, string>> = {
  "Access-Control-Allow-Methods": "'GET,OPTIONS'",
  "Access-Control-Allow-Headers": "'Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token'",
  "Access-Control-Allow-Origin": "'*'",
};

export const emptyContent = {
  content: { "application/json": { schema: { $ref: "#/components/schemas/Empty" } } },
};

export const textHeader = { schema: { type: "string" } };

export const asEvent = { "integration.request.header.X-Amz-Invocation-Type": "'Event'" };

/** A mock that sends headers; `declared` is how the definition's version declares one. */
export function mockSending(
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
