import type { RawHeader } from "../../raw-http.ts";
import type { RequestIds } from "../context/request-context.ts";
import type { DeployedStage } from "../deployed-stage.ts";
import { isBinary } from "../mapping/binary-media-types.ts";
import { bytesOf, convertRequest } from "../mapping/content-handling.ts";
import { type Headers, lastValue, nameSet, withHeader, withHeaders, without } from "../mapping/headers.ts";
import type { MappedParameters } from "../mapping/parameter-mapping.ts";
import { methodName, noOverrides } from "../mapping/template.ts";
import { asSent } from "../mapping/wire-header.ts";
import { withStageVariables } from "../outbound/integration-uri.ts";
import type { HttpCall, HttpRequest, MethodRequest, VpcLinkUse } from "../passing.ts";
import { Refusal } from "../refusal.ts";
import { refuseForbiddenHeaders } from "./forbidden-headers.ts";
import { requestBody } from "./request-body.ts";
import { buffered, transferOf } from "./transfer.ts";

export interface HttpRequestInput {
  readonly request: MethodRequest;
  readonly stage: DeployedStage;
  readonly ids: RequestIds;
  readonly parameters: MappedParameters;
}

/** An `HTTP` integration's call: nothing but what is mapped, rendered and added by API Gateway itself. */
export function httpRequest(input: HttpRequestInput): HttpRequest {
  const { request, stage, parameters } = input;
  const { payload, overrides } = requestBody(request, stage);
  const { path, querystring, header } = overrides.request;
  refuseForbiddenHeaders(header, request);
  const mapped = { ...parameters.querystring, ...manyOf(querystring) };
  return {
    kind: "http",
    transfer: buffered,
    call: {
      method: methodOf(request),
      ...addressOf(input, { ...parameters.path, ...path }, Object.entries(mapped)),
      headers: completed(withHeaders(Object.entries(parameters.header), Object.entries(header)), input),
      body: hasBody(methodOf(request)) ? bytesOf(payload) : none,
      timeoutMilliseconds: request.integration.timeoutInMillis ?? 29_000,
      // D, PutIntegration: tlsConfig
      isUnverified: request.integration.tlsConfig?.insecureSkipVerification === true,
    },
    vpcLink: vpcLinkOf(input),
    overrides,
  };
}

/**
 * An `HTTP_PROXY` integration's call: the request itself, with what is mapped added to its query or put in place
 * of its headers (R test_http_proxy_integration_request_data_mappings).
 */
export function httpProxyRequest(input: HttpRequestInput): HttpRequest {
  const { request, stage, parameters } = input;
  const query = new Map(request.query);
  for (const [name, values] of Object.entries(parameters.querystring)) {
    query.set(name, [...(query.get(name) ?? []), ...values]);
  }
  const headers = Object.entries(parameters.header).reduce<Headers>(
    (all, [name, value]) => withHeader(all, name, value),
    // R test_apigateway_header_remapping_http, D known issues: a signature goes no further
    without(request.headers, notPassed).filter(
      ([name, value]) => name.toLowerCase() !== "authorization" || !value.startsWith("AWS4-"),
    ),
  );
  const binary = isBinary(lastValue(request.headers, "content-type"), stage.api.binaryMediaTypes ?? []);
  const payload = convertRequest(request.body, binary, undefined);
  return {
    kind: "http-proxy",
    transfer: transferOf(request.integration, stage),
    call: {
      method: methodOf(request),
      ...addressOf(input, parameters.path, [...query]),
      headers: completed(headers, input),
      body: hasBody(methodOf(request)) && payload.kind !== "not-base64" ? bytesOf(payload) : none,
      timeoutMilliseconds: request.integration.timeoutInMillis ?? 29_000,
      // D, PutIntegration: tlsConfig
      isUnverified: request.integration.tlsConfig?.insecureSkipVerification === true,
    },
    vpcLink: vpcLinkOf(input),
    overrides: noOverrides,
  };
}

const none = new Uint8Array();

/** Nothing is known here of the links of API Gateway V2, which `integrationTarget` goes with (D, PutIntegration). */
function vpcLinkOf({ request, stage }: HttpRequestInput): VpcLinkUse | undefined {
  const { connectionType, connectionId = "", integrationTarget } = request.integration;
  if (connectionType !== "VPC_LINK" || integrationTarget !== undefined) return undefined;
  const id = withStageVariables(connectionId, stage.stage.variables ?? {});
  return { id, region: stage.region };
}

/** R test_apigateway_header_remapping_http; D known issues (the last): not passed unless they are mapped. */
const notPassed = nameSet("host", "content-encoding", "x-http-method-override");

/** R test_apigateway_header_remapping_http: dropped even when they are mapped. */
const dropped = nameSet("connection", "expect", "proxy-authenticate", "te", "via");

/** What API Gateway says itself. */
const added = nameSet("x-amzn-trace-id", "x-amzn-apigateway-api-id");

/** R test_http_integration_with_lambda: what API Gateway adds, where nothing else has set it. */
export function completed(headers: Headers, { request, ids }: HttpRequestInput): Headers {
  const kept = without(headers, dropped).map((header) => sendable(header, request));
  const { apiId } = request.context;
  const contentType = lastValue(request.headers, "content-type");
  const defaults: Headers = [
    ["Accept", "application/json"],
    ["User-Agent", `AmazonAPIGateway_${apiId}`],
    ...(contentType !== undefined && hasBody(request.method) ? [["Content-Type", contentType] as const] : []),
  ];
  const missing = defaults.filter(([name]) => lastValue(kept, name) === undefined);
  return [
    ...without(kept, added),
    ...missing,
    ["X-Amzn-Trace-Id", `Root=${ids.trace.root}`],
    ["X-Amzn-Apigateway-Api-Id", apiId],
  ];
}

/** What would end its line, or is no header at all, is sent to no endpoint (K: as in an answer). */
function sendable(header: RawHeader, request: MethodRequest): RawHeader {
  const sent = asSent(header);
  if (sent !== undefined) return sent;
  throw new Refusal(
    "configuration-error",
    `the header ${JSON.stringify(header[0])} for the endpoint of ${methodName(request)} has characters that no header can have`,
  );
}

/** R test_http_integration_method: the integration's method; the request's where it is ANY or not set. */
export function methodOf({ integration, method }: MethodRequest): string {
  const { httpMethod = "ANY" } = integration;
  return httpMethod === "ANY" ? method : httpMethod;
}

/** C: API Gateway sends no body with these, nor the type of one. */
function hasBody(method: string): boolean {
  return method !== "GET" && method !== "HEAD" && method !== "OPTIONS";
}

function manyOf(values: Readonly<Record<string, string>>): Record<string, readonly string[]> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value]]));
}

/**
 * The query of the uri comes first (R test_http_proxy_integration_request_data_mappings). A slash in a value arrives as
 * it is, however it was sent (ustayready/fireprox#44, Ge0rg3/requests-ip-rotator#52).
 */
function addressOf(
  { request, stage }: HttpRequestInput,
  path: Readonly<Record<string, string>>,
  query: readonly (readonly [string, readonly string[]])[],
): Pick<HttpCall, "url" | "path"> {
  const { uri = "" } = request.integration;
  const filled = filledUri({ request, stage }, path);
  const url = URL.canParse(filled) ? new URL(filled) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || /[{}]/.test(filled)) {
    throw new Refusal(
      "configuration-error",
      `the integration of ${methodName(request)} has the uri "${uri}", which is no endpoint address once it is filled in: "${filled}"`,
    );
  }
  const added = queryOf(query).map((part) => part.replaceAll("%2F", "/"));
  url.search = [url.search.slice(1), ...added].filter((part) => part !== "").join("&");
  const [, asWritten = ""] = /^https?:\/\/[^/?#]*(\/[^?#]*)/i.exec(filled) ?? [];
  return { url, path: (hasDotSegment.test(asWritten) ? asWritten : url.pathname) + url.search };
}

/** A URL resolves them; the endpoint gets to see them (K: as it does any other part of a path). */
const hasDotSegment = /\/(?:\.|%2e){1,2}(?:\/|$)/i;

/** The integration's uri with its path parameters and stage variables. */
export function filledUri(
  { request, stage }: Pick<HttpRequestInput, "request" | "stage">,
  path: Readonly<Record<string, string>>,
): string {
  const { uri = "" } = request.integration;
  return withStageVariables(
    uri.replaceAll(/(?<!\$)\{([^{}]+)\}/g, (whole, name: string) =>
      Object.hasOwn(path, name) ? inPath(path[name] ?? "") : whole,
    ),
    stage.stage.variables ?? {},
  );
}

/**
 * What is no character of a path is encoded, so that a value ends it nowhere; what is encoded already stays as it is
 * (R: a path parameter arrives as it was sent).
 */
function inPath(value: string): string {
  return value.toWellFormed().replaceAll(/[^\x21-\x7e]|["#<>?\\^`{|}]/gu, encodeURIComponent);
}

/** Parameters as a query has them. */
export function queryOf(query: readonly (readonly [string, string | readonly string[]])[]): string[] {
  return query.flatMap(([name, values]) =>
    [values].flat().map((value) => `${encoded(name)}=${encoded(value)}`),
  );
}

function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
