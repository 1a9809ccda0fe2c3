import { isObject, type JsonObject, memberOf } from "../../json-object.ts";
import { own } from "../../own.ts";
import type { MethodResponseRecord } from "../records.ts";
import type { MethodDescription } from "./description.ts";
import type { Dialect } from "./dialect.ts";
import { flagAt, listAt, objectAt, resolve, textAt, unlessEmpty } from "./json.ts";
import { readIntegration } from "./read-integration.ts";
import type { Models } from "./read-models.ts";
import type { Security } from "./read-security.ts";

/** An operation of a document, and what it is read with. */
export interface OperationToRead {
  readonly root: JsonObject;
  readonly dialect: Dialect;
  readonly models: Models;
  readonly security: Security;
  readonly warn: (message: string) => void;
  readonly path: string;
  readonly httpMethod: string;
  readonly operation: JsonObject;
  /** The parameters of the path item. */
  readonly shared: readonly unknown[];
}

/** Where a parameter stands in a document, and in a mapping expression. A body is no parameter of a method. */
const places: { readonly [place: string]: string } = {
  query: "querystring",
  header: "header",
  path: "path",
};

/** The method that an operation describes; nothing when its security cannot be had. */
export function readMethod(reading: OperationToRead): MethodDescription | undefined {
  const { root, dialect, models, operation, httpMethod, path, warn } = reading;
  const security = reading.security.of(operation, root);
  if (security === undefined) return undefined;
  const parameters = [...reading.shared, ...listAt(operation, "parameters")]
    .map((parameter) => resolve(root, parameter))
    .filter(isObject);
  const extension = resolve(root, memberOf(operation, "x-amazon-apigateway-integration"));
  return {
    httpMethod,
    ...security,
    operationName: textAt(operation, "operationId"),
    requestValidator:
      textAt(operation, "x-amazon-apigateway-request-validator") ??
      textAt(root, "x-amazon-apigateway-request-validator"),
    requestParameters: readParameters(parameters, path),
    requestModels: unlessEmpty(models.namesOf(dialect.requestSchemas(root, operation, parameters))),
    methodResponses: readResponses(reading),
    integration: extension === undefined ? undefined : readIntegration(extension, { path, httpMethod, warn }),
  };
}

/** R: what the path has in braces is a required parameter, declared or not (test_import_and_validate_rest_api). */
function readParameters(
  parameters: readonly JsonObject[],
  path: string,
): { readonly [expression: string]: boolean } | undefined {
  const read: { [expression: string]: boolean } = {};
  for (const parameter of parameters) {
    const place = own(places, textAt(parameter, "in") ?? "");
    const name = textAt(parameter, "name");
    if (place === undefined || name === undefined) continue;
    read[`method.request.${place}.${name}`] = flagAt(parameter, "required") ?? place === "path";
  }
  for (const [, name] of path.matchAll(/\{([^}+]+)\+?\}/g)) read[`method.request.path.${name}`] ??= true;
  return unlessEmpty(read);
}

/** Statuses alone make method responses: `default` and ranges such as `2XX` have no place in API Gateway. */
function readResponses({
  root,
  dialect,
  models,
  operation,
}: OperationToRead): readonly MethodResponseRecord[] {
  return Object.entries(objectAt(operation, "responses")).flatMap(([statusCode, given]) => {
    const response = resolve(root, given);
    if (!/^[1-5]\d\d$/.test(statusCode) || !isObject(response)) return [];
    const headers = Object.keys(objectAt(response, "headers"));
    const parameters = headers.map((name) => [`method.response.header.${name}`, false] as const);
    return {
      statusCode,
      responseParameters: unlessEmpty(Object.fromEntries(parameters)),
      responseModels: unlessEmpty(models.namesOf(dialect.responseSchemas(root, operation, response))),
    };
  });
}
