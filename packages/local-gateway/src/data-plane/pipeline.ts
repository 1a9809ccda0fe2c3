import type { Eventually } from "../eventually.ts";
import type { RawHeader, RawRequest, RawResponse } from "../raw-http.ts";
import { authorize, type WhoMay } from "./authorizer/index.ts";
import { type Caching, cacheWarning, cachingOf, type ResponseCache } from "./cache/response-cache.ts";
import type { DeployedStage } from "./deployed-stage.ts";
import { compressed } from "./front-door/compression.ts";
import { parseRequest } from "./front-door/parse-request.ts";
import { printTraceId } from "./front-door/trace-id.ts";
import { integrate } from "./integration/index.ts";
import { integrationRequest } from "./integration-request/integration-request.ts";
import { integrationResponse } from "./integration-response/integration-response.ts";
import { lastValue } from "./mapping/headers.ts";
import { methodRequest } from "./method-request/method-request.ts";
import type { RequestIds } from "./method-request/request-context.ts";
import { methodResponse } from "./method-response/method-response.ts";
import type { Outbound } from "./outbound.ts";
import type {
  IntegrationAnswer,
  MeteredRequest,
  MethodRequest,
  ParsedRequest,
  RoutedRequest,
} from "./passing.ts";
import { type Notes, recorded } from "./request-record.ts";
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
  /** Where each box writes what it did, and how far the request came. */
  readonly notes: Notes;
}

/**
 * The way of a request, in API Gateway's order, once and never back up. A box that refuses throws a
 * `Refusal`, which gateway-response.ts answers. Only what takes time is awaited.
 */
export async function pass(passage: Passage): Promise<RawResponse> {
  const { around, stage, ids, notes } = passage;
  const routed = arrive(passage, (request) => route({ request, router: routerOf(stage.snapshot) }));
  const { whoMay, limits, caller } = around;
  const asking = { request: routed, stage, ids, whoMay, caller, notes };
  const authorizing = recorded(notes, "authorizer", asking, authorize);
  const authorized = authorizing instanceof Promise ? await authorizing : authorizing;
  notes.reached = authorized;
  const metering = recorded(
    notes,
    "usage-plan",
    { request: authorized, stage, limits, now: ids.receivedAt },
    usagePlan,
  );
  const metered = metering instanceof Promise ? await metering : metering;
  notes.reached = metered;
  // Awaited, because an async function takes three turns to hand on a promise.
  return await passMethod(passage, metered);
}

/** The beginning of every way: the request is read, and finds its method. */
export function arrive(
  { raw, notes }: Pick<Passage, "raw" | "notes">,
  find: (request: ParsedRequest) => RoutedRequest,
): RoutedRequest {
  const parsed = recorded(notes, "parse-request", raw, parseRequest);
  notes.reached = parsed;
  const routed = recorded(notes, "route", { request: parsed }, ({ request }) => find(request));
  notes.reached = routed;
  return routed;
}

/** The second half of the way, which `TestInvokeMethod` goes without what lies between: from the method request to the answer. */
export async function passMethod(passage: Passage, metered: MeteredRequest): Promise<RawResponse> {
  const { around, stage, ids, identifying, notes } = passage;
  const checking = recorded(notes, "method-request", { request: metered, stage, ids }, methodRequest);
  const request = checking instanceof Promise ? await checking : checking;
  notes.reached = request;
  const caching = cachingOf({ request, stage, ids, findCredential: around.whoMay.findCredential });
  const integrating =
    caching === undefined ? integrated(passage, request) : cached(passage, request, caching);
  const answer = integrating instanceof Promise ? await integrating : integrating;
  const answered = recorded(notes, "integration-response", { answer, request, stage }, integrationResponse);
  // R test_invocation_trace_id, test_apigateway_header_remapping_http: these carry no trace of API Gateway's
  const { type } = request.integration;
  const traceId = type === "MOCK" || type === "HTTP_PROXY" ? undefined : printTraceId(ids.trace);
  const warned = caching?.isWarned === true ? [...identifying, cacheWarning] : identifying;
  const response = recorded(
    notes,
    "method-response",
    { answer: answered, integration: answer.kind, identifying: warned, traceId },
    methodResponse,
  );
  const { minimumCompressionSize: minimumSize } = stage.api;
  if (minimumSize === undefined) return response;
  const acceptEncoding = lastValue(request.headers, "accept-encoding");
  return recorded(notes, "compression", { response, acceptEncoding, minimumSize }, compressed);
}

function integrated(
  { around: { caller }, stage, ids, notes }: Passage,
  request: MethodRequest,
): Eventually<IntegrationAnswer> {
  const asked = recorded(notes, "integration-request", { request, stage, ids }, integrationRequest);
  return recorded(notes, "integration", asked, (asked) => integrate(asked, caller, notes));
}

async function cached(
  passage: Passage,
  request: MethodRequest,
  { key, notBefore, ttlMilliseconds, isInvalidated }: Caching,
): Promise<IntegrationAnswer> {
  const { responses } = passage.around;
  const { receivedAt } = passage.ids;
  const held = recorded(passage.notes, "cache", { key, isInvalidated }, () =>
    isInvalidated ? undefined : responses.get(key, notBefore, receivedAt),
  );
  if (held !== undefined) return held;
  const answer = await integrated(passage, request);
  responses.put(key, answer, receivedAt, receivedAt + ttlMilliseconds);
  return answer;
}
