import type { JsonObject } from "../../json-object.ts";
import { own } from "../../own.ts";
import type { MethodResponseRecord } from "../records.ts";
import type { IntegrationDescription, MethodDescription } from "./description.ts";
import type { Dialect } from "./dialect.ts";
import type { Documented } from "./documented.ts";
import { present, unlessEmpty } from "./json.ts";
import type { Extensions } from "./write.ts";

const places: { readonly [place: string]: keyof typeof parameterTypes } = {
  querystring: "query",
  multivaluequerystring: "query",
  header: "header",
  multivalueheader: "header",
  path: "path",
};

const parameterTypes = {
  query: "QUERY_PARAMETER",
  header: "REQUEST_HEADER",
  path: "PATH_PARAMETER",
} as const;

/** A method, and what it is written with. */
export interface MethodToWrite {
  readonly path: string;
  readonly method: MethodDescription;
  readonly dialect: Dialect;
  readonly extensions: Extensions;
  readonly documented: Documented;
}

/** The field of a path item and the operation in it. */
export function writeMethod(writing: MethodToWrite): readonly [string, JsonObject] {
  const { path, method, dialect, extensions, documented } = writing;
  const { httpMethod, integration } = method;
  const place = { path, method: httpMethod };
  const answers = [
    ...method.methodResponses.map(({ responseModels }) => responseModels),
    ...(integration?.responses ?? []).map(({ responseTemplates }) => responseTemplates),
  ];
  const operation = {
    ...documented({ type: "METHOD", ...place }),
    ...present({ operationId: method.operationName }),
    ...dialect.request({
      parameters: writeParameters(writing),
      models: method.requestModels ?? {},
      templates: Object.keys(integration?.requestTemplates ?? {}),
      documentation: documented({ type: "REQUEST_BODY", ...place }),
    }),
    ...dialect.responses([...new Set(answers.flatMap((byType) => Object.keys(byType ?? {})))]),
    responses: Object.fromEntries(
      method.methodResponses.map((response) => [response.statusCode, writeResponse(response, writing)]),
    ),
    ...present({
      security: writeSecurity(method),
      "x-amazon-apigateway-request-validator": extensions.apigateway ? method.requestValidator : undefined,
      "x-amazon-apigateway-integration":
        extensions.integrations && integration ? writeIntegration(integration) : undefined,
    }),
  };
  return [httpMethod === "ANY" ? "x-amazon-apigateway-any-method" : httpMethod.toLowerCase(), operation];
}

function writeParameters({ path, method, dialect, documented }: MethodToWrite): readonly JsonObject[] {
  return Object.entries(method.requestParameters ?? {}).flatMap(([expression, required]) => {
    const [, source = "", name = ""] = /^method\.request\.(\w+)\.(.*)$/.exec(expression) ?? [];
    const place = own(places, source);
    if (place === undefined) return [];
    const location = { type: parameterTypes[place], path, method: method.httpMethod, name };
    return [{ ...dialect.parameter(name, place, required), ...documented(location) }];
  });
}

function writeResponse(
  { statusCode, responseParameters = {}, responseModels = {} }: MethodResponseRecord,
  { path, method, dialect, documented }: MethodToWrite,
): JsonObject {
  const place = { path, method: method.httpMethod, statusCode };
  const headers = Object.keys(responseParameters).map((parameter) => {
    const name = parameter.replace(/^method\.response\.header\./, "");
    return [name, { ...dialect.text(), ...documented({ type: "RESPONSE_HEADER", ...place, name }) }];
  });
  return {
    description: `${statusCode} response`,
    ...documented({ type: "RESPONSE", ...place }),
    ...present({ headers: unlessEmpty(Object.fromEntries(headers)) }),
    ...dialect.response(responseModels),
  };
}

/** What a caller must have, all of it: an authorization and an API key. */
function writeSecurity({
  authorization,
  apiKeyRequired,
}: MethodDescription): readonly JsonObject[] | undefined {
  const required: JsonObject[] = [];
  if (authorization.type === "AWS_IAM") required.push({ sigv4: [] });
  if ("authorizer" in authorization) required.push({ [authorization.authorizer]: authorization.scopes });
  if (apiKeyRequired) required.push({ api_key: [] });
  return required.length > 0 ? required : undefined;
}

/** R: which members are left out because they say what is usual (`connectionType`, `timeoutInMillis` and more). */
function writeIntegration(integration: IntegrationDescription): JsonObject {
  const { type, cacheKeyParameters, responses, connectionType } = integration;
  const isHttp = type === "HTTP" || type === "HTTP_PROXY";
  const written = responses.map((response) => [
    response.selectionPattern ?? "default",
    present({
      statusCode: response.statusCode,
      responseParameters: response.responseParameters,
      responseTemplates: response.responseTemplates,
      contentHandling: response.contentHandling,
    }),
  ]);
  return present({
    type: type.toLowerCase(),
    httpMethod: integration.httpMethod,
    uri: integration.uri,
    credentials: integration.credentials,
    connectionType: isHttp && connectionType === "INTERNET" ? undefined : connectionType,
    connectionId: integration.connectionId,
    responses: unlessEmpty(Object.fromEntries(written)),
    requestParameters: integration.requestParameters,
    requestTemplates: integration.requestTemplates,
    passthroughBehavior: integration.passthroughBehavior.toLowerCase(),
    contentHandling: integration.contentHandling,
    timeoutInMillis: integration.timeoutInMillis,
    cacheNamespace: integration.cacheNamespace,
    cacheKeyParameters: cacheKeyParameters.length > 0 ? cacheKeyParameters : undefined,
    tlsConfig: integration.tlsConfig,
    responseTransferMode: integration.responseTransferMode,
    integrationTarget: integration.integrationTarget,
  });
}
