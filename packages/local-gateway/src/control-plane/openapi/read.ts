import type { GatewayResponseType } from "@aws-sdk/client-api-gateway";
import { isObject, type JsonObject, memberOf } from "../../json-object.ts";
import { apiGatewaySdk } from "../../sdk.ts";
import { gatewayResponseTypes } from "../constraints.ts";
import { readDocumentationParts } from "../documentation-import.ts";
import { type BasePathMode, readBasePath } from "./base-path.ts";
import type {
  ApiDescription,
  DocumentationDescription,
  EndpointDescription,
  GatewayResponseDescription,
  PathDescription,
  ValidatorDescription,
} from "./description.ts";
import { dialects } from "./dialects.ts";
import type { Document } from "./document.ts";
import { flagAt, listAt, numberAt, objectAt, oneOf, resolve, textAt, textMapAt, textsAt } from "./json.ts";
import { type OperationToRead, readMethod } from "./read-method.ts";
import { readModels } from "./read-models.ts";
import { readSecurity } from "./read-security.ts";

/** What a caller may ask of an import, beside the document (D: `parameters` of ImportRestApi). */
export interface ReadOptions {
  readonly basePath: BasePathMode;
  readonly ignoresDocumentation: boolean;
}

/** D: the fields of a path item that are methods. */
const httpMethods: { readonly [field: string]: string } = {
  get: "GET",
  put: "PUT",
  post: "POST",
  delete: "DELETE",
  options: "OPTIONS",
  head: "HEAD",
  patch: "PATCH",
  "x-amazon-apigateway-any-method": "ANY",
};

/** What a document says, and what of it is left out with a warning. */
export function readApi(
  { format, root }: Document,
  options: ReadOptions,
): { readonly api: ApiDescription; readonly warnings: readonly string[] } {
  const warnings: string[] = [];
  const warn = (message: string) => void warnings.push(message);
  const dialect = dialects[format];
  const models = readModels(dialect.schemas(root), dialect.schemaPrefix, warn);
  const security = readSecurity(dialect.securitySchemes(root), warn);
  const prefix = readBasePath(dialect.basePath(root), options.basePath);
  const paths = readPaths({ root, dialect, models, security, warn }, prefix);
  const info = objectAt(root, "info");
  const policy = memberOf(root, "x-amazon-apigateway-policy");
  const api: ApiDescription = {
    name: textAt(info, "title"),
    description: textAt(info, "description"),
    version: textAt(info, "version"),
    apiKeySource: oneOf(apiGatewaySdk.ApiKeySourceType, textAt(root, "x-amazon-apigateway-api-key-source")),
    binaryMediaTypes: Object.hasOwn(root, "x-amazon-apigateway-binary-media-types")
      ? textsAt(root, "x-amazon-apigateway-binary-media-types")
      : undefined,
    minimumCompressionSize: numberAt(root, "x-amazon-apigateway-minimum-compression-size"),
    policy: isObject(policy) ? JSON.stringify(policy) : undefined,
    securityPolicy: oneOf(apiGatewaySdk.SecurityPolicy, textAt(root, "x-amazon-apigateway-security-policy")),
    endpoint: readEndpoint(dialect.endpointConfiguration(root)),
    models: models.all(),
    requestValidators: readValidators(root),
    gatewayResponses: readGatewayResponses(root),
    authorizers: security.authorizers,
    paths,
    documentation: options.ignoresDocumentation ? undefined : readDocumentation(root, warn),
  };
  return { api, warnings };
}

function readPaths(
  reading: Pick<OperationToRead, "root" | "dialect" | "models" | "security" | "warn">,
  prefix: string,
): readonly PathDescription[] {
  const { root } = reading;
  return Object.entries(objectAt(root, "paths"))
    .filter(([path]) => path.startsWith("/"))
    .map(([written, given]) => {
      const item = resolve(root, given);
      const path = joined(prefix, written);
      const shared = listAt(item, "parameters");
      const methods = Object.entries(httpMethods).flatMap(([field, httpMethod]) => {
        const operation = memberOf(item, field);
        if (!isObject(operation)) return [];
        return readMethod({ ...reading, path, httpMethod, operation, shared }) ?? [];
      });
      return { path, methods };
    });
}

function joined(prefix: string, path: string): string {
  const parts = `${prefix}${path}`.split("/").filter((part) => part !== "");
  return `/${parts.join("/")}`;
}

function readEndpoint(extension: JsonObject): EndpointDescription {
  const types = textsAt(extension, "types").flatMap((text) => oneOf(apiGatewaySdk.EndpointType, text) ?? []);
  const vpcEndpointIds = textsAt(extension, "vpcEndpointIds");
  return {
    types: types.length > 0 ? types : undefined,
    ipAddressType: oneOf(apiGatewaySdk.IpAddressType, textAt(extension, "ipAddressType")),
    vpcEndpointIds: vpcEndpointIds.length > 0 ? vpcEndpointIds : undefined,
    disableExecuteApiEndpoint: flagAt(extension, "disableExecuteApiEndpoint"),
  };
}

function readValidators(root: JsonObject): readonly ValidatorDescription[] {
  const validators = objectAt(root, "x-amazon-apigateway-request-validators");
  return Object.entries(validators).map(([name, validator]) => ({
    name,
    validateRequestBody: flagAt(validator, "validateRequestBody") ?? false,
    validateRequestParameters: flagAt(validator, "validateRequestParameters") ?? false,
  }));
}

function readGatewayResponses(root: JsonObject): readonly GatewayResponseDescription[] {
  const responses = Object.entries(objectAt(root, "x-amazon-apigateway-gateway-responses"));
  return responses.flatMap(([name, response]) => {
    const responseType: GatewayResponseType | undefined = gatewayResponseTypes.find((type) => type === name);
    if (responseType === undefined) return [];
    return {
      responseType,
      statusCode: textAt(response, "statusCode"),
      responseParameters: textMapAt(response, "responseParameters"),
      responseTemplates: textMapAt(response, "responseTemplates"),
    };
  });
}

function readDocumentation(
  root: JsonObject,
  warn: (message: string) => void,
): DocumentationDescription | undefined {
  const extension = memberOf(root, "x-amazon-apigateway-documentation");
  if (extension === undefined) return undefined;
  const { parts, warnings } = readDocumentationParts(root);
  for (const warning of warnings) warn(warning);
  return { version: textAt(extension, "version"), parts };
}
