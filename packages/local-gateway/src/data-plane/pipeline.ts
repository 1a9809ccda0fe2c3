import type { Clock } from "../effects.ts";
import { type AuthorizerInput, authorize } from "./authorizer/index.ts";
import type { Boxes, BoxName } from "./boxes.ts";
import { compressed } from "./compression.ts";
import type { DeployedStage } from "./deployed-stage.ts";
import type { ReachedRequest } from "./failed-request.ts";
import { lastValue } from "./headers.ts";
import { integrate } from "./integration/index.ts";
import { integrationRequest } from "./integration-request.ts";
import { integrationResponse } from "./integration-response.ts";
import { methodRequest } from "./method-request.ts";
import { methodResponse } from "./method-response.ts";
import type { Outbound } from "./outbound.ts";
import { parseRequest } from "./parse-request.ts";
import type { IntegrationAnswer, MeteredRequest } from "./passing.ts";
import type { RawHeader, RawRequest, RawResponse } from "./raw-http.ts";
import type { RequestIds } from "./request-context.ts";
import { type BoxRecord, type CallRecord, noting, recorded } from "./request-record.ts";
import { type Caching, cacheWarning, cachingOf, type ResponseCache } from "./response-cache.ts";
import { route, routerOf } from "./route.ts";
import { printTraceId } from "./trace-id.ts";
import { type UsagePlanInput, usagePlan } from "./usage-plan.ts";

export interface Passage {
  readonly raw: RawRequest;
  readonly stage: DeployedStage;
  readonly ids: RequestIds;
  readonly identifying: readonly RawHeader[];
  /** What the authorizer asks. */
  readonly whoMay: Pick<AuthorizerInput, "findCredential" | "verifyToken" | "cache">;
  /** What API keys and throttles are held against. */
  readonly limits: Pick<UsagePlanInput, "apiKeys" | "throttles">;
  readonly caller: Outbound;
  readonly responses: ResponseCache;
  readonly clock: Clock;
  /** Told how far the request came. */
  readonly reached: (request: ReachedRequest) => void;
  /** Where each box writes what it did. */
  readonly boxes: BoxRecord[];
  /** Where the answers of functions are noted. */
  readonly calls: CallRecord[];
}

/**
 * The way of a request, in API Gateway's order, once and never back up. A box that refuses throws a
 * `Refusal`, which gateway-response.ts answers.
 */
export async function pass(passage: Passage): Promise<RawResponse> {
  const { raw, stage, ids, whoMay, limits, clock, boxes, reached } = passage;
  const parsed = await recorded(boxes, clock, "parse-request", raw, parseRequest);
  reached(parsed);
  const routing = { request: parsed, router: routerOf(stage.snapshot) };
  const routed = await recorded(boxes, clock, "route", routing, route);
  reached(routed);
  const functions = noting(passage.caller, "authorizer", passage.calls, clock);
  const asking = { ...whoMay, request: routed, stage, ids, functions, clock };
  const authorized = await recorded(boxes, clock, "authorizer", asking, authorize);
  reached(authorized);
  const metering = { ...limits, request: authorized, stage, now: ids.receivedAt };
  const metered = await recorded(boxes, clock, "usage-plan", metering, usagePlan);
  reached(metered);
  return passMethod(passage, metered);
}

/** The second half of the way, which `TestInvokeMethod` goes alone: from the method request to the answer. */
export async function passMethod(passage: Passage, metered: MeteredRequest): Promise<RawResponse> {
  const { stage, ids, identifying, whoMay, caller, responses, clock, reached } = passage;
  const request = await box("method-request", { request: metered, stage, ids }, methodRequest);
  reached(request);
  const caching = cachingOf({ request, stage, ids, findCredential: whoMay.findCredential });
  const answer = await (caching === undefined ? integrated() : cached(caching));
  const answered = await box("integration-response", { answer, request, stage }, integrationResponse);
  // R test_invocation_trace_id, test_apigateway_header_remapping_http: these carry no trace of API Gateway's
  const { type } = request.integration;
  const traceId = type === "MOCK" || type === "HTTP_PROXY" ? undefined : printTraceId(ids.trace);
  const warned = caching?.isWarned === true ? [...identifying, cacheWarning] : identifying;
  const response = await box(
    "method-response",
    { answer: answered, integration: answer.kind, identifying: warned, traceId },
    methodResponse,
  );
  const { minimumCompressionSize: minimumSize } = stage.api;
  if (minimumSize === undefined) return response;
  const acceptEncoding = lastValue(request.headers, "accept-encoding");
  return box("compression", { response, acceptEncoding, minimumSize }, compressed);

  async function integrated(): Promise<IntegrationAnswer> {
    const asked = await box("integration-request", { request, stage, ids }, integrationRequest);
    const noted = noting(caller, "integration", passage.calls, clock);
    return box("integration", asked, (asked) => integrate(asked, noted));
  }

  async function cached({
    key,
    notBefore,
    ttlMilliseconds,
    isInvalidated,
  }: Caching): Promise<IntegrationAnswer> {
    const held = await box("cache", { key, isInvalidated }, () =>
      isInvalidated ? undefined : responses.get(key, notBefore, ids.receivedAt),
    );
    if (held !== undefined) return held;
    const answer = await integrated();
    responses.put(key, answer, ids.receivedAt, ids.receivedAt + ttlMilliseconds);
    return answer;
  }

  function box<Box extends BoxName, Input extends Boxes[Box]["input"]>(
    name: Box,
    input: Input,
    run: (input: Input) => Boxes[Box]["output"] | Promise<Boxes[Box]["output"]>,
  ): Promise<Boxes[Box]["output"]> {
    return recorded<Box, Input>(passage.boxes, clock, name, input, run);
  }
}
