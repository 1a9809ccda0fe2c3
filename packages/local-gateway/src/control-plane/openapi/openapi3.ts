import { type JsonObject, memberOf } from "../../json-object.ts";
import type { ByContentType, Dialect } from "./dialect.ts";
import { listAt, objectAt, present, resolve, textAt } from "./json.ts";

/** OpenAPI 3.0.1. R: what is written (test_export_oas30_openapi). */
export const openapi3: Dialect = {
  schemaPrefix: "#/components/schemas/",

  schemas: (root) => objectAt(objectAt(root, "components"), "schemas"),
  securitySchemes: (root) => objectAt(objectAt(root, "components"), "securitySchemes"),
  basePath,
  endpointConfiguration: (root) => {
    const name = "x-amazon-apigateway-endpoint-configuration";
    const holder = [...listAt(root, "servers"), root].find((value) => memberOf(value, name) !== undefined);
    return objectAt(holder, name);
  },
  requestSchemas: (root, operation) => schemasOf(resolve(root, operation["requestBody"])),
  responseSchemas: (_root, _operation, response) => schemasOf(response),

  head: ({ title, version, description, host, stageName, endpoint }) => ({
    openapi: "3.0.1",
    info: present({ title, description, version }),
    servers: [
      present({
        url: `https://${host}/{basePath}`,
        variables: { basePath: { default: stageName } },
        "x-amazon-apigateway-endpoint-configuration": endpoint,
      }),
    ],
  }),
  text: () => ({ schema: { type: "string" } }),
  parameter: (name, place, required) => ({
    name,
    in: place,
    ...(required && { required }),
    schema: { type: "string" },
  }),
  request: ({ parameters, models, documentation }) =>
    present({
      parameters: parameters.length > 0 ? parameters : undefined,
      requestBody:
        Object.keys(models).length > 0
          ? { ...documentation, content: contentOf(models), required: true }
          : undefined,
    }),
  response: (models) => ({ content: contentOf(models) }),
  responses: () => ({}),
  components: (schemas, securitySchemes) => ({
    components: {
      ...(Object.keys(schemas).length > 0 && { schemas }),
      ...(Object.keys(securitySchemes).length > 0 && { securitySchemes }),
    },
  }),
};

/**
 * D: "Set the OpenAPI basePath property": the first `basePath` variable of a server, else the path of the server's
 * address.
 */
function basePath(root: JsonObject): string {
  const servers = listAt(root, "servers");
  for (const server of servers) {
    const variable = textAt(objectAt(objectAt(server, "variables"), "basePath"), "default");
    if (variable !== undefined) return variable;
  }
  const url = textAt(servers[0], "url") ?? "";
  return url.replace(/^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/]*/, "");
}

function schemasOf(holder: unknown): ByContentType<unknown> {
  const schemas: [string, unknown][] = [];
  for (const [contentType, media] of Object.entries(objectAt(holder, "content"))) {
    const schema = memberOf(media, "schema");
    if (schema !== undefined) schemas.push([contentType, schema]);
  }
  return Object.fromEntries(schemas);
}

function contentOf(models: ByContentType<string>): JsonObject {
  return Object.fromEntries(
    Object.entries(models).map(([contentType, model]) => [
      contentType,
      { schema: { $ref: `${openapi3.schemaPrefix}${model}` } },
    ]),
  );
}
