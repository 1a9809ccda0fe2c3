import {
  CreateDeploymentCommand,
  DeleteRestApiCommand,
  GetExportCommand,
  ImportRestApiCommand,
} from "@aws-sdk/client-api-gateway";
import fc from "fast-check";
import { expect, test } from "vitest";
import { refusalOf, useGateway } from "../fixtures/running-gateway.ts";
import { bytesOf, functionUri, mock, openApi, swagger } from "./documents.ts";

const gateway = useGateway();

const operation = {
  operationId: "op",
  parameters: [{ name: "q", in: "query", required: true, type: "string" }, { $ref: "#/parameters/p" }],
  responses: { 200: { description: "ok", headers: { A: {} }, schema: { $ref: "#/definitions/Pet" } } },
  security: [{ auth: ["s"] }],
  "x-amazon-apigateway-integration": {
    ...mock,
    requestParameters: { "integration.request.header.A": "'a'" },
    tlsConfig: { insecureSkipVerification: true },
    cacheKeyParameters: ["method.request.querystring.q"],
  },
};

const extensions = {
  "x-amazon-apigateway-gateway-responses": { DEFAULT_4XX: { statusCode: 400, responseParameters: {} } },
  "x-amazon-apigateway-request-validators": { all: { validateRequestBody: true } },
  "x-amazon-apigateway-binary-media-types": ["a/b"],
  "x-amazon-apigateway-minimum-compression-size": 5,
  "x-amazon-apigateway-policy": { Statement: [] },
  "x-amazon-apigateway-documentation": {
    documentationParts: [{ location: { type: "API" }, properties: { info: {} } }],
  },
};

const scheme = {
  type: "apiKey",
  name: "A",
  in: "header",
  "x-amazon-apigateway-authtype": "custom",
  "x-amazon-apigateway-authorizer": { type: "token", authorizerUri: functionUri },
};

const schemas = { Pet: { type: "object", properties: { a: { $ref: "#/definitions/Pet" } }, enum: [1] } };

const documents = [
  swagger({
    basePath: "/b",
    paths: { "/a/{b}": { get: operation, parameters: [] } },
    definitions: schemas,
    securityDefinitions: { auth: scheme },
    ...extensions,
  }),
  openApi({
    servers: [{ url: "http://x/y", variables: { basePath: { default: "/b" } } }],
    paths: { "/a/{b}": { get: { ...operation, requestBody: { content: { "a/b": { schema: {} } } } } } },
    components: { schemas, securitySchemes: { auth: scheme } },
    ...extensions,
  }),
];

test("a document damaged anywhere is taken or refused, and what is taken can be exported", async () => {
  const damaged = fc
    .constantFrom(...documents)
    .chain((document) =>
      fc
        .tuple(fc.constantFrom(...placesIn(document)), fc.oneof(fc.jsonValue(), fc.constantFrom(...odd)))
        .map(([place, value]) => replaced(document, place, value)),
    );
  for (const body of documents.map(bytesOf)) {
    const { id } = await gateway.apiGateway.send(new ImportRestApiCommand({ body, failOnWarnings: true }));
    await gateway.apiGateway.send(new CreateDeploymentCommand({ restApiId: id }));
  }
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(damaged, async (document) => {
      const parameters = { basepath: "prepend" };
      const importing = gateway.apiGateway.send(
        new ImportRestApiCommand({ body: bytesOf(document), parameters }),
      );
      const restApiId = await importing.then(
        ({ id }) => id,
        () => undefined,
      );
      if (restApiId === undefined) {
        expect(await refusalOf(importing)).toMatchObject({ name: "BadRequestException", status: 400 });
        return;
      }
      taken += 1;
      const stage = { restApiId, stageName: "v1" };
      const isDeployed = await gateway.apiGateway.send(new CreateDeploymentCommand(stage)).then(
        () => true,
        () => false,
      );
      if (isDeployed) {
        const input = {
          ...stage,
          exportType: "oas30",
          parameters: { extensions: "apigateway,documentation" },
        };
        expect((await gateway.apiGateway.send(new GetExportCommand(input))).$metadata.httpStatusCode).toBe(
          200,
        );
      }
      await gateway.apiGateway.send(new DeleteRestApiCommand({ restApiId }));
    }),
    { numRuns: 150 },
  );
  expect(taken).toBeGreaterThan(0);
}, 60_000);

/** What is likely to be taken for something else. */
const odd = [
  "",
  "__proto__",
  "constructor",
  { $ref: "#/paths" },
  { $ref: "#" },
  { $ref: "#/definitions/Pet" },
  [[]],
  null,
];

type Place = readonly string[];

function placesIn(value: unknown, above: Place = []): readonly Place[] {
  if (typeof value !== "object" || value === null) return [above];
  return [
    above,
    ...Object.entries(value).flatMap(([name, inner]) => placesIn(inner, [...above, name])),
  ].filter(
    // Without its first line nothing is a document.
    (place) => place.length > 0,
  );
}

function replaced(value: unknown, [name, ...rest]: Place, by: unknown): object {
  const copy: { [name: string]: unknown } = Array.isArray(value)
    ? Object.assign([], value)
    : { ...Object(value) };
  if (name !== undefined) copy[name] = rest.length === 0 ? by : replaced(copy[name], rest, by);
  return copy;
}
