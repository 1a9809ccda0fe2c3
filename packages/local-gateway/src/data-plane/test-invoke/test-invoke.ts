import type { Method, Resource } from "@aws-sdk/client-api-gateway";
import type { RawRequest, RawResponse } from "../../raw-http.ts";
import { createResponseCache } from "../cache/response-cache.ts";
import type { Caller } from "../caller.ts";
import { javaDate } from "../context/java-date.ts";
import type { DeployedStage } from "../deployed-stage.ts";
import { parseRequest } from "../front-door/parse-request.ts";
import { identify } from "../front-door/request-ids.ts";
import { failedRequest } from "../gateway-response/failed-request.ts";
import { gatewayResponse } from "../gateway-response/gateway-response.ts";
import type { DataPlaneOptions } from "../index.ts";
import { executionLog } from "../log/execution-log.ts";
import { cut, type LogLine } from "../log/execution-log-line.ts";
import { type Headers, lastValue, nameSet, without } from "../mapping/headers.ts";
import { newNotes, recorded } from "../notes.ts";
import { outboundOf } from "../outbound/outbound.ts";
import type { RoutedRequest } from "../passing.ts";
import { type Around, type Passage, passMethod } from "../pipeline.ts";
import { asRefusal, Refusal } from "../refusal.ts";
import { type BoxRecord, outputOf, reachedRequest, requestRecord } from "../request-record.ts";
import type { RouteInput } from "../route/route.ts";
import { compileRouter, type Router } from "../route/router.ts";
import { createThrottles } from "../usage-plan/throttle.ts";

/** A request that nobody sends. */
export interface SimulatedRequest {
  /** The API as it is now. */
  readonly stage: DeployedStage;
  /** Undefined: that of the resource. */
  readonly pathWithQueryString: string | undefined;
  readonly headers: Headers;
  readonly body: string;
  /** Who tests, as `$context.identity` has it. */
  readonly caller: Caller;
  readonly userAgent: string | undefined;
}

export interface MethodTest extends SimulatedRequest {
  readonly httpMethod: string;
  readonly resource: Pick<Resource, "id" | "path">;
  readonly method: Method;
}

export interface MethodTestResult {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  readonly log: string;
  /** Milliseconds. */
  readonly latency: number;
}

export type TestMethod = (test: MethodTest) => Promise<MethodTestResult>;

/** What API Gateway fills in where a test has nothing to say (C: events of tests as people quote them). */
const apiKey = { id: "test-invoke-api-key-id", value: "test-invoke-api-key" };

/**
 * Sends a request through a method as it is now: past its authorizer, API key and throttles, which a test does not
 * meet (D, TestInvokeMethod), and through every box after them.
 */
export function createTestMethod(options: DataPlaneOptions): TestMethod {
  const { clock } = options;
  return async (test) => {
    const ids = identify({ headers: [], requestId: options.ids.uuid() }, options);
    const notes = newNotes(clock, ids.receivedAt);
    const { boxes, calls } = notes;
    const { stage, caller } = test;
    const { httpMethod: method, resource } = test;
    const raw = simulated(test, { method, defaultPath: resource.path ?? "/", requestId: ids.requestId });
    const passage: Passage = { around: isolated(options), raw, stage, ids, identifying: [], notes };
    let refusal: Refusal | undefined;
    let response: RawResponse;
    try {
      const parsed = recorded(notes, "parse-request", raw, parseRequest);
      const routing = { request: parsed, router: routerOf(test), checkSignature: () => {} };
      const routed = recorded(notes, "route", routing, (input) => routedTo(test, input));
      response = withoutDefaults(await passMethod(passage, { ...routed, caller, apiKey }), boxes);
    } catch (failure) {
      refusal = asRefusal(failure);
      const reached = reachedRequest(boxes);
      const failed = reached && failedRequest(reached, stage, ids);
      const refusing = { refusal, identifying: [], failed };
      const answered = recorded(notes, "gateway-response", refusing, gatewayResponse);
      response = { ...answered, headers: without(answered.headers, contentType) };
    }
    const body = await bodyOf(response);
    const endedAt = clock();
    const lines = executionLog({ ids, boxes, calls, response, refusal, endedAt });
    options.record(requestRecord({ raw, ids, notes, response, refusal, endedAt }));
    return {
      status: response.status,
      headers: response.headers,
      body,
      log: printLog(ids.requestId, lines),
      latency: endedAt - ids.receivedAt,
    };
  };
}

const contentType = nameSet("content-type");

/** The request as the front door would have it, from nowhere (C, as above). */
export function simulated(
  { pathWithQueryString, stage, headers, body, userAgent }: SimulatedRequest,
  {
    method,
    defaultPath,
    requestId,
  }: { readonly method: string; readonly defaultPath: string; readonly requestId: string },
): RawRequest {
  const [path = "", ...query] = (pathWithQueryString ?? "").split("?");
  const rawPath = path === "" ? defaultPath : path.replace(/^\/*/, "/");
  return {
    method,
    rawPath,
    urlPath: rawPath,
    rawQuery: query.join("?"),
    headers,
    body: Buffer.from(body),
    sourceIp: "test-invoke-source-ip",
    host: "testPrefix.testDomainName",
    restApiId: stage.api.id ?? "",
    stageName: stage.stage.stageName ?? "",
    sourceVpce: undefined,
    basePath: "",
    basePathMatched: undefined,
    requestId,
    userAgent: userAgent ?? lastValue(headers, "user-agent"),
  };
}

/** The log of a test: the first line, and every other with its time (R test_apigw_test_invoke_method_api). */
export function printLog(requestId: string, lines: readonly LogLine[]): string {
  const printed = lines.map(({ time, text }) => `${javaDate(time)} : ${cut(text)}\n`);
  return `Execution log for request ${requestId}\n${printed.join("")}`;
}

/** What a method may ask, and call, without any trace of it in the stages. */
function isolated(options: DataPlaneOptions): Around {
  const { credentials, verifyToken, apiKeys } = options;
  return {
    whoMay: { findCredential: credentials, verifyToken, cache: { get: () => undefined, put: () => {} } },
    limits: { apiKeys, throttles: createThrottles() },
    caller: outboundOf(options),
    responses: createResponseCache(),
  };
}

/** The resource that is tried, and no other. */
function routerOf({ resource: { id = "", path = "/" }, httpMethod, method }: MethodTest): Router {
  return compileRouter([{ id, path, httpMethods: [httpMethod], method: () => method }]);
}

/** Path parameters are read from the path where it is one of the resource's (K). */
function routedTo(
  { resource, httpMethod, method }: MethodTest,
  { request, router }: RouteInput,
): RoutedRequest {
  const { id = "", path = "/" } = resource;
  const { methodIntegration: integration } = method;
  if (integration === undefined)
    throw new Refusal("configuration-error", `${httpMethod} ${path} has no integration`);
  const found = router.find(httpMethod, request.path);
  return {
    ...request,
    resourceId: id,
    resourcePath: path,
    pathParameters: found.kind === "match" ? found.pathParameters : {},
    methodSettings: method,
    integration,
  };
}

/** C: what a proxy's answer says of its type is all there is; the default one is added at the front door. */
function withoutDefaults(response: RawResponse, boxes: readonly BoxRecord[]): RawResponse {
  const answer = outputOf(boxes, "integration");
  if (answer === undefined || answer.kind === "custom") return response;
  const isTyped = lastValue(answer.response.headers, "content-type") !== undefined;
  return isTyped ? response : { ...response, headers: without(response.headers, contentType) };
}

async function bodyOf({ body, stream }: RawResponse): Promise<string> {
  const chunks: Uint8Array[] = [body];
  if (stream !== undefined) for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
