/*
 * Definitions whose methods are Lambda proxies, with mocks that answer preflight requests.
 */

const invocations = (region: string, functionName: string) =>
  `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/arn:aws:lambda:${region}:000000000000:function:${functionName}/invocations`;

const headersOf = (headers: Readonly<Record<string, string>>, declared: object) =>
  Object.fromEntries(Object.keys(headers).map((name) => [name, declared]));
const mapped = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [`method.response.header.${name}`, value]),
  );

/** OpenAPI 3, as Terraform's users write it: the version is a number, and a method wants an API key. */
export function proxyBehindApiKey(): object {
  const origin = { "Access-Control-Allow-Origin": "'*'" };
  const preflight = {
    ...origin,
    "Access-Control-Allow-Headers": "'Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token'",
    "Access-Control-Allow-Methods": "'GET,OPTIONS'",
  };
  const answered = (headers: Readonly<Record<string, string>>) => ({
    200: {
      description: "200 response",
      headers: headersOf(headers, { schema: { type: "string" } }),
      content: { "application/json": { schema: { $ref: "#/components/schemas/Empty" } } },
    },
  });
  const sent = (headers: Readonly<Record<string, string>>) => ({
    default: { statusCode: "200", responseParameters: mapped(headers) },
  });
  return {
    openapi: "3.0.1",
    info: { title: "local-api", version: 1 },
    paths: {
      "/": {
        get: {
          security: [{ api_key: [] }],
          responses: answered(origin),
          "x-amazon-apigateway-integration": {
            type: "aws_proxy",
            httpMethod: "POST",
            uri: invocations("us-west-2", "s3OnObjectCreatedLambda-60c92b6"),
            contentHandling: "CONVERT_TO_TEXT",
            passthroughBehavior: "when_no_match",
            responses: sent(origin),
          },
        },
        options: {
          responses: answered(preflight),
          "x-amazon-apigateway-integration": {
            type: "mock",
            passthroughBehavior: "when_no_match",
            requestTemplates: { "application/json": '{"statusCode": 200}' },
            responses: sent(preflight),
          },
        },
      },
    },
    components: {
      schemas: { Empty: { title: "Empty Schema", type: "object" } },
      securitySchemes: { api_key: { type: "apiKey", in: "header", name: "x-api-key" } },
    },
  };
}

/** Swagger 2, as AWS SAM writes it: the proxies declare no responses. */
export function proxiesOfSam(region: string): object {
  const preflight = {
    "Access-Control-Allow-Origin": "'http://localhost:8080'",
    "Access-Control-Allow-Methods": "'OPTIONS,POST,GET'",
    "Access-Control-Allow-Headers": "'Content-Type'",
  };
  const options = {
    summary: "CORS support",
    consumes: ["application/json"],
    produces: ["application/json"],
    responses: {
      200: {
        description: "Default response for CORS method",
        headers: headersOf(preflight, { type: "string" }),
      },
    },
    "x-amazon-apigateway-integration": {
      type: "mock",
      requestTemplates: { "application/json": '{\n  "statusCode" : 200\n}\n' },
      responses: {
        default: {
          statusCode: "200",
          responseTemplates: { "application/json": "{}\n" },
          responseParameters: mapped(preflight),
        },
      },
    },
  };
  const proxied = (functionName: string) => ({
    get: {
      responses: {},
      "x-amazon-apigateway-integration": {
        type: "aws_proxy",
        httpMethod: "POST",
        uri: invocations(region, `aws-serverless-shopping-cart-${functionName}:live`),
      },
    },
    options,
  });
  return {
    swagger: "2.0",
    info: { title: "aws-serverless-shopping-cart-product-mock", version: "1.0" },
    paths: {
      "/product": proxied("produ-GetProductsFunction-c1359550"),
      "/product/{product_id}": proxied("produc-GetProductFunction-28378339"),
    },
  };
}
