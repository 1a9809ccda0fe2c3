import { AwsError } from "../../aws-error.ts";
import { memberOf } from "../../json-object.ts";
import { apiGatewaySdk } from "../../sdk.ts";
import { badRequest } from "../errors.ts";
import { checkTemplates } from "../mapping-template.ts";
import type { IntegrationResponseRecord } from "../records.ts";
import type { IntegrationDescription } from "./description.ts";
import { flagAt, numberAt, objectAt, oneOf, textAt, textMapAt, textsAt, unlessEmpty } from "./json.ts";

interface Place {
  readonly path: string;
  readonly httpMethod: string;
  readonly warn: (message: string) => void;
}

/**
 * Reads `x-amazon-apigateway-integration` (D: the members). R: a mock integration keeps no `httpMethod`
 * (test_import_with_http_method_integration).
 *
 * @throws AwsError `BadRequestException` when it has no type or a URI that is no text; the words are AWS's as callers
 * report them (localstack/localstack#4619).
 */
export function readIntegration(extension: unknown, place: Place): IntegrationDescription {
  const type = oneOf(apiGatewaySdk.IntegrationType, textAt(extension, "type"));
  const uri = memberOf(extension, "uri");
  if (type === undefined || (uri !== undefined && typeof uri !== "string")) {
    throw badRequest(
      `Unable to parse API definition because of a malformed integration at path ${place.path}.`,
    );
  }
  const isMock = type === "MOCK";
  return {
    type,
    httpMethod: isMock ? undefined : textAt(extension, "httpMethod")?.toUpperCase(),
    uri: isMock ? undefined : textAt(extension, "uri"),
    credentials: textAt(extension, "credentials"),
    connectionType: oneOf(apiGatewaySdk.ConnectionType, textAt(extension, "connectionType")),
    connectionId: textAt(extension, "connectionId"),
    passthroughBehavior: textAt(extension, "passthroughBehavior")?.toUpperCase() ?? "WHEN_NO_MATCH",
    timeoutInMillis: numberAt(extension, "timeoutInMillis"),
    cacheNamespace: textAt(extension, "cacheNamespace"),
    cacheKeyParameters: textsAt(extension, "cacheKeyParameters"),
    contentHandling: oneOf(apiGatewaySdk.ContentHandlingStrategy, textAt(extension, "contentHandling")),
    responseTransferMode: oneOf(
      apiGatewaySdk.ResponseTransferMode,
      textAt(extension, "responseTransferMode"),
    ),
    integrationTarget: textAt(extension, "integrationTarget"),
    tlsConfig: readTlsConfig(memberOf(extension, "tlsConfig")),
    requestParameters: readMappings(extension, "requestParameters", place),
    requestTemplates: readTemplates(extension, "requestTemplates", place),
    responses: Object.entries(objectAt(extension, "responses")).map(([pattern, response]) =>
      readResponse(pattern, response, place),
    ),
  };
}

function readResponse(pattern: string, response: unknown, place: Place): IntegrationResponseRecord {
  return {
    statusCode: textAt(response, "statusCode") ?? "",
    selectionPattern: pattern === "default" ? undefined : pattern,
    responseParameters: readMappings(response, "responseParameters", place),
    responseTemplates: readTemplates(response, "responseTemplates", place),
    contentHandling: oneOf(apiGatewaySdk.ContentHandlingStrategy, textAt(response, "contentHandling")),
  };
}

/** R: the warning for what is no text (test_import_rest_api_with_base_path_oas30). */
function readMappings(
  holder: unknown,
  member: string,
  { path, httpMethod, warn }: Place,
): { readonly [target: string]: string } | undefined {
  for (const [target, source] of Object.entries(objectAt(holder, member))) {
    if (typeof source === "string") continue;
    warn(
      `Invalid format for '${member}'. Expected type string for property '${target}' of resource '${path}' and ` +
        `method '${httpMethod}' but got '${typeof source === "object" ? JSON.stringify(source) : String(source)}'`,
    );
  }
  return unlessEmpty(textMapAt(holder, member));
}

/**
 * R: an import takes templates that do not parse (test_api_gateway_lambda_asynchronous_invocation). The warning is
 * ours: the first request would show it too, as a fault.
 */
function readTemplates(
  holder: unknown,
  member: string,
  { path, httpMethod, warn }: Place,
): { readonly [contentType: string]: string } | undefined {
  const templates = textMapAt(holder, member);
  try {
    checkTemplates(templates);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    warn(`${error.message} (${member} of resource '${path}' and method '${httpMethod}')`);
  }
  return unlessEmpty(templates);
}

function readTlsConfig(value: unknown): IntegrationDescription["tlsConfig"] {
  const insecureSkipVerification = flagAt(value, "insecureSkipVerification");
  return insecureSkipVerification === undefined ? undefined : { insecureSkipVerification };
}
