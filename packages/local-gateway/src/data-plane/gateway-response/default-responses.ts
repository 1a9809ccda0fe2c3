import type { RefusalKind } from "../refusal.ts";

/** How API Gateway answers a refusal by itself. */
export interface DefaultResponse {
  /** API Gateway's name for the kind of gateway response. */
  readonly responseType: string;
  readonly status: number;
  /** The value of `x-amzn-ErrorType`. */
  readonly errorType: string;
  /** `null` is what API Gateway has to say of some. */
  readonly message: string | null;
  /** The member of the body that holds the message; `message` when absent. */
  readonly member?: "Message";
}

const internal = { errorType: "InternalServerErrorException", message: "Internal server error" } as const;
const unauthorized = { status: 401, errorType: "UnauthorizedException" } as const;
const badRequest = { status: 400, errorType: "BadRequestException" } as const;

/**
 * What a caller sees of a refusal. Source of each row: R recorded (LocalStack's `aws.validated` snapshots),
 * D API Gateway's developer guide (gateway response types), K general knowledge, not recorded.
 */
export const defaultResponses: Readonly<Record<RefusalKind, DefaultResponse>> = {
  // K: an unknown API or stage of the invoke host
  "no-such-stage": {
    responseType: "ACCESS_DENIED",
    status: 403,
    errorType: "ForbiddenException",
    message: "Forbidden",
  },
  // D, troubleshoot HTTP 403 errors from API Gateway: the default endpoint of an API that has disabled it
  "endpoint-disabled": {
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
  // D: the gateway response of that name; the message is the one that AWS's services share
  "expired-token": {
    responseType: "EXPIRED_TOKEN",
    status: 403,
    errorType: "ExpiredTokenException",
    message: "The security token included in the request is expired",
  },
  // D
  "invalid-signature": {
    responseType: "INVALID_SIGNATURE",
    status: 403,
    errorType: "InvalidSignatureException",
    message:
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
  },
  // D, quotas: the status and the words; K: the rest
  "method-arn-too-long": {
    responseType: "DEFAULT_4XX",
    status: 414,
    errorType: "RequestUriTooLongException",
    message: "Request URI too long",
  },
  // D, and as real answers have it (hyp3#2283): this one alone says "Message"
  "access-denied": {
    responseType: "ACCESS_DENIED",
    status: 403,
    errorType: "AccessDeniedException",
    message: "Forbidden",
    member: "Message",
  },
  // D
  unauthorized: { responseType: "UNAUTHORIZED", ...unauthorized, message: "Unauthorized" },
  // K: the words are in many a client's code
  "token-expired": {
    responseType: "UNAUTHORIZED",
    ...unauthorized,
    message: "The incoming token has expired",
  },
  // serverless/serverless#829, serverless/examples#305; the body: auth0-samples/jwt-rsa-aws-custom-authorizer#6
  "authorizer-configuration-error": {
    responseType: "AUTHORIZER_CONFIGURATION_ERROR",
    status: 500,
    errorType: "AuthorizerConfigurationException",
    message: null,
  },
  // R test_api_key_required_for_methods (the status)
  "invalid-api-key": {
    responseType: "INVALID_API_KEY",
    status: 403,
    errorType: "ForbiddenException",
    message: "Forbidden",
  },
  // D (the status and the words)
  throttled: {
    responseType: "THROTTLED",
    status: 429,
    errorType: "TooManyRequestsException",
    message: "Too Many Requests",
  },
  "quota-exceeded": {
    responseType: "QUOTA_EXCEEDED",
    status: 429,
    errorType: "LimitExceededException",
    message: "Limit Exceeded",
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
  // D the status; serverless/serverless#2270 the words, of which this is the beginning; K the rest
  "event-not-json": {
    responseType: "DEFAULT_4XX",
    ...badRequest,
    message: "Could not parse request body into json",
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

function missingToken(): DefaultResponse {
  return {
    responseType: "MISSING_AUTHENTICATION_TOKEN",
    status: 403,
    errorType: "MissingAuthenticationTokenException",
    message: "Missing Authentication Token",
  };
}
