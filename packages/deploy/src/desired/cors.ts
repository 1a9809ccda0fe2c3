import type { Integration, IntegrationResponse, Method } from "@aws-sdk/client-api-gateway";
import type { ApiDescription, CorsDescription, RouteDescription } from "@gatewright/runtime/describe";

/**
 * What `api({ cors, headers })` is in API Gateway's own terms: preflight methods, and headers of the answers that no
 * function's code writes. Sources: "Enable CORS for a resource" and fetch.spec.whatwg.org.
 */

/** Headers of an answer: fixed ones, and the part of a template that sets the one that depends on the request. */
export interface AnswerHeaders {
  /** By name. */
  readonly fixed: { readonly [name: string]: string };
  /** Names that `template` may set. */
  readonly chosen: readonly string[];
  /** Goes before a response template; prints nothing. */
  readonly template: string;
}

/** The headers that every answer of an API has. */
export function answerHeaders({
  cors,
  headers = {},
}: Pick<ApiDescription, "cors" | "headers">): AnswerHeaders {
  if (cors === undefined) return { fixed: headers, chosen: [], template: "" };
  const credentials = cors.credentials === true ? { "Access-Control-Allow-Credentials": "true" } : {};
  const expose = cors.expose === undefined ? {} : { "Access-Control-Expose-Headers": cors.expose.join(",") };
  const fixed = { ...headers, ...credentials, ...expose };
  const [first = "*", ...more] = cors.origins.includes("*") ? ["*"] : cors.origins;
  if (more.length === 0) return { fixed: { ...fixed, [allowOrigin]: first }, chosen: [], template: "" };
  // Even a refused origin: a cache must not give one origin's answer to another.
  return { fixed: { ...fixed, Vary: "Origin" }, chosen: [allowOrigin], template: originTemplate(cors) };
}

/** The `OPTIONS` methods, by path, with which API Gateway answers preflight requests itself. */
export function preflightMethods({ cors, routes }: ApiDescription): ReadonlyMap<string, Method> {
  const paths = new Set(cors === undefined ? [] : routes.map(({ path }) => path));
  for (const { method, path } of routes) if (method === "OPTIONS") paths.delete(path);
  return new Map(
    [...paths].map((path) => [
      path,
      preflight(
        cors ?? { origins: [] },
        routes.filter((route) => route.path === path),
      ),
    ]),
  );
}

/** The types of gateway responses that stand for all others of their kind. */
export const defaultGatewayResponses = ["DEFAULT_4XX", "DEFAULT_5XX"] as const;

function preflight(cors: CorsDescription, routes: readonly RouteDescription[]): Method {
  const { fixed, chosen, template } = answerHeaders({ cors });
  const headers = {
    ...fixed,
    "Access-Control-Allow-Methods": allowedMethods(routes).join(","),
    "Access-Control-Allow-Headers": allowedHeaders(cors, routes).join(","),
    ...(cors.maxAge !== undefined && { "Access-Control-Max-Age": String(cors.maxAge) }),
  };
  // A template that is empty would be stored as none, and the request's body be answered.
  const response = withHeaders({ [json]: template === "" ? "#* no body *#" : template }, headers);
  const integration: Integration = {
    type: "MOCK",
    requestTemplates: { [json]: `{"statusCode":${status}}` },
    integrationResponses: { [status]: { selectionPattern: "", ...response } },
  };
  return {
    authorizationType: "NONE",
    methodIntegration: integration,
    methodResponses: {
      [status]: { responseParameters: declared([...Object.keys(headers), ...chosen]) },
    },
  };
}

/** An integration response with fixed headers. */
function withHeaders(
  responseTemplates: Record<string, string>,
  headers: { readonly [name: string]: string },
): IntegrationResponse {
  return { responseParameters: fixedParameters("method.response.header", headers), responseTemplates };
}

/** Response parameters that set headers to fixed values: `'value'` (PutIntegrationResponse, PutGatewayResponse). */
export function fixedParameters(
  prefix: "method.response.header" | "gatewayresponse.header",
  headers: { readonly [name: string]: string },
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [`${prefix}.${name}`, `'${value}'`]),
  );
}

/** A method response's own list of headers. */
export function declared(names: readonly string[]): Record<string, boolean> {
  return Object.fromEntries(names.map((name) => [`method.response.header.${name}`, false]));
}

function allowedMethods(routes: readonly RouteDescription[]): readonly string[] {
  const any = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];
  const methods = routes.flatMap(({ method }) => (method === "ANY" ? any : [method, "OPTIONS"]));
  return [...new Set(methods)].sort();
}

/** What the routes read, and what it takes to be let in; `*` would not cover `Authorization`. */
function allowedHeaders(cors: CorsDescription, routes: readonly RouteDescription[]): readonly string[] {
  const names = routes.flatMap(({ auth, input }) => [
    ...authHeaders(auth),
    ...input.flatMap(({ kind, name }) => {
      if (kind === "header") return [name];
      return kind === "body" || kind === "form" || kind === "binary" ? ["content-type"] : [];
    }),
  ]);
  return [...new Set([...names, ...(cors.headers ?? [])].map((name) => name.toLowerCase()))].sort();
}

function authHeaders(auth: RouteDescription["auth"]): readonly string[] {
  if (auth === "none") return [];
  if (auth === "iam") return ["authorization", "x-amz-content-sha256", "x-amz-date", "x-amz-security-token"];
  if (auth === "apiKey") return ["x-api-key"];
  const header = "method.request.header.";
  return auth.identitySources.flatMap((source) =>
    source.startsWith(header) ? [source.slice(header.length)] : [],
  );
}

/** Names the request's origin when it is one of several, whatever the case of the header's name. */
function originTemplate({ origins }: CorsDescription): string {
  const find = `#foreach($n in $input.params().header.keySet())#if($n.equalsIgnoreCase("origin"))#set($origin=$input.params().header.get($n))#end#end`;
  const isOne = origins.map((origin) => `$origin=="${origin}"`).join("||");
  return `${find}#if(${isOne})#set($context.responseOverride.header.${allowOrigin}=$origin)#end`;
}

const allowOrigin = "Access-Control-Allow-Origin";
const json = "application/json";
const status = "204";
