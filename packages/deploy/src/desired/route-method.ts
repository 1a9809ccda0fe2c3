import type { Integration, Method, MethodResponse } from "@aws-sdk/client-api-gateway";
import type { AuthDescription, InputDescription, RouteDescription } from "@gatewright/runtime/describe";
import { type AnswerHeaders, declared, fixedParameters } from "./cors.ts";
import { type RouteTemplates, templatesOf } from "./templates.ts";

/**
 * One route as API Gateway's own method: method request, integration request, integration responses, method
 * responses, in the SDK's shape.
 *
 * @param uri the integration's URI, with the function that serves the route
 * @param streams whether that function streams its answers
 * @param headers what every answer has; a proxy integration's function writes them itself
 */
export function methodOf(
  route: RouteDescription,
  {
    uri,
    streams,
    headers,
  }: { readonly uri: string; readonly streams: boolean; readonly headers: AnswerHeaders },
): Method {
  const request = {
    httpMethod: route.method,
    ...authorization(route.auth),
    requestParameters: requestParameters(route),
  };
  if (route.integration === "proxy") {
    return { ...request, methodIntegration: { ...proxyIntegration(uri), ...(streams && streaming) } };
  }
  const templates = templatesOf(route);
  return {
    ...request,
    methodIntegration: customIntegration(route, templates, uri, headers),
    methodResponses: methodResponses(route, templates, headers),
  };
}

function proxyIntegration(uri: string): Integration {
  return { type: "AWS_PROXY", httpMethod: "POST", uri };
}

/** API Gateway passes on what comes, for 15 minutes at most ("Stream the integration response"). */
const streaming = { responseTransferMode: "STREAM", timeoutInMillis: 900_000 } satisfies Integration;

/** Who may call: the authorizer is named here, and has its id when the call is made. */
function authorization(auth: AuthDescription): Method {
  if (auth === "none") return { authorizationType: "NONE" };
  if (auth === "iam") return { authorizationType: "AWS_IAM" };
  if (auth === "apiKey") return { authorizationType: "NONE", apiKeyRequired: true };
  if (auth.type !== "cognito") return { authorizationType: "CUSTOM", authorizerId: auth.name };
  return {
    authorizationType: "COGNITO_USER_POOLS",
    authorizerId: auth.name,
    ...(auth.scopes.length > 0 && { authorizationScopes: [...auth.scopes] }),
  };
}

/**
 * What the method request lists. API Gateway demands path parameters only: a query parameter that is missing is
 * refused by the function, with a problem document that says which; a header's name would be compared by case.
 */
function requestParameters({ path, input }: RouteDescription): { [name: string]: boolean } {
  const pathNames = [...path.matchAll(/\{([^}+]+)\+?\}/g)].map(([, name = ""]) => name);
  return Object.fromEntries([
    ...pathNames.map((name) => [`method.request.path.${name}`, true] as const),
    ...input.flatMap((one) => listedParameter(one)),
  ]);
}

function listedParameter({ kind, name }: InputDescription): readonly (readonly [string, boolean])[] {
  if (kind === "query") return [[`method.request.querystring.${name}`, false]];
  return kind === "header" ? [[`method.request.header.${name}`, false]] : [];
}

/** Lambda custom integration: always called with POST, and only ever with what the template makes of the request. */
function customIntegration(
  { outputs }: RouteDescription,
  templates: RouteTemplates,
  uri: string,
  { fixed, template: prefix }: AnswerHeaders,
): Integration {
  const [output] = outputs;
  const always = fixedParameters("method.response.header", fixed);
  return {
    type: "AWS",
    httpMethod: "POST",
    uri,
    passthroughBehavior: "NEVER",
    requestTemplates: { [json]: templates.request },
    integrationResponses: {
      // The default response: an empty pattern is what catches a success, the template chooses among several.
      [String(output?.status ?? 200)]: {
        selectionPattern: "",
        responseParameters: always,
        responseTemplates: { [json]: prefix + templates.result },
      },
      ...Object.fromEntries(
        templates.errors.map(({ status, selectionPattern, template }) => [
          String(status),
          {
            selectionPattern,
            responseParameters: { ...always, [`method.response.${contentType}`]: `'${problemJson}'` },
            responseTemplates: { [json]: prefix + template },
          },
        ]),
      ),
    },
  };
}

function methodResponses(
  { outputs }: RouteDescription,
  { errors }: RouteTemplates,
  { fixed, chosen }: AnswerHeaders,
): { [status: string]: MethodResponse } {
  const always = [...Object.keys(fixed), ...chosen];
  return Object.fromEntries([
    ...outputs.map(
      ({ status, headers }) => [String(status), withHeaders([...always, ...Object.keys(headers)])] as const,
    ),
    ...errors.map(({ status }) => [String(status), withHeaders([...always, "Content-Type"])] as const),
  ]);
}

function withHeaders(names: readonly string[]): MethodResponse {
  return names.length === 0 ? {} : { responseParameters: declared(names) };
}

const json = "application/json";
const problemJson = "application/problem+json";
const contentType = "header.Content-Type";
