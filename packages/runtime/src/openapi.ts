import { binaryMediaTypes } from "./binary-media-types.ts";
import type {
  ApiDescription,
  BodyDescription,
  ErrorDescription,
  InputDescription,
  JsonSchema,
  RouteDescription,
} from "./description.ts";
import { createComponents, type Direction } from "./openapi-components.ts";
import { toOpenApi30 } from "./openapi-schema.ts";
import { securityOf, securitySchemes } from "./openapi-security.ts";
import { titleOf } from "./problem.ts";

/** Part of an OpenAPI document. */
export type OpenApiObject = { readonly [member: string]: unknown };

export interface OpenApiOptions {
  /** `3.1` for people and their tools; `3.0.1` for API Gateway's import, with its `x-amazon-apigateway-*` members. */
  readonly target: "3.1" | "3.0.1";
  /** The version of the API itself. Default `1.0.0`. */
  readonly version?: string;
  /** Where the API is served: `https://id.execute-api.region.amazonaws.com/stage`. */
  readonly servers?: readonly string[];
  /** The `x-amazon-apigateway-integration` of a route, which names its function. For `3.0.1` only. */
  readonly integration?: (route: RouteDescription) => OpenApiObject;
  /** The invocation URI of an authorizer's function. For `3.0.1` only. */
  readonly authorizerUri?: (name: string) => string;
}

/** Writes the OpenAPI document of an API, from the same description as everything else. */
export const openapi = (description: ApiDescription, options: OpenApiOptions): OpenApiObject => {
  const aws = options.target === "3.0.1";
  const dialect = aws ? toOpenApi30 : (schema: JsonSchema) => schema;
  // API Gateway makes models of them, and wants letters and digits only (CreateModel).
  const illegal = aws ? /[^A-Za-z0-9]/g : /[^\w.-]/g;
  const { schemas, refer } = createComponents(description.routes.flatMap(schemasOf), illegal);
  const write: Writer = { aws, schema: (schema) => dialect(refer(schema)), options };
  const paths: Record<string, Record<string, OpenApiObject>> = {};
  for (const route of description.routes) {
    // OpenAPI has no greedy parameters; API Gateway's extension of it writes them as its own resource paths do.
    const path = aws ? route.path : route.path.replaceAll("+}", "}");
    paths[path] ??= {};
    for (const method of methodsOf(route, aws, paths[path]))
      paths[path][method] = operation(route, method, write);
  }
  const schemes = securitySchemes(description, options);
  const binary = aws ? binaryMediaTypes(description) : [];
  return {
    openapi: aws ? "3.0.1" : "3.1.0",
    info: {
      title: description.name,
      version: options.version ?? "1.0.0",
      ...(description.description !== undefined && { description: description.description }),
    },
    ...(options.servers && { servers: options.servers.map((url) => ({ url })) }),
    ...(binary.length > 0 && { "x-amazon-apigateway-binary-media-types": binary }),
    paths,
    components: {
      schemas: {
        Problem: dialect(problemSchema),
        ...Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, dialect(schema)])),
      },
      // For people: a method of API Gateway has responses by their status only.
      ...(!aws && { responses: { Error: anyOtherError } }),
      ...(Object.keys(schemes).length > 0 && { securitySchemes: schemes }),
    },
  };
};

interface Writer {
  readonly aws: boolean;
  readonly schema: (schema: JsonSchema) => JsonSchema;
  readonly options: OpenApiOptions;
}

const schemasOf = ({ input, outputs, errors }: RouteDescription): readonly [Direction, JsonSchema][] => [
  ...input.flatMap(({ schema }): [Direction, JsonSchema][] => (schema ? [["request", schema]] : [])),
  ...outputs.flatMap(({ body, headers }) =>
    [...(body.type === "json" ? [body.schema] : []), ...Object.values(headers)].map(
      (schema): [Direction, JsonSchema] => ["answer", schema],
    ),
  ),
  ...errors.flatMap(({ details }): [Direction, JsonSchema][] => (details ? [["answer", details]] : [])),
];

const everyMethod = ["get", "put", "post", "delete", "options", "head", "patch"];

/** `ANY` is API Gateway's own; for others it is every method that the path does not have otherwise. */
const methodsOf = (
  { method }: RouteDescription,
  aws: boolean,
  taken: Readonly<Record<string, OpenApiObject>>,
): readonly string[] => {
  if (method !== "ANY") return [method.toLowerCase()];
  return aws ? ["x-amazon-apigateway-any-method"] : everyMethod.filter((one) => !(one in taken));
};

const operation = (route: RouteDescription, method: string, write: Writer): OpenApiObject => {
  const body = route.input.find(({ kind }) => kind === "body" || kind === "form" || kind === "binary");
  const alternatives = securityOf(route.auth, write.aws);
  return {
    operationId: route.method === "ANY" && !write.aws ? `${route.key}_${method}` : route.key,
    parameters: route.input.flatMap((input) => parameter(input, write)),
    ...(body !== undefined &&
      method !== "get" &&
      method !== "head" && { requestBody: requestBody(body, write) }),
    responses: responses(route, method, write),
    ...(alternatives.length > 0 && { security: alternatives }),
    ...(write.options.integration !== undefined &&
      write.aws && { "x-amazon-apigateway-integration": write.options.integration(route) }),
  };
};

const parameter = (
  { key, kind, name, required, schema }: InputDescription,
  write: Writer,
): readonly OpenApiObject[] => {
  if (kind !== "path" && kind !== "query" && kind !== "header" && kind !== "cookie") return [];
  // API Gateway's import knows no cookies.
  if (kind === "cookie" && write.aws) return [];
  return [
    {
      name: name === "" ? key : name,
      in: kind,
      required: kind === "path" || required,
      schema: write.schema(schema ?? { type: "string" }),
    },
  ];
};

const requestBody = (
  { kind, required, schema, contentType }: InputDescription,
  write: Writer,
): OpenApiObject => ({
  required,
  content:
    kind === "binary"
      ? { [contentType ?? "application/octet-stream"]: bytesOf(write) }
      : {
          [kind === "form" ? "application/x-www-form-urlencoded" : "application/json"]: {
            schema: write.schema(schema ?? {}),
          },
        },
});

/** 3.1 describes bytes by their media type alone. */
const bytesOf = ({ aws }: Writer): OpenApiObject =>
  aws ? { schema: { type: "string", format: "binary" } } : {};

const responses = (
  { outputs, errors, integration }: RouteDescription,
  method: string,
  write: Writer,
): OpenApiObject => {
  const byStatus = new Map<number, ErrorDescription[]>([
    [400, []],
    [500, []],
  ]);
  for (const error of errors) byStatus.set(error.status, [...(byStatus.get(error.status) ?? []), error]);
  return Object.fromEntries([
    ...outputs.map(({ status, body, headers }) => [
      String(status),
      {
        description: successes[status] ?? "Success",
        ...(Object.keys(headers).length > 0 && {
          headers: Object.fromEntries(
            Object.entries(headers).map(([name, schema]) => [name, { schema: write.schema(schema) }]),
          ),
        }),
        ...(method !== "head" && content(body, write)),
      },
    ]),
    ...[...byStatus]
      .sort(([a], [b]) => a - b)
      .map(([status, declared]) => [
        String(status),
        {
          ...problemResponse(status, declared, write),
          // Its integration response sets it, and API Gateway wants it declared.
          ...(write.aws &&
            integration === "custom" && { headers: { "Content-Type": { schema: { type: "string" } } } }),
        },
      ]),
    ...(write.aws ? [] : [["default", { $ref: "#/components/responses/Error" }]]),
  ]);
};

const successes: Readonly<Record<number, string>> = {
  200: "OK",
  201: "Created",
  202: "Accepted",
  204: "No Content",
  301: "Moved Permanently",
  302: "Found",
  303: "See Other",
  304: "Not Modified",
  307: "Temporary Redirect",
  308: "Permanent Redirect",
};

const content = (body: BodyDescription, write: Writer): OpenApiObject => {
  if (body.type === "none") return {};
  if (body.type === "json") return { content: { "application/json": { schema: write.schema(body.schema) } } };
  return {
    content: { [body.contentType]: body.type === "text" ? { schema: { type: "string" } } : bytesOf(write) },
  };
};

const problemResponse = (
  status: number,
  errors: readonly ErrorDescription[],
  write: Writer,
): OpenApiObject => {
  const detailed = errors.filter(({ details }) => details !== undefined);
  const general = { $ref: "#/components/schemas/Problem" };
  const details = detailed.map(({ code, details: schema = {} }) => ({
    allOf: [
      general,
      {
        type: "object",
        required: ["code", "details"],
        properties: { code: { type: "string", enum: [code] }, details: write.schema(schema) },
      },
    ],
  }));
  return {
    description: [titleOf(status), ...errors.map(({ code }) => code)].join(", "),
    content: {
      "application/problem+json": {
        schema: details.length === 0 ? general : { anyOf: [...details, general] },
      },
    },
  };
};

/** What any route may answer besides: the runtime, as with 413 and 504, and API Gateway itself, as with 403 and 429. */
const anyOtherError: OpenApiObject = {
  description: "Any other error, of the API or of API Gateway",
  content: {
    "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } },
    "application/json": { schema: { type: "object", properties: { message: { type: "string" } } } },
  },
};

const problemSchema: JsonSchema = {
  type: "object",
  required: ["status", "code", "title"],
  properties: {
    status: { type: "integer" },
    code: { type: "string" },
    title: { type: "string" },
    detail: { type: "string" },
    details: {},
    errors: {
      type: "array",
      items: {
        type: "object",
        required: ["path", "detail"],
        properties: { path: { type: "string" }, detail: { type: "string" } },
      },
    },
    id: { type: "string" },
  },
};
