import type { JsonObject } from "../../json-object.ts";
import type { ByContentType, Dialect } from "./dialect.ts";
import { listAt, objectAt, present, textAt, textsAt } from "./json.ts";

const jsonType = "application/json";

/** Swagger 2.0. R: what is written (test_export_swagger_openapi). */
export const swagger2: Dialect = {
  schemaPrefix: "#/definitions/",

  schemas: (root) => objectAt(root, "definitions"),
  securitySchemes: (root) => objectAt(root, "securityDefinitions"),
  basePath: (root) => textAt(root, "basePath") ?? "",
  endpointConfiguration: (root) => objectAt(root, "x-amazon-apigateway-endpoint-configuration"),
  requestSchemas: (root, operation, parameters) => {
    const body = parameters.find((parameter) => textAt(parameter, "in") === "body");
    if (body === undefined) return {};
    return forEachType(contentTypes(root, operation, "consumes"), body["schema"]);
  },
  responseSchemas: (root, operation, response) =>
    response["schema"] === undefined
      ? {}
      : forEachType(contentTypes(root, operation, "produces"), response["schema"]),

  head: ({ title, version, description, host, stageName, endpoint }) =>
    present({
      swagger: "2.0",
      info: present({ description, version, title }),
      host,
      basePath: `/${stageName}`,
      schemes: ["https"],
      "x-amazon-apigateway-endpoint-configuration": endpoint,
    }),
  text: () => ({ type: "string" }),
  parameter: (name, place, required) => ({ name, in: place, required, type: "string" }),
  request: ({ parameters, models, templates, documentation }) => {
    const types = unique([...Object.keys(models), ...templates]);
    const model = models[jsonType] ?? Object.values(models)[0];
    const schema = { $ref: `${swagger2.schemaPrefix}${model}` };
    const body =
      model === undefined ? [] : [{ in: "body", name: model, ...documentation, required: true, schema }];
    const all = [...parameters, ...body];
    return present({
      consumes: types.length > 0 ? types : undefined,
      parameters: all.length > 0 ? all : undefined,
    });
  },
  response: (models) => {
    const model = models[jsonType] ?? Object.values(models)[0];
    return model === undefined ? {} : { schema: { $ref: `${swagger2.schemaPrefix}${model}` } };
  },
  responses: (types) => (types.length > 0 ? { produces: types } : {}),
  components: (schemas, securitySchemes) => ({
    ...(Object.keys(securitySchemes).length > 0 && { securityDefinitions: securitySchemes }),
    ...(Object.keys(schemas).length > 0 && { definitions: schemas }),
  }),
};

/** Those of the operation, else those of the document, else JSON. */
function contentTypes(root: JsonObject, operation: JsonObject, member: string): readonly string[] {
  const types = listAt(operation, member).length > 0 ? textsAt(operation, member) : textsAt(root, member);
  return types.length > 0 ? types : [jsonType];
}

function forEachType(types: readonly string[], schema: unknown): ByContentType<unknown> {
  return Object.fromEntries(types.map((type) => [type, schema]));
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
