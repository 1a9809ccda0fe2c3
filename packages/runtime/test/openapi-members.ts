/**
 * What an object of an OpenAPI document may and must have (OpenAPI 3.1.0 and 3.0.1, section 4): name → kind of the
 * member's value, `!` behind the name where it is required. Members `x-…` may always be there.
 */
const kinds: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  document: {
    "openapi!": "string",
    "info!": "info",
    servers: "server[]",
    "paths!": "path{}",
    components: "components",
  },
  info: { "title!": "string", "version!": "string", description: "string" },
  server: { "url!": "string" },
  path: Object.fromEntries(
    ["get", "put", "post", "delete", "options", "head", "patch"].map((method) => [method, "operation"]),
  ),
  operation: {
    operationId: "string",
    parameters: "parameter[]",
    requestBody: "requestBody",
    "responses!": "response{}",
    security: "requirement[]",
  },
  parameter: { "name!": "string", "in!": "string", required: "boolean", "schema!": "schema" },
  requestBody: { "content!": "media{}", required: "boolean" },
  response: { "description!": "string", headers: "header{}", content: "media{}" },
  header: { "schema!": "schema" },
  media: { schema: "schema" },
  requirement: {},
  components: { schemas: "schema{}", responses: "response{}", securitySchemes: "scheme{}" },
  scheme: {
    "type!": "string",
    description: "string",
    name: "string",
    in: "string",
    scheme: "string",
    bearerFormat: "string",
  },
};

/** The keywords of a schema object of OpenAPI 3.0.1, each with the kind of its value. */
const keywords30: Readonly<Record<string, string>> = {
  title: "string",
  description: "string",
  type: "string",
  format: "string",
  pattern: "string",
  nullable: "boolean",
  deprecated: "boolean",
  readOnly: "boolean",
  writeOnly: "boolean",
  uniqueItems: "boolean",
  exclusiveMinimum: "boolean",
  exclusiveMaximum: "boolean",
  multipleOf: "number",
  minimum: "number",
  maximum: "number",
  minLength: "number",
  maxLength: "number",
  minItems: "number",
  maxItems: "number",
  minProperties: "number",
  maxProperties: "number",
  required: "string[]",
  enum: "any[]",
  default: "any",
  example: "any",
  properties: "schema{}",
  additionalProperties: "boolean or schema",
  items: "schema",
  not: "schema",
  allOf: "schema[]",
  anyOf: "schema[]",
  oneOf: "schema[]",
};

/** Everything in a document that its version of OpenAPI does not allow, one line each. */
export const notAllowed = (document: { readonly openapi?: unknown }): readonly string[] => {
  const old = String(document.openapi).startsWith("3.0");
  const check = (value: unknown, kind: string, at: string): readonly string[] => {
    if (kind === "any") return [];
    if (kind === "boolean or schema") return typeof value === "boolean" ? [] : check(value, "schema", at);
    if (kind.endsWith("[]"))
      return Array.isArray(value)
        ? value.flatMap((one, index) => check(one, kind.slice(0, -2), `${at}/${index}`))
        : [`${at} is no list`];
    if (["string", "number", "boolean"].includes(kind))
      return typeof value === kind ? [] : [`${at} is no ${kind}`];
    if (typeof value !== "object" || value === null || Array.isArray(value)) return [`${at} is no object`];
    const members = Object.entries(value);
    if (kind.endsWith("{}"))
      return members.flatMap(([name, one]) => check(one, kind.slice(0, -2), `${at}/${name}`));
    if (kind === "requirement")
      return members.flatMap(([name, one]) => check(one, "string[]", `${at}/${name}`));
    if (kind === "schema") {
      // Those of 3.1 are JSON Schema itself.
      if (!old) return [];
      if ("$ref" in value) return check(value.$ref, "string", `${at}/$ref`);
      return object(members, keywords30, at);
    }
    if (kind === "response" && "$ref" in value) return check(value.$ref, "string", `${at}/$ref`);
    return object(members, kinds[kind] ?? {}, at);
  };
  const object = (
    members: readonly (readonly [string, unknown])[],
    allowed: Readonly<Record<string, string>>,
    at: string,
  ): readonly string[] => [
    ...Object.keys(allowed)
      .filter((name) => name.endsWith("!") && !members.some(([one]) => `${one}!` === name))
      .map((name) => `${at} has no ${name.slice(0, -1)}`),
    ...members.flatMap(([name, one]) => {
      const kind = allowed[name] ?? allowed[`${name}!`] ?? (name.startsWith("x-") ? "any" : undefined);
      // What an extension holds in place of methods is an operation.
      if (name === "x-amazon-apigateway-any-method") return check(one, "operation", `${at}/${name}`);
      return kind === undefined ? [`${at} may not have ${name}`] : check(one, kind, `${at}/${name}`);
    }),
  ];
  return check(document, "document", "");
};
