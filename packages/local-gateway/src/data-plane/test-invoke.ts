import type { Method, Resource } from "@aws-sdk/client-api-gateway";
import type { Caller } from "./caller.ts";
import type { DeployedStage } from "./deployed-stage.ts";
import { executionLog } from "./execution-log.ts";
import type { LogLine } from "./execution-log-line.ts";
import { failedRequest, type ReachedRequest } from "./failed-request.ts";
import { asRefusal, gatewayResponse } from "./gateway-response.ts";
import { type Headers, lastValue, without } from "./headers.ts";
import type { DataPlaneOptions } from "./index.ts";
import { javaDate } from "./java-date.ts";
import { outboundOf } from "./outbound.ts";
import { parseRequest } from "./parse-request.ts";
import type { RoutedRequest } from "./passing.ts";
import { type Passage, passMethod } from "./pipeline.ts";
import type { RawRequest, RawResponse } from "./raw-http.ts";
import { Refusal } from "./refusal.ts";
import { identify } from "./request-ids.ts";
import { type BoxRecord, type CallRecord, outputOf, recorded } from "./request-record.ts";
import { createResponseCache } from "./response-cache.ts";
import { compileRouter } from "./router.ts";
import { createThrottles } from "./throttle.ts";

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
    const boxes: BoxRecord[] = [];
    const calls: CallRecord[] = [];
    const ids = identify({ headers: [] }, options);
    const { stage, caller } = test;
    const raw = simulated(test, test.httpMethod, test.resource.path ?? "/");
    let reached: ReachedRequest | undefined;
    const passage: Passage = {
      ...isolated(options),
      raw,
      stage,
      ids,
      identifying: [],
      clock,
      reached: (request) => {
        reached = request;
      },
      boxes,
      calls,
    };
    const answer = async (): Promise<{ readonly response: RawResponse; readonly refusal?: Refusal }> => {
      try {
        const parsed = await recorded(boxes, clock, "parse-request", raw, parseRequest);
        const routed = await recorded(boxes, clock, "route", { request: parsed }, ({ request }) =>
          routedTo(test, request),
        );
        reached = routed;
        return { response: withoutDefaults(await passMethod(passage, { ...routed, caller, apiKey }), boxes) };
      } catch (failure) {
        const refusal = asRefusal(failure);
        const failed = reached && failedRequest(reached, stage, ids);
        const { headers, ...rest } = gatewayResponse(refusal, [], failed);
        return { response: { ...rest, headers: without(headers, contentType) }, refusal };
      }
    };
    const { response, refusal } = await answer();
    const body = await bodyOf(response);
    const endedAt = clock();
    const lines = executionLog({ ids, boxes, calls, response, refusal, endedAt });
    return {
      status: response.status,
      headers: response.headers,
      body,
      log: printLog(ids.requestId, lines),
      latency: endedAt - ids.receivedAt,
    };
  };
}

const contentType: ReadonlySet<string> = new Set(["content-type"]);

/** The request as the front door would have it, from nowhere (C, as above). */
export function simulated(
  { pathWithQueryString, stage, headers, body, userAgent }: SimulatedRequest,
  method: string,
  defaultPath: string,
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
    basePath: "",
    ...(userAgent !== undefined && { userAgent }),
  };
}

/** The log of a test: the first line, and every other with its time (R test_apigw_test_invoke_method_api). */
export function printLog(requestId: string, lines: readonly LogLine[]): string {
  const printed = lines.map(({ time, text }) => `${javaDate(time)} : ${text}\n`);
  return `Execution log for request ${requestId}\n${printed.join("")}`;
}

/** What a method may ask, and call, without any trace of it in the stages. */
function isolated(options: DataPlaneOptions) {
  const { credentials, verifyToken, apiKeys } = options;
  return {
    whoMay: { findCredential: credentials, verifyToken, cache: { get: () => undefined, put: () => {} } },
    limits: { apiKeys, throttles: createThrottles() },
    caller: outboundOf(options),
    responses: createResponseCache(),
  };
}

/** Path parameters are read from the path where it is one of the resource's (K). */
function routedTo(
  { resource, httpMethod, method }: MethodTest,
  request: Omit<
    RoutedRequest,
    "resourceId" | "resourcePath" | "pathParameters" | "methodSettings" | "integration"
  >,
): RoutedRequest {
  const { id = "", path = "/" } = resource;
  const { methodIntegration: integration } = method;
  if (integration === undefined)
    throw new Refusal("configuration-error", `${httpMethod} ${path} has no integration`);
  const only = { id, path, httpMethods: [httpMethod], method: () => method };
  const found = compileRouter([only]).find(httpMethod, request.path);
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
