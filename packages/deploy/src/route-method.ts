import type { Integration, Method, MethodResponse } from "@aws-sdk/client-api-gateway";
import type { InputDescription, OutputDescription, RouteDescription } from "@gatewright/runtime/describe";
import { DeployError } from "./errors.ts";
import { type RouteTemplates, templatesOf } from "./templates.ts";

/**
 * One route as API Gateway's own method: method request, integration request, integration responses, method
 * responses, in the SDK's shape.
 *
 * @param uri the integration's URI, with the function that serves the route
 */
export function methodOf(route: RouteDescription, uri: string): Method {
  const request = {
    httpMethod: route.method,
    authorizationType: authorizationType(route),
    requestParameters: requestParameters(route),
  };
  if (route.integration === "proxy") {
    return { ...request, methodIntegration: { type: "AWS_PROXY", httpMethod: "POST", uri } };
  }
  const templates = templatesOf(route);
  return {
    ...request,
    methodIntegration: customIntegration(route, templates, uri),
    methodResponses: methodResponses(route, templates),
  };
}

/** Whatever is not known here must not become a method that everyone may call. */
function authorizationType({ key, auth }: RouteDescription): "NONE" | "AWS_IAM" {
  if (auth === "none") return "NONE";
  if (auth === "iam") return "AWS_IAM";
  throw new DeployError("UnsupportedAuth", `${key}: this auth cannot be deployed yet: use none or iam.`);
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
): Integration {
  const [output] = outputs;
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
        responseTemplates: { [json]: templates.result },
      },
      ...Object.fromEntries(
        templates.errors.map(({ status, selectionPattern, template }) => [
          String(status),
          {
            selectionPattern,
            responseParameters: { [`method.response.${contentType}`]: `'${problemJson}'` },
            responseTemplates: { [json]: template },
          },
        ]),
      ),
    },
  };
}

function methodResponses(
  { outputs }: RouteDescription,
  { errors }: RouteTemplates,
): { [status: string]: MethodResponse } {
  return Object.fromEntries([
    ...outputs.map((output) => [String(output.status), successResponse(output)] as const),
    ...errors.map(
      ({ status }) =>
        [String(status), { responseParameters: { [`method.response.${contentType}`]: false } }] as const,
    ),
  ]);
}

function successResponse({ headers }: OutputDescription): MethodResponse {
  const parameters = Object.keys(headers).map((name) => [`method.response.header.${name}`, false] as const);
  return parameters.length === 0 ? {} : { responseParameters: Object.fromEntries(parameters) };
}

const json = "application/json";
const problemJson = "application/problem+json";
const contentType = "header.Content-Type";
