import { ofStatus } from "./by-status.ts";
import { badRequest } from "./errors.ts";
import type { MethodRecord } from "./records.ts";

type Texts = { readonly [name: string]: string };

const inRequest =
  /^method\.request\.(?:path|querystring|multivaluequerystring|header|multivalueheader)\.\S+$/;
const outRequest = /^integration\.request\.(?:path|querystring|header)\.\S+$/;
const inResponse = /^integration\.response\.(?:header|multivalueheader)\.\S+$/;
const outResponse = /^method\.response\.header\.\S+$/;
const anywhere = /^(?:'[\s\S]*'|context\.\S+|stageVariables\.\S+)$/;

/**
 * The request parameters of a method: `method.request.{place}.{name}`, no name twice (R test_method_request_parameters,
 * test_put_integration_request_parameter_bool_type).
 */
export function checkMethodRequestParameters(
  parameters: { readonly [name: string]: boolean } | undefined,
): void {
  const expressions = Object.keys(parameters ?? {});
  for (const expression of expressions) if (!inRequest.test(expression)) throw invalidExpression(expression);
  const names = expressions.map((expression) => expression.split(".").slice(3).join("."));
  if (new Set(names).size < names.length) {
    throw badRequest("Parameter names must be unique across querystring, header and path");
  }
}

export function checkMethodResponseParameters(
  parameters: { readonly [name: string]: boolean } | undefined,
): void {
  for (const expression of Object.keys(parameters ?? {})) {
    if (!outResponse.test(expression)) throw invalidParameter(expression);
  }
}

/** What goes into the integration's request; a source in the method's request must be declared by the method. */
export function checkIntegrationRequestParameters(parameters: Texts | undefined, method: MethodRecord): void {
  for (const [target, source] of Object.entries(parameters ?? {})) {
    if (!outRequest.test(target)) throw invalidExpression(target);
    if (anywhere.test(source) || /^method\.request\.body(?:\.\S+|\[\S+)?$/.test(source)) continue;
    if (!inRequest.test(source)) throw invalidExpression(source);
    const declared = source.replace(/^method\.request\.multivalue/, "method.request.");
    const all = method.requestParameters ?? {};
    if (!Object.hasOwn(all, source) && !Object.hasOwn(all, declared)) throw invalidParameter(source);
  }
}

/** What goes into the method's response; a target must be declared by the method response of that status, if any. */
export function checkIntegrationResponseParameters(
  parameters: Texts | undefined,
  method: MethodRecord,
  statusCode: string,
): void {
  const declared = ofStatus(method.methodResponses, statusCode)?.responseParameters ?? {};
  for (const [target, source] of Object.entries(parameters ?? {})) {
    if (!outResponse.test(target)) throw invalidExpression(target);
    if (!Object.hasOwn(declared, target)) throw invalidParameter(target);
    const isBody = /^integration\.response\.body(?:\.\S+|\[\S+)?$/.test(source);
    if (!isBody && !anywhere.test(source) && !inResponse.test(source)) throw invalidExpression(source);
  }
}

function invalidExpression(expression: string): Error {
  return invalid(`Invalid mapping expression specified: ${expression}`);
}

/** The words are known from reports of callers (amazon-archives/aws-apigateway-importer#209), not recorded. */
function invalidParameter(expression: string): Error {
  return invalid(`Invalid mapping expression parameter specified: ${expression}`);
}

function invalid(reason: string): Error {
  return badRequest(
    `Invalid mapping expression specified: Validation Result: warnings : [], errors : [${reason}]`,
  );
}
