import type { Clock, Ids } from "../effects.ts";
import type { Invoke, InvokeStreaming } from "../lambda/invoke.ts";
import { type After, systemAfter } from "../lambda/timers.ts";
import type { FindCredential } from "./caller.ts";
import type { DeployedStage, FindStage } from "./deployed-stage.ts";
import { type Edge, edgeOf } from "./edge.ts";
import { failedRequest, type ReachedRequest } from "./failed-request.ts";
import { asRefusal, gatewayResponse } from "./gateway-response.ts";
import { lastValue } from "./headers.ts";
import type { MayInvoke } from "./integration/call-function.ts";
import type { CallEndpoint } from "./integration/endpoint.ts";
import { pass } from "./pipeline.ts";
import type { RawHeader, RawRequest, RawResponse } from "./raw-http.ts";
import { Refusal } from "./refusal.ts";
import type { RequestIds } from "./request-context.ts";
import type { BoxRecord, RequestRecord } from "./request-record.ts";
import { traceIdOf } from "./trace-id.ts";

export interface DataPlaneOptions {
  readonly findStage: FindStage;
  readonly invoke: Invoke;
  readonly invokeStreaming: InvokeStreaming;
  /** Calls the endpoints of HTTP integrations. */
  readonly callEndpoint: CallEndpoint;
  /** Asked before a function is invoked, unless the integration has `credentials`. */
  readonly mayInvoke: MayInvoke;
  /** The keys that may sign requests. */
  readonly credentials: FindCredential;
  readonly clock: Clock;
  readonly ids: Pick<Ids, "uuid" | "bytes">;
  /** Receives the record of each request when it has been answered. */
  readonly record: (record: RequestRecord) => void;
  /** For the integration timeout; the machine's own timers by default. */
  readonly after?: After;
}

/** Answers requests to deployed stages. Resolves always: a fault inside becomes a 500 without its message. */
export function createDataPlane(options: DataPlaneOptions): (request: RawRequest) => Promise<RawResponse> {
  const { findStage, credentials, clock, record } = options;
  const { invoke, invokeStreaming, callEndpoint, mayInvoke, after = systemAfter } = options;
  return async (raw) => {
    const ids = identify(raw, options);
    const identifying: readonly RawHeader[] = [
      ["x-amzn-RequestId", ids.requestId],
      ["x-amz-apigw-id", ids.extendedRequestId],
    ];
    const boxes: BoxRecord[] = [];
    let reached: { readonly request: ReachedRequest; readonly stage: DeployedStage } | undefined;
    const answer = async (): Promise<{ response: RawResponse; reason?: string }> => {
      let edge: Edge | undefined;
      const leaving = (response: RawResponse) => edge?.out(response) ?? response;
      try {
        const stage = findStage(raw.restApiId, raw.stageName);
        if (stage === undefined) {
          throw new Refusal(
            "no-such-stage",
            `nothing is deployed to stage ${raw.stageName} of API ${raw.restApiId}`,
          );
        }
        const caller = { invoke, invokeStreaming, callEndpoint, mayInvoke, after };
        edge = edgeOf(stage, options.ids);
        const response = await pass({
          raw: edge?.in(raw) ?? raw,
          stage,
          ids,
          identifying,
          findCredential: credentials,
          caller,
          clock,
          reached: (request) => {
            reached = { request, stage };
          },
          boxes,
        });
        return { response: leaving(response) };
      } catch (failure) {
        const response = gatewayResponse(
          failure,
          identifying,
          reached && failedRequest(reached.request, reached.stage, ids),
        );
        return { response: leaving(response), reason: asRefusal(failure).reason };
      }
    };
    const { response, reason } = await answer();
    record({
      requestId: ids.requestId,
      restApiId: raw.restApiId,
      stageName: raw.stageName,
      method: raw.method,
      path: raw.rawPath,
      startedAt: ids.receivedAt,
      milliseconds: clock() - ids.receivedAt,
      status: response.status,
      ...(reason === undefined ? {} : { reason }),
      boxes,
    });
    return response;
  };
}

function identify(raw: RawRequest, { clock, ids }: DataPlaneOptions): RequestIds {
  const receivedAt = clock();
  const hex = (bytes: number) => Buffer.from(ids.bytes(bytes)).toString("hex");
  const seconds = Math.floor(receivedAt / 1000)
    .toString(16)
    .padStart(8, "0");
  return {
    requestId: ids.uuid(),
    extendedRequestId: Buffer.from(ids.bytes(11)).toString("base64"),
    trace: traceIdOf(lastValue(raw.headers, "x-amzn-trace-id"), {
      root: `1-${seconds}-${hex(12)}`,
      parent: hex(8),
    }),
    receivedAt,
  };
}

export type { Credential, FindCredential } from "./caller.ts";
export type { MayInvoke } from "./integration/call-function.ts";
export type { BoxRecord, RequestRecord } from "./request-record.ts";
