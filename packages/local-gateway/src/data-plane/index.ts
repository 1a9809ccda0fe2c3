import type { Clock, Ids } from "../effects.ts";
import type { InvokeLater } from "../lambda/asynchronous.ts";
import type { Invoke, InvokeStreaming } from "../lambda/invoke.ts";
import type { After } from "../lambda/timers.ts";
import type { Pace } from "../paced-stream.ts";
import type { RawHeader, RawRequest, RawResponse } from "../raw-http.ts";
import { createAuthorizerCache } from "./authorizer/cache.ts";
import type { VerifyToken } from "./authorizer/cognito.ts";
import { createResponseCache } from "./cache/response-cache.ts";
import type { FindCredential } from "./caller.ts";
import type { RequestIds } from "./context/request-context.ts";
import type { DeployedStage, FindStage, Missed } from "./deployed-stage.ts";
import { type Edge, edgeOf } from "./front-door/edge.ts";
import { identify } from "./front-door/request-ids.ts";
import { failedRequest } from "./gateway-response/failed-request.ts";
import {
  type FailedRequest,
  type GatewayResponseInput,
  gatewayResponse,
} from "./gateway-response/gateway-response.ts";
import type { CallEndpoint } from "./integration/endpoint.ts";
import type { CallService } from "./integration/service.ts";
import type { FindVpcLink } from "./integration/vpc-link.ts";
import type { AccessLog } from "./log/access-log.ts";
import { writeAccessLog } from "./log/access-log-entry.ts";
import { type StageLog, stageLog } from "./log/stage-log.ts";
import { newNotes, recorded } from "./notes.ts";
import type { MayAct } from "./outbound/acting.ts";
import type { MayInvoke } from "./outbound/call-function.ts";
import { outboundOf } from "./outbound/outbound.ts";
import { type Around, pass } from "./pipeline.ts";
import { asRefusal, Refusal } from "./refusal.ts";
import {
  type AnsweredRequest,
  type BoxRecord,
  type RequestRecord,
  reachedRequest,
  requestRecord,
} from "./request-record.ts";
import { createThrottles } from "./usage-plan/throttle.ts";
import type { ApiKeys } from "./usage-plan/usage-plan.ts";

export interface DataPlaneOptions {
  readonly findStage: FindStage;
  /** Asked when there is no stage or no route. */
  readonly missed: Missed;
  readonly invoke: Invoke;
  readonly invokeStreaming: InvokeStreaming;
  readonly invokeLater: InvokeLater;
  /** Calls the endpoints of HTTP integrations. */
  readonly callEndpoint: CallEndpoint;
  /** How fast answers of HTTP endpoints are streamed. */
  readonly pace: Pace;
  /** Calls the AWS services of other AWS integrations. */
  readonly callService: CallService;
  /** The VPC links of private integrations. */
  readonly findVpcLink: FindVpcLink;
  /** Asked before a function is invoked, unless the integration has `credentials`. */
  readonly mayInvoke: MayInvoke;
  /** Asked before something is done in the name of a role, or of the caller. */
  readonly mayAct: MayAct;
  /** The keys that may sign requests. */
  readonly credentials: FindCredential;
  /** Holds tokens against Amazon Cognito user pools. */
  readonly verifyToken: VerifyToken;
  readonly apiKeys: ApiKeys;
  readonly clock: Clock;
  readonly ids: Pick<Ids, "uuid" | "bytes">;
  /** Receives the lines of stages that have `accessLogSettings`. */
  readonly accessLog: AccessLog;
  /** Receives the lines of stages whose method settings ask for an execution log. */
  readonly executionLog: (log: StageLog) => void;
  /** Receives the record of each request when it has been answered. */
  readonly record: (record: RequestRecord) => void;
  /** For the timeouts of integrations. */
  readonly after: After;
}

/** Answers requests to deployed stages. Resolves always: a fault inside becomes a 500 without its message. */
export function createDataPlane(options: DataPlaneOptions): (request: RawRequest) => Promise<RawResponse> {
  const { clock } = options;
  const around = aroundOf(options);
  return async (raw) => {
    const ids = identify(raw, options);
    const identifying: readonly RawHeader[] = [
      ["x-amzn-RequestId", ids.requestId],
      ["x-amz-apigw-id", ids.extendedRequestId],
    ];
    const notes = newNotes(clock, ids.receivedAt);
    let stage: DeployedStage | undefined;
    let edge: Edge | undefined;
    let refusal: Refusal | undefined;
    let response: RawResponse;
    try {
      stage = stageOf(raw, options);
      edge = edgeOf(stage, options.ids);
      const arrived = edge === undefined ? raw : edge.in(raw);
      response = await pass({ around, raw: arrived, stage, ids, identifying, notes });
    } catch (failure) {
      refusal = explained(asRefusal(failure), raw, options.missed);
      const failed = failedAt(stage, notes.boxes, ids);
      response = recorded(notes, "gateway-response", { refusal, identifying, failed }, refused);
    }
    if (edge !== undefined) response = edge.out(response);
    report({ raw, ids, notes, response, refusal, endedAt: clock() }, stage, options);
    return response;
  };
}

function aroundOf(options: DataPlaneOptions): Around {
  const { credentials, verifyToken, apiKeys, clock } = options;
  return {
    whoMay: { findCredential: credentials, verifyToken, cache: createAuthorizerCache(clock) },
    limits: { apiKeys, throttles: createThrottles() },
    caller: outboundOf(options),
    responses: createResponseCache(),
  };
}

function stageOf(raw: RawRequest, { findStage, missed }: DataPlaneOptions): DeployedStage {
  const { restApiId, stageName } = raw;
  const stage = findStage(restApiId, stageName);
  if (stage === undefined) {
    throw new Refusal("no-such-stage", missed.stage(restApiId, stageName));
  }
  if (stage.isEndpointDisabled && raw.basePath === undefined) {
    throw new Refusal(
      "endpoint-disabled",
      `disableExecuteApiEndpoint of API ${restApiId} is true: call it by a custom domain name`,
    );
  }
  return stage;
}

/** A fault in making the API's own gateway response leaves the default one. */
function refused(input: GatewayResponseInput): RawResponse {
  try {
    return gatewayResponse(input);
  } catch {
    return gatewayResponse({ ...input, failed: undefined });
  }
}

/** The request as far as it came; nothing of it where a fault keeps that from being told. */
function failedAt(
  stage: DeployedStage | undefined,
  boxes: readonly BoxRecord[],
  ids: RequestIds,
): FailedRequest | undefined {
  const reached = reachedRequest(boxes);
  if (stage === undefined || reached === undefined) return undefined;
  try {
    return failedRequest(reached, stage, ids);
  } catch {
    return undefined;
  }
}

/** A route that is missing may only have to be deployed. */
function explained(
  refusal: Refusal,
  { restApiId, stageName, method, rawPath }: RawRequest,
  missed: Missed,
): Refusal {
  if (refusal.kind !== "no-such-route") return refusal;
  const route = missed.route(restApiId, stageName, method, rawPath);
  return route === undefined ? refusal : new Refusal(refusal.kind, `${refusal.reason}. But ${route}`);
}

/** Tells whoever is to know: the pages about requests, and the stage's logs. */
function report(
  answered: AnsweredRequest,
  stage: DeployedStage | undefined,
  options: DataPlaneOptions,
): void {
  const { raw, ids, notes, response, refusal, endedAt } = answered;
  const { boxes, calls } = notes;
  const reached = reachedRequest(boxes);
  options.record(requestRecord(answered));
  if (stage === undefined || reached === undefined) return;
  const { methodSettings, accessLogSettings } = stage.stage;
  if (methodSettings !== undefined) {
    const log = stageLog(reached, stage, { ids, boxes, calls, response, refusal, endedAt });
    if (log !== undefined) options.executionLog(log);
  }
  const { destinationArn, format } = accessLogSettings ?? {};
  if (destinationArn === undefined || format === undefined) return;
  const { context } = failedRequest(reached, stage, ids);
  const milliseconds = endedAt - ids.receivedAt;
  const entry = { raw, ids, response, milliseconds, refusal, boxes, calls, context };
  writeAccessLog(format, entry, options.clock, (line) =>
    options.accessLog(destinationArn, line, stage.isCanaryRequest === true),
  );
}

export type { BoxName } from "./boxes.ts";
export type { Credential, FindCredential } from "./caller.ts";
export type { MayInvoke } from "./outbound/call-function.ts";
export type { BoxRecord, CallRecord, RequestRecord } from "./request-record.ts";
