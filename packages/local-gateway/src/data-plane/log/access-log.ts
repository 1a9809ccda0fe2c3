import type { WireError } from "../gateway-response/gateway-response.ts";
import { type Headers, lastValue } from "../mapping/headers.ts";
import { valueAt } from "../mapping/json-path.ts";
import type { IntegrationAnswer, IntegrationRequest } from "../passing.ts";
import { asRefusal } from "../refusal.ts";
import { type BoxRecord, boxOf, type CallRecord } from "../request-record.ts";
import { type Phases, phasesOf } from "./access-log-phases.ts";
import { executionFailure } from "./execution-failure.ts";
import type { StreamProgress } from "./stream-progress.ts";

/** Receives a stage's access log: one line a request. Those of a canary are in a log of its own, too. */
export type AccessLog = (destinationArn: string, line: string, isCanaryRequest: boolean) => void;

/** What is known of a request when it has been answered, besides its `$context`. */
export interface Answered {
  readonly status: number;
  /** Bytes. */
  readonly responseLength: number;
  /** Milliseconds. */
  readonly responseLatency: number;
  readonly traceId: string;
  readonly boxes: readonly BoxRecord[];
  readonly calls: readonly CallRecord[];
  /** Of a custom domain name: the base path of the mapping that took the request. */
  readonly basePathMatched?: string | undefined;
  /** The VPC endpoint that a private API was called through. */
  readonly sourceVpce?: string | undefined;
  /** Absent when an integration answered. */
  readonly error?: (WireError & { readonly validationErrorString?: string | undefined }) | undefined;
  /** Of an answer that was streamed. */
  readonly streamed?: StreamProgress & { readonly endedAt: number };
}

/**
 * A line of an access log: the stage's format with each `$context.…` replaced, by `-` where it has no value (D,
 * "Variables for access logging for API Gateway"). There is no WAF, X-Ray or TLS here, nor are there routing rules:
 * what tells of them has no value.
 */
export function accessLogLine(format: string, context: object, answered: Answered): string {
  const variables = variablesOf(context, answered);
  return format.replaceAll(/\$context((?:\.[\w-]+)+)/g, (_, path: string) => {
    const value = valueAt(variables, path);
    // D: of the claims there are only the single ones
    if (value === undefined || value === null || value === "" || path === ".authorizer.claims") return "-";
    return typeof value === "object" ? JSON.stringify(value) : String(value);
  });
}

function variablesOf(context: object, answered: Answered): object {
  const {
    status,
    responseLength,
    responseLatency,
    traceId,
    boxes,
    calls,
    error,
    basePathMatched,
    sourceVpce,
  } = answered;
  const { authenticate, authorizer, authorize }: Phases = phasesOf(boxes, calls);
  const integration = integrationOf(answered);
  return {
    ...context,
    identity: { ...memberOf(context, "identity"), vpceId: sourceVpce },
    status,
    responseLength,
    responseLatency,
    xrayTraceId: traceId,
    authenticate,
    // What the function says of the caller has its own names; the phase's are API Gateway's.
    authorizer: { ...memberOf(context, "authorizer"), ...authorizer },
    authorize,
    integration,
    integrationLatency: integration?.latency,
    integrationStatus: integration?.integrationStatus,
    awsEndpointRequestId: integration?.requestId,
    customDomain: basePathMatched === undefined ? undefined : { basePathMatched },
    error: error && { ...error, messageString: JSON.stringify(error.message) },
  };
}

function memberOf(context: object, name: string): object {
  const member: unknown = Reflect.get(context, name);
  return typeof member === "object" && member !== null ? member : {};
}

interface LoggedIntegration {
  readonly latency: number;
  readonly responseTransferMode: "BUFFERED" | "STREAMED";
  readonly timeToAllHeaders?: number;
  readonly timeToFirstContent?: number | undefined;
  readonly integrationStatus?: number;
  readonly status?: number;
  readonly requestId?: string | undefined;
  readonly error?: string;
}

function integrationOf({ boxes, calls, streamed }: Answered): LoggedIntegration | undefined {
  const box = boxOf(boxes, "integration");
  if (box === undefined) return undefined;
  const { outcome, startedAt } = box;
  const { request } = box.input;
  const mode = streamed === undefined ? "BUFFERED" : "STREAMED";
  const latency = streamed === undefined ? box.milliseconds : streamed.endedAt - startedAt;
  const known = { latency, responseTransferMode: mode, ...firstOf(box, streamed) } as const;
  if (outcome.kind === "refused") {
    const contentType = boxOf(boxes, "method-request")?.input.request.contentType ?? "";
    const error = executionFailure(asRefusal(outcome.error), contentType, calls);
    const isAsked = calls.some((call) => call.box === "integration");
    return { ...known, error, requestId: isAsked ? requestIdOf(request) : undefined };
  }
  const { output } = outcome;
  const integrationStatus = serviceStatus(output);
  return {
    ...known,
    integrationStatus,
    status: output.kind === "custom" ? integrationStatus : output.response.status,
    requestId: requestIdOf(request) ?? idIn(output),
  };
}

/** D, troubleshoot response streaming. */
function firstOf({ startedAt, milliseconds }: BoxRecord, streamed: Answered["streamed"]) {
  if (streamed === undefined) return {};
  const { firstContentAt } = streamed;
  return {
    timeToAllHeaders: milliseconds,
    timeToFirstContent: firstContentAt === undefined ? undefined : firstContentAt - startedAt,
  };
}

/** The id by which Lambda knows the request. */
function requestIdOf(request: IntegrationRequest): string | undefined {
  return request.kind === "lambda" || request.kind === "lambda-proxy" ? request.call.requestId : undefined;
}

/** D: the id that the endpoint itself names. */
function idIn(answer: IntegrationAnswer): string | undefined {
  const headers: Headers = answer.kind === "custom" ? answer.headers : answer.response.headers;
  return lastValue(headers, "x-amzn-requestid") ?? lastValue(headers, "x-amz-request-id");
}

/** D: for a Lambda proxy, what Lambda answered and not the function; else what the endpoint did. */
function serviceStatus(answer: IntegrationAnswer): number {
  switch (answer.kind) {
    case "lambda-proxy":
      return 200;
    case "http-proxy":
      return answer.response.status;
    case "custom":
      return /^\d{3}$/.test(answer.selectionValue) ? Number(answer.selectionValue) : 200;
  }
}
