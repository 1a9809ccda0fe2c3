import type { GatewayResponse } from "@aws-sdk/client-api-gateway";
import { own } from "../../own.ts";
import type { RawHeader, RawResponse } from "../../raw-http.ts";
import type { DeployedStage } from "../deployed-stage.ts";
import { acceptedType } from "../mapping/accepted-type.ts";
import { type Headers, lastValue, nameSet, without } from "../mapping/headers.ts";
import { type MappedRequest, mapGatewayResponseHeaders, substitute } from "../mapping/parameter-mapping.ts";
import { addRenamed } from "../mapping/renamed-headers.ts";
import { asSent } from "../mapping/wire-header.ts";
import type { Refusal } from "../refusal.ts";
import { type DefaultResponse, defaultResponses, type FrontResponse } from "./default-responses.ts";

export interface GatewayResponseInput {
  readonly refusal: Refusal;
  /** `x-amzn-RequestId` and `x-amz-apigw-id`. */
  readonly identifying: readonly RawHeader[];
  /** Undefined when the request found no stage, or could not be read. */
  readonly failed: FailedRequest | undefined;
}

/** A request that failed, as far as it came. */
export interface FailedRequest {
  readonly stage: DeployedStage;
  readonly request: MappedRequest;
  /** `$context`. */
  readonly context: object;
}

/**
 * The answer to a request that no integration answered: the API's own gateway response for its type, else that
 * for all 4XX or 5XX, else the default one (D, "Gateway responses for REST APIs").
 */
export function gatewayResponse({ refusal, identifying, failed }: GatewayResponseInput): RawResponse {
  const row = defaultResponses[refusal.kind];
  if ("contentType" in row) return fromTheFront(row);
  const { message, responseType } = wireError(refusal);
  const custom = failed && ownResponse(row, failed);
  const error = {
    message,
    messageString: JSON.stringify(message),
    responseType,
    validationErrorString: refusal.details["validationErrorString"] ?? "",
  };
  const printed = custom && failed && customised(custom, failed, error);
  const isTyped = printed !== undefined && lastValue(printed.headers, errorTypeName) !== undefined;
  return {
    status: Number(custom?.statusCode ?? row.status),
    headers: [
      ["Content-Type", printed?.contentType ?? "application/json"],
      ...without(printed?.headers ?? [], contentTypeHeader),
      ...identifying,
      ...(isTyped ? [] : [[errorTypeName, row.errorType] as const]),
    ],
    body: Buffer.from(printed?.body ?? row.template(JSON.stringify(message))),
  };
}

/** koki-develop/lgtm-generator#10: nothing of API Gateway's own is on such an answer. */
function fromTheFront({ status, contentType, message }: FrontResponse): RawResponse {
  return { status, headers: [["Content-Type", contentType]], body: Buffer.from(message) };
}

/** What a caller, and an access log, may know of a refusal. */
export interface WireError {
  readonly message: string | null;
  readonly responseType: string;
}

export function wireError({ kind, wireMessage }: Refusal): WireError {
  const { message, responseType } = defaultResponses[kind];
  return { message: wireMessage ?? message, responseType };
}

/** D: the answer to a request that is too large cannot be changed. */
function ownResponse(
  { responseType, status }: DefaultResponse,
  { stage }: FailedRequest,
): GatewayResponse | undefined {
  if (responseType === "REQUEST_TOO_LARGE") return undefined;
  const all = stage.snapshot.gatewayResponses;
  const fallback = status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX";
  return (
    all.find((response) => response.responseType === responseType) ??
    all.find((response) => response.responseType === fallback)
  );
}

const errorTypeName = "x-amzn-ErrorType";

const contentTypeHeader = nameSet("content-type");

interface Printed {
  readonly contentType: string;
  readonly headers: Headers;
  readonly body: string | undefined;
}

function customised(
  { responseTemplates, responseParameters }: GatewayResponse,
  { stage, request, context }: FailedRequest,
  error: object,
): Printed {
  const variables = { context: { ...context, error }, stageVariables: stage.stage.variables ?? {} };
  const [contentType, template] = templateFor(responseTemplates ?? {}, request) ?? [];
  const mapped = mapGatewayResponseHeaders(responseParameters ?? {}, request, variables);
  const headers: RawHeader[] = [];
  // K: a proxy's answer may not say these either, and a body has but one length
  addRenamed(headers, mapped.map(asSent).filter(isSendable), "lambda-proxy");
  return {
    contentType: lastValue(headers, "content-type") ?? contentType ?? "application/json",
    headers,
    body: template === undefined ? undefined : substitute(template, request, variables),
  };
}

function isSendable(header: RawHeader | undefined): header is RawHeader {
  return header !== undefined;
}

function templateFor(
  templates: Readonly<Record<string, string>>,
  request: MappedRequest,
): readonly [contentType: string, template: string] | undefined {
  const type = acceptedType(templates, request.headers);
  const template = own(templates, type ?? "");
  return type === undefined || template === undefined ? undefined : [type, template];
}
