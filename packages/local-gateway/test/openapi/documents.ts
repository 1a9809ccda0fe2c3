import { there } from "../fixtures/running-gateway.ts";

/** A definition file as the bytes that a caller sends. */
export function bytesOf(document: object | string): Uint8Array {
  return Buffer.from(typeof document === "string" ? document : JSON.stringify(document));
}

/** The parts of an OpenAPI 3 document that do not matter to a test. */
export function openApi(rest: object): object {
  return { openapi: "3.0.1", info: { title: "pets", version: "1.0" }, paths: {}, ...rest };
}

/** The parts of a Swagger 2 document that do not matter to a test. */
export function swagger(rest: object): object {
  return { swagger: "2.0", info: { title: "pets", version: "1.0" }, paths: {}, ...rest };
}

/** A mock integration that answers 200. */
export const mock = {
  type: "mock",
  requestTemplates: { "application/json": '{"statusCode": 200}' },
  responses: { default: { statusCode: "200" } },
};

export const functionUri =
  "arn:aws:apigateway:us-west-2:lambda:path/2015-03-31/functions/" +
  "arn:aws:lambda:us-west-2:123456789012:function:f/invocations";

/** What a streamed answer holds. */
export function textOf(body: Uint8Array | undefined): string {
  return Buffer.from(there(body)).toString("utf8");
}
