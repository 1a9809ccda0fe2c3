import type { Clock, Ids } from "../effects.ts";
import type { InvokeLater } from "../lambda/asynchronous.ts";
import type { Invoke, InvokeStreaming } from "../lambda/invoke.ts";
import type { After } from "../lambda/timers.ts";
import type { Pace } from "../paced-stream.ts";
import type { AccessLog } from "./access-log.ts";
import { writeAccessLog } from "./access-log-entry.ts";
import type { MayAct } from "./acting.ts";
import { createAuthorizerCache } from "./authorizer/cache.ts";
import type { VerifyToken } from "./authorizer/cognito.ts";
import type { FindCredential } from "./caller.ts";
import type { DeployedStage, FindStage } from "./deployed-stage.ts";
import { type Edge, edgeOf } from "./edge.ts";
import { failedRequest, type ReachedRequest } from "./failed-request.ts";
import { asRefusal, gatewayResponse } from "./gateway-response.ts";
import type { MayInvoke } from "./integration/call-function.ts";
import type { CallEndpoint } from "./integration/endpoint.ts";
import type { CallService } from "./integration/service.ts";
import type { FindVpcLink } from "./integration/vpc-link.ts";
import { outboundOf } from "./outbound.ts";
import { pass } from "./pipeline.ts";
import type { RawHeader, RawRequest, RawResponse } from "./raw-http.ts";
import { Refusal } from "./refusal.ts";
import type { RequestIds } from "./request-context.ts";
import { identify } from "./request-ids.ts";
import { type BoxRecord, type CallRecord, type RequestRecord, recorded } from "./request-record.ts";
import { createResponseCache } from "./response-cache.ts";
import { type StageLog, stageLog } from "./stage-log.ts";
import { createThrottles } from "./throttle.ts";
import type { ApiKeys } from "./usage-plan.ts";

export interface DataPlaneOptions {
  readonly findStage: FindStage;
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
  /** For the integration timeout; the machine's own timers by default. */
  readonly after?: After;
}

/** Answers requests to deployed stages. Resolves always: a fault inside becomes a 500 without its message. */
export function createDataPlane(options: DataPlaneOptions): (request: RawRequest) => Promise<RawResponse> {
  const { findStage, clock, record } = options;
  const caller = outboundOf(options);
  const cache = createAuthorizerCache(clock);
  const whoMay = { findCredential: options.credentials, verifyToken: options.verifyToken, cache };
  const responses = createResponseCache();
  const limits = { apiKeys: options.apiKeys, throttles: createThrottles() };
  return async (raw) => {
    const ids = identify(raw, options);
    const identifying: readonly RawHeader[] = [
      ["x-amzn-RequestId", ids.requestId],
      ["x-amz-apigw-id", ids.extendedRequestId],
    ];
    const boxes: BoxRecord[] = [];
    const calls: CallRecord[] = [];
    const { response, refusal, reached } = await answer(raw, ids, identifying, { boxes, calls });
    const milliseconds = clock() - ids.receivedAt;
    const { status } = response;
    record({
      requestId: ids.requestId,
      restApiId: raw.restApiId,
      stageName: raw.stageName,
      method: raw.method,
      path: raw.rawPath,
      startedAt: ids.receivedAt,
      milliseconds,
      status,
      ...(refusal === undefined ? {} : { reason: refusal.reason, refusal }),
      ...(reached !== undefined &&
        "resourcePath" in reached.request && { resourcePath: reached.request.resourcePath }),
      request: raw,
      response,
      boxes,
      calls,
    });
    if (reached?.stage.stage.methodSettings !== undefined) {
      const execution = { ids, boxes, calls, response, refusal, endedAt: ids.receivedAt + milliseconds };
      const log = stageLog(reached.request, reached.stage, execution);
      if (log !== undefined) options.executionLog(log);
    }
    const { destinationArn, format } = reached?.stage.stage.accessLogSettings ?? {};
    if (reached !== undefined && destinationArn !== undefined && format !== undefined) {
      const { context } = failedRequest(reached.request, reached.stage, ids);
      const entry = { raw, ids, response, milliseconds, refusal, boxes, calls, context };
      writeAccessLog(format, entry, clock, (line) => options.accessLog(destinationArn, line));
    }
    return response;
  };

  async function answer(
    raw: RawRequest,
    ids: RequestIds,
    identifying: readonly RawHeader[],
    notes: { readonly boxes: BoxRecord[]; readonly calls: CallRecord[] },
  ): Promise<Answer> {
    let edge: Edge | undefined;
    let reached: Answer["reached"];
    const leaving = (response: RawResponse) => edge?.out(response) ?? response;
    try {
      const stage = findStage(raw.restApiId, raw.stageName);
      if (stage === undefined) {
        throw new Refusal(
          "no-such-stage",
          `nothing is deployed to stage ${raw.stageName} of API ${raw.restApiId}`,
        );
      }
      if (stage.isEndpointDisabled === true && raw.basePath === undefined) {
        throw new Refusal(
          "endpoint-disabled",
          `disableExecuteApiEndpoint of API ${raw.restApiId} is true: call it by a custom domain name`,
        );
      }
      edge = edgeOf(stage, options.ids);
      const response = await pass({
        raw: edge?.in(raw) ?? raw,
        stage,
        ids,
        identifying,
        whoMay,
        limits,
        caller,
        responses,
        clock,
        reached: (request) => {
          reached = { request, stage };
        },
        ...notes,
      });
      return { response: leaving(response), refusal: undefined, reached };
    } catch (failure) {
      const failed = reached && failedRequest(reached.request, reached.stage, ids);
      const refusal = asRefusal(failure);
      const response = await recorded(notes.boxes, clock, "gateway-response", refusal, (refusal) =>
        gatewayResponse(refusal, identifying, failed),
      );
      return { response: leaving(response), refusal, reached };
    }
  }
}

interface Answer {
  readonly response: RawResponse;
  /** Why the gateway itself answered. */
  readonly refusal: Refusal | undefined;
  /** How far the request came; undefined when it found no stage or could not be read. */
  readonly reached: { readonly request: ReachedRequest; readonly stage: DeployedStage } | undefined;
}

export type { BoxName } from "./boxes.ts";
export type { Credential, FindCredential } from "./caller.ts";
export type { MayInvoke } from "./integration/call-function.ts";
export type { BoxRecord, CallRecord, RequestRecord } from "./request-record.ts";
