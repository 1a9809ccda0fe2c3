import type { Clock } from "../effects.ts";
import { authorize } from "./authorizer.ts";
import type { FindCredential } from "./caller.ts";
import type { DeployedStage } from "./deployed-stage.ts";
import type { ReachedRequest } from "./failed-request.ts";
import type { FunctionCaller } from "./integration/call-function.ts";
import type { EndpointCaller } from "./integration/http.ts";
import { integrate } from "./integration/index.ts";
import { integrationRequest } from "./integration-request.ts";
import { integrationResponse } from "./integration-response.ts";
import { methodRequest } from "./method-request.ts";
import { methodResponse } from "./method-response.ts";
import { parseRequest } from "./parse-request.ts";
import type { RawHeader, RawRequest, RawResponse } from "./raw-http.ts";
import type { RequestIds } from "./request-context.ts";
import { type BoxRecord, recorded } from "./request-record.ts";
import { route, routerOf } from "./route.ts";
import { printTraceId } from "./trace-id.ts";

export interface Passage {
  readonly raw: RawRequest;
  readonly stage: DeployedStage;
  readonly ids: RequestIds;
  readonly identifying: readonly RawHeader[];
  readonly findCredential: FindCredential;
  readonly caller: FunctionCaller & EndpointCaller;
  readonly clock: Clock;
  /** Told how far the request came. */
  readonly reached: (request: ReachedRequest) => void;
  /** Where each box writes what it did. */
  readonly boxes: BoxRecord[];
}

/**
 * The way of a request, in API Gateway's order, once and never back up. A box that refuses throws a
 * `Refusal`, which gateway-response.ts answers.
 */
export async function pass(passage: Passage): Promise<RawResponse> {
  const { raw, stage, ids, identifying, findCredential, caller, clock, reached } = passage;
  const { region, snapshot } = stage;

  const parsed = await box("parse-request", raw, parseRequest);
  reached(parsed);
  const routed = await box("route", { request: parsed, router: routerOf(snapshot) }, route);
  reached(routed);
  const authorized = await box(
    "authorizer",
    { request: routed, region, now: ids.receivedAt, findCredential },
    authorize,
  );
  reached(authorized);
  const request = await box("method-request", { request: authorized, stage, ids }, methodRequest);
  reached(request);
  const asked = await box("integration-request", { request, stage, ids }, integrationRequest);
  const answer = await box("integration", asked, (asked) => integrate(asked, caller));
  const answered = await box("integration-response", { answer, request, stage }, integrationResponse);
  // R test_invocation_trace_id, test_apigateway_header_remapping_http: these carry no trace of API Gateway's
  const traceId = asked.kind === "mock" || asked.kind === "http-proxy" ? undefined : printTraceId(ids.trace);
  return box(
    "method-response",
    { answer: answered, integration: answer.kind, identifying, traceId },
    methodResponse,
  );

  function box<Input, Output>(
    name: string,
    input: Input,
    run: (input: Input) => Output | Promise<Output>,
  ): Promise<Output> {
    return recorded(passage.boxes, clock, name, input, run);
  }
}
