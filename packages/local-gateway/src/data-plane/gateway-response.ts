import type { GatewayResponse } from "@aws-sdk/client-api-gateway";
import type { DeployedStage } from "./deployed-stage.ts";
import { type Headers, lastValue, mediaType, without } from "./headers.ts";
import { type MappedRequest, mapGatewayResponseHeaders, substitute } from "./parameter-mapping.ts";
import type { RawHeader, RawResponse } from "./raw-http.ts";
import { Refusal, type RefusalKind } from "./refusal.ts";
import { asSent } from "./wire-header.ts";

interface Row {
  /** API Gateway's name for the kind of gateway response. */
  readonly responseType: string;
  readonly status: number;
  /** The value of `x-amzn-ErrorType`. */
  readonly errorType: string;
  readonly message: string;
}

const internal = { errorType: "InternalServerErrorException", message: "Internal server error" } as const;
const badRequest = { status: 400, errorType: "BadRequestException" } as const;

/**
 * What a caller sees of a refusal. Source of each row: R recorded (LocalStack's `aws.validated` snapshots),
 * D API Gateway's developer guide (gateway response types), K general knowledge, not recorded.
 */
export const gatewayResponses: Readonly<Record<RefusalKind, Row>> = {
  // K: an unknown API or stage of the invoke host
  "no-such-stage": {
    responseType: "ACCESS_DENIED",
    status: 403,
    errorType: "ForbiddenException",
    message: "Forbidden",
  },
  // R test_routing_not_found
  "no-such-route": missingToken(),
  // K
  "request-too-large": {
    responseType: "REQUEST_TOO_LARGE",
    status: 413,
    errorType: "RequestEntityTooLargeException",
    message: "Request Too Long",
  },
  // K
  "headers-too-large": {
    responseType: "REQUEST_TOO_LARGE",
    status: 431,
    errorType: "RequestEntityTooLargeException",
    message: "Request Header Fields Too Large",
  },
  // D
  "missing-authentication-token": missingToken(),
  // K
  "incomplete-signature": {
    responseType: "INVALID_SIGNATURE",
    status: 403,
    errorType: "IncompleteSignatureException",
    message: "Authorization header is incomplete.",
  },
  // D
  "unrecognized-client": {
    responseType: "ACCESS_DENIED",
    status: 403,
    errorType: "UnrecognizedClientException",
    message: "The security token included in the request is invalid.",
  },
  // D
  "invalid-signature": {
    responseType: "INVALID_SIGNATURE",
    status: 403,
    errorType: "InvalidSignatureException",
    message:
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
  },
  // R test_api_gateway_request_validator
  "missing-parameters": {
    responseType: "BAD_REQUEST_PARAMETERS",
    ...badRequest,
    message: "Missing required request parameters",
  },
  // R test_api_gateway_request_validator
  "invalid-body": { responseType: "BAD_REQUEST_BODY", ...badRequest, message: "Invalid request body" },
  // R (LocalStack's test of parameter mapping)
  "body-not-json": {
    responseType: "BAD_REQUEST_BODY",
    ...badRequest,
    message: "Invalid JSON in request body",
  },
  // R test_mock_integration_response
  "unsupported-media-type": {
    responseType: "UNSUPPORTED_MEDIA_TYPE",
    status: 415,
    errorType: "BadRequestException",
    message: "Unsupported Media Type",
  },
  // K
  "integration-timeout": {
    responseType: "INTEGRATION_TIMEOUT",
    status: 504,
    errorType: "InternalServerErrorException",
    message: "Endpoint request timed out",
  },
  // D gateway response types; K the message
  "integration-failure": {
    responseType: "INTEGRATION_FAILURE",
    status: 504,
    errorType: "InternalServerErrorException",
    message: "Network error communicating with endpoint",
  },
  // R test_aws_proxy_response_payload_format_validation
  "malformed-proxy-response": { responseType: "DEFAULT_5XX", status: 502, ...internal },
  // R test_lambda_selection_patterns, test_apigateway_header_remapping_aws
  "configuration-error": { responseType: "API_CONFIGURATION_ERROR", status: 500, ...internal },
  "internal-failure": { responseType: "DEFAULT_5XX", status: 500, ...internal },
};

/** A request that failed, as far as it came. */
export interface FailedRequest {
  readonly stage: DeployedStage;
  readonly request: MappedRequest;
  /** `$context`. */
  readonly context: object;
}

/**
 * The answer to a request that no integration answered: the API's own gateway response for its type, else that
 * for all 4XX or 5XX, else the default one (D, "Gateway responses for REST APIs"). An error that is not a
 * `Refusal` is a fault of the gateway itself: the caller is told nothing of it.
 *
 * @param failed absent when the request found no stage, or could not be read
 */
export function gatewayResponse(
  failure: unknown,
  identifying: readonly RawHeader[],
  failed?: FailedRequest,
): RawResponse {
  const refusal = asRefusal(failure);
  const row = gatewayResponses[refusal.kind];
  const { responseType, errorType } = row;
  const message = refusal.wireMessage ?? row.message;
  const own = failed && ownResponse(row, failed);
  const error = {
    message,
    messageString: JSON.stringify(message),
    responseType,
    validationErrorString: refusal.details["validationErrorString"] ?? "",
  };
  const printed = own && failed && customised(own, failed, error);
  return {
    status: Number(own?.statusCode ?? row.status),
    headers: [
      ["Content-Type", printed?.contentType ?? "application/json"],
      ...without(printed?.headers ?? [], new Set(["content-type"])),
      ...identifying,
      ["x-amzn-ErrorType", errorType],
    ],
    body: Buffer.from(printed?.body ?? defaultBody(row, message)),
  };
}

/** D: the answer to a request that is too large cannot be changed. */
function ownResponse({ responseType, status }: Row, { stage }: FailedRequest): GatewayResponse | undefined {
  if (responseType === "REQUEST_TOO_LARGE") return undefined;
  const all = stage.snapshot.gatewayResponses ?? [];
  const fallback = status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX";
  return (
    all.find((response) => response.responseType === responseType) ??
    all.find((response) => response.responseType === fallback)
  );
}

interface Printed {
  readonly contentType: string;
  readonly headers: Headers;
  readonly body: string | undefined;
}

function customised(
  own: GatewayResponse,
  { stage, request, context }: FailedRequest,
  error: object,
): Printed {
  const variables = { context: { ...context, error }, stageVariables: stage.stage.variables ?? {} };
  const [contentType, template] = templateFor(own.responseTemplates ?? {}, request) ?? [];
  const mapped = mapGatewayResponseHeaders(own.responseParameters ?? {}, request, variables);
  const headers = mapped.map(asSent).filter((header) => header !== undefined);
  return {
    contentType: lastValue(headers, "content-type") ?? contentType ?? "application/json",
    headers,
    body: template === undefined ? undefined : substitute(template, request, variables),
  };
}

function templateFor(
  templates: Readonly<Record<string, string>>,
  request: MappedRequest,
): readonly [contentType: string, template: string] | undefined {
  const accepted = mediaType(lastValue(request.headers, "accept"));
  const all = Object.entries(templates);
  return (
    all.find(([type]) => type === accepted) ?? all.find(([type]) => type === "application/json") ?? all[0]
  );
}

/** Printed without a space: the answers of those that look at a request first (K). */
const compactTypes: ReadonlySet<string> = new Set([
  "ACCESS_DENIED",
  "AUTHORIZER_CONFIGURATION_ERROR",
  "AUTHORIZER_FAILURE",
  "EXPIRED_TOKEN",
  "INVALID_API_KEY",
  "INVALID_SIGNATURE",
  "MISSING_AUTHENTICATION_TOKEN",
  "QUOTA_EXCEEDED",
  "REQUEST_TOO_LARGE",
  "THROTTLED",
  "UNAUTHORIZED",
]);

/** R test_apigateway_header_remapping_*: `{"message": "Internal server error"}` has 36 bytes. */
function defaultBody({ responseType }: Row, message: string): string {
  return `{"message":${compactTypes.has(responseType) ? "" : " "}${JSON.stringify(message)}}`;
}

/** Any failure as a refusal, so that the record and the answer are made in one way. */
export function asRefusal(failure: unknown): Refusal {
  if (failure instanceof Refusal) return failure;
  const reason = failure instanceof Error ? (failure.stack ?? failure.message) : String(failure);
  return new Refusal("internal-failure", `fault inside the gateway: ${reason}`, { cause: failure });
}

function missingToken(): Row {
  return {
    responseType: "MISSING_AUTHENTICATION_TOKEN",
    status: 403,
    errorType: "MissingAuthenticationTokenException",
    message: "Missing Authentication Token",
  };
}
