import type { JsonObject } from "../../json-object.ts";

/** Schemas, or names of models, by content type. */
export type ByContentType<T> = { readonly [contentType: string]: T };

/** Where an exported API is, and what it is called. */
export interface Head {
  readonly title: string;
  readonly version: string;
  readonly description?: string | undefined;
  /** The host of the API, such as `abc123.execute-api.us-east-1.amazonaws.com`. */
  readonly host: string;
  readonly stageName: string;
  /** `x-amazon-apigateway-endpoint-configuration`, when there is something to say. */
  readonly endpoint?: JsonObject | undefined;
}

/** What is written of the requests of a method. */
export interface WrittenRequest {
  /** Those that are not the body. */
  readonly parameters: readonly JsonObject[];
  readonly models: ByContentType<string>;
  /** The content types of the integration's templates. */
  readonly templates: readonly string[];
  /** The documentation of the body. */
  readonly documentation: JsonObject;
}

/** One of the two formats of definition files: all in which they differ, both to read and to write. */
export interface Dialect {
  /** How a reference to a model begins. */
  readonly schemaPrefix: string;

  schemas(root: JsonObject): JsonObject;
  securitySchemes(root: JsonObject): JsonObject;
  /** The path that stands before every other, or nothing. */
  basePath(root: JsonObject): string;
  /** `x-amazon-apigateway-endpoint-configuration`, wherever it stands. */
  endpointConfiguration(root: JsonObject): JsonObject;
  requestSchemas(
    root: JsonObject,
    operation: JsonObject,
    parameters: readonly JsonObject[],
  ): ByContentType<unknown>;
  responseSchemas(root: JsonObject, operation: JsonObject, response: JsonObject): ByContentType<unknown>;

  /** The members that a document begins with. */
  head(head: Head): JsonObject;
  /** A parameter or a response header is text. */
  text(): JsonObject;
  parameter(name: string, place: string, required: boolean): JsonObject;
  /** The members of an operation that say what its requests hold. */
  request(request: WrittenRequest): JsonObject;
  /** The members of a response that say what it holds. */
  response(models: ByContentType<string>): JsonObject;
  /** The members of an operation that say what its responses hold. */
  responses(contentTypes: readonly string[]): JsonObject;
  /** The members that hold models and security schemes. */
  components(schemas: JsonObject, securitySchemes: JsonObject): JsonObject;
}
