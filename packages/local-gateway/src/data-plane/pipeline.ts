import type { Eventually } from "../eventually.ts";
import type { RawHeader, RawRequest, RawResponse } from "../raw-http.ts";
import { signerOfAny } from "./authorizer/iam.ts";
import { authorize, type WhoMay } from "./authorizer/index.ts";
import { type CacheAnswer, cache, cacheSettingOf, cacheWarning } from "./cache/cache.ts";
import type { ResponseCache } from "./cache/response-cache.ts";
import type { RequestIds } from "./context/request-context.ts";
import { printTraceId } from "./context/trace-id.ts";
import type { DeployedStage } from "./deployed-stage.ts";
import { compressed } from "./front-door/compression.ts";
import { receiveRequest } from "./front-door/parse-request.ts";
import { integrate } from "./integration/index.ts";
import { integrationRequest } from "./integration-request/integration-request.ts";
import { integrationResponse } from "./integration-response/integration-response.ts";
import { lastValue } from "./mapping/headers.ts";
import { methodRequest } from "./method-request/method-request.ts";
import { methodResponse } from "./method-response/method-response.ts";
import { type Notes, recorded } from "./notes.ts";
import type { Outbound } from "./outbound/outbound.ts";
import type { IntegrationAnswer, MeteredRequest, MethodRequest } from "./passing.ts";
import { route, routerOf } from "./route/route.ts";
import { type Limits, usagePlan } from "./usage-plan/usage-plan.ts";

/** What the boxes ask and call, the same for every request. */
export interface Around {
  /** What the authorizer asks. */
  readonly whoMay: WhoMay;
  /** What API keys and throttles are held against. */
  readonly limits: Limits;
  readonly caller: Outbound;
  readonly responses: ResponseCache;
}

export interface Passage {
  readonly around: Around;
  readonly raw: RawRequest;
  readonly stage: DeployedStage;
  readonly ids: RequestIds;
  readonly identifying: readonly RawHeader[];
  /** Where each box writes what it did. */
  readonly notes: Notes;
}

/**
 * The way of a request, in API Gateway's order, once and never back up. A box that refuses throws a
 * `Refusal`, which gateway-response.ts answers. Only what takes time is awaited.
 */
export async function pass(passage: Passage): Promise<RawResponse> {
  const { around, raw, stage, ids, notes } = passage;
  const { whoMay, limits, caller } = around;
  const parsed = recorded(notes, "parse-request", raw, receiveRequest);
  const router = routerOf(stage.snapshot);
  const checkSignature = (request: RawRequest): void => {
    signerOfAny(request, stage.region, ids.receivedAt, whoMay.findCredential);
  };
  const routed = recorded(notes, "route", { request: parsed, router, checkSignature }, route);
  const authorizing = recorded(
    notes,
    "authorizer",
    { request: routed, stage, ids, whoMay, caller, notes },
    authorize,
  );
  const authorized = authorizing instanceof Promise ? await authorizing : authorizing;
  const metering = recorded(
    notes,
    "usage-plan",
    { request: authorized, stage, limits, now: ids.receivedAt },
    usagePlan,
  );
  const metered = metering instanceof Promise ? await metering : metering;
  // Awaited, because an async function takes three turns to hand on a promise.
  return await passMethod(passage, metered);
}

/** The second half of the way, which `TestInvokeMethod` goes alone: from the method request to the answer. */
export async function passMethod(passage: Passage, metered: MeteredRequest): Promise<RawResponse> {
  const { around, stage, ids, identifying, notes } = passage;
  const checking = recorded(notes, "method-request", { request: metered, stage, ids }, methodRequest);
  const request = checking instanceof Promise ? await checking : checking;
  const kept = lookedUp(passage, request);
  const integrating = kept?.kind === "hit" ? kept.answer : integrated(passage, request);
  const answer = integrating instanceof Promise ? await integrating : integrating;
  if (kept?.kind === "miss") around.responses.put(kept.key, answer, ids.receivedAt, kept.until);
  const mapped = recorded(notes, "integration-response", { answer, request, stage }, integrationResponse);
  // R test_invocation_trace_id, test_apigateway_header_remapping_http: these carry no trace of API Gateway's
  const { type } = request.integration;
  const traceId = type === "MOCK" || type === "HTTP_PROXY" ? undefined : printTraceId(ids.trace);
  const warned = kept?.isWarned === true ? [...identifying, cacheWarning] : identifying;
  const response = recorded(
    notes,
    "method-response",
    { answer: mapped, identifying: warned, traceId },
    methodResponse,
  );
  const { minimumCompressionSize: minimumSize } = stage.api;
  if (minimumSize === undefined) return response;
  const acceptEncoding = lastValue(request.headers, "accept-encoding");
  return recorded(notes, "compression", { response, acceptEncoding, minimumSize }, compressed);
}

/** Undefined where nothing is cached. */
function lookedUp({ around, stage, ids, notes }: Passage, request: MethodRequest): CacheAnswer | undefined {
  const setting = cacheSettingOf(request, stage);
  if (setting === undefined) return undefined;
  const { responses, whoMay } = around;
  const { findCredential } = whoMay;
  return recorded(notes, "cache", { request, stage, ids, setting, responses, findCredential }, cache);
}

function integrated(
  { around: { caller }, stage, ids, notes }: Passage,
  request: MethodRequest,
): Eventually<IntegrationAnswer> {
  const asked = recorded(notes, "integration-request", { request, stage, ids }, integrationRequest);
  return recorded(notes, "integration", { request: asked, caller, notes }, integrate);
}
