import type { MethodResponseRecord } from "../records.ts";
import type { IntegrationDescription, MethodDescription } from "./description.ts";
import type { Dialect } from "./dialect.ts";
import { type JsonObject, present, unlessEmpty } from "./json.ts";
import type { Extensions } from "./write.ts";

const PLACES: { readonly [place: string]: string } = {
  querystring: "query",
  multivaluequerystring: "query",
  header: "header",
  multivalueheader: "header",
  path: "path",
};

/** The field of a path item and the operation in it. */
export function writeMethod(
  method: MethodDescription,
  dialect: Dialect,
  extensions: Extensions,
): readonly [string, JsonObject] {
  const { httpMethod, integration } = method;
  const answers = [
    ...method.methodResponses.map(({ responseModels }) => responseModels),
    ...(integration?.responses ?? []).map(({ responseTemplates }) => responseTemplates),
  ];
  const operation = {
    ...present({ operationId: method.operationName }),
    ...dialect.request(
      writeParameters(method, dialect),
      method.requestModels ?? {},
      Object.keys(integration?.requestTemplates ?? {}),
    ),
    ...dialect.responses([...new Set(answers.flatMap((byType) => Object.keys(byType ?? {})))]),
    responses: Object.fromEntries(
      method.methodResponses.map((response) => [response.statusCode, writeResponse(response, dialect)]),
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

function writeParameters(method: MethodDescription, dialect: Dialect): readonly JsonObject[] {
  return Object.entries(method.requestParameters ?? {}).map(([expression, required]) => {
    const [, place = "", name = ""] = /^method\.request\.(\w+)\.(.*)$/.exec(expression) ?? [];
    return dialect.parameter(name, PLACES[place] ?? place, required);
  });
}

function writeResponse(response: MethodResponseRecord, dialect: Dialect): JsonObject {
  const names = Object.keys(response.responseParameters ?? {}).map((name) =>
    name.replace(/^method\.response\.header\./, ""),
  );
  return {
    description: `${response.statusCode} response`,
    ...present({ headers: unlessEmpty(Object.fromEntries(names.map((name) => [name, dialect.text()]))) }),
    ...dialect.response(response.responseModels ?? {}),
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
