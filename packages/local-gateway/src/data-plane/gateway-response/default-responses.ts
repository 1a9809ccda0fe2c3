import type { RefusalKind } from "../refusal.ts";

/** How a refusal is answered unless the API says otherwise. */
export type DefaultResponse = OwnResponse | FrontResponse;

/** How API Gateway answers. */
interface OwnResponse {
  /** API Gateway's name for the kind of gateway response. */
  readonly responseType: string;
  readonly status: number;
  /** The value of `x-amzn-ErrorType`. */
  readonly errorType: string;
  /** `null` is what API Gateway has to say of some. */
  readonly message: string | null;
  /** The body, for a message that is JSON text. */
  readonly template: (message: string) => string;
}

/** How what stands in front of API Gateway answers: with the message alone. */
export interface FrontResponse {
  readonly responseType: string;
  readonly status: number;
  readonly message: string;
  readonly contentType: string;
}

/** K: the answers of what looks at a request before its method is known, or its caller. */
const compact = (message: string) => `{"message":${message}}`;
/** R test_apigateway_header_remapping_*: `{"message": "Internal server error"}` has 36 bytes. */
const spaced = (message: string) => `{"message": ${message}}`;
const capital = (message: string) => `{"Message":${message}}`;

const text = "text; charset=utf-8";
const internal = { errorType: "InternalServerErrorException", message: "Internal server error" } as const;
const unauthorized = { status: 401, errorType: "UnauthorizedException" } as const;
const badRequest = { status: 400, errorType: "BadRequestException" } as const;

/**
 * What a caller sees of a refusal. Source of each row: R recorded (LocalStack's `aws.validated` snapshots),
 * D API Gateway's developer guide (gateway response types), C what others have seen, K general knowledge, not recorded.
 */
export const defaultResponses: Readonly<Record<RefusalKind, DefaultResponse>> = {
  // K: an unknown API or stage of the invoke host
  "no-such-stage": {
    responseType: "ACCESS_DENIED",
    status: 403,
    errorType: "ForbiddenException",
    message: "Forbidden",
    template: compact,
  },
  // D, troubleshoot HTTP 403 errors from API Gateway: the default endpoint of an API that has disabled it
  "endpoint-disabled": {
    responseType: "ACCESS_DENIED",
    status: 403,
    errorType: "ForbiddenException",
    message: "Forbidden",
    template: compact,
  },
  // R test_routing_not_found
  "no-such-route": missingToken(),
  // C koki-develop/lgtm-generator#10: the answer from AWS
  "request-too-large": {
    responseType: "REQUEST_TOO_LARGE",
    status: 413,
    message: "HTTP content length exceeded 10485760 bytes.",
    contentType: text,
  },
  // K the status; the message: ntsblog.homedev.com.au, "AWS API Gateway – HTTP header is larger than 10240 bytes."
  "headers-too-large": {
    responseType: "REQUEST_TOO_LARGE",
    status: 431,
    message: "HTTP header is larger than 10240 bytes.",
    contentType: text,
  },
  // C nestjsx/crud#255, ustayready/fireprox#27 (the status); K the message
  "unsupported-character": {
    responseType: "DEFAULT_4XX",
    status: 400,
    message: "Bad Request",
    contentType: text,
  },
  // D, CloudFront's behavior for custom origins (the statuses); K the pages
  "distribution-refusal": distributionPage(403),
  // D, as that
  "distribution-url-too-long": distributionPage(413),
  // D
  "missing-authentication-token": missingToken(),
  // K
  "incomplete-signature": {
    responseType: "INVALID_SIGNATURE",
    status: 403,
    errorType: "IncompleteSignatureException",
    message: "Authorization header is incomplete.",
    template: compact,
  },
  // D
  "unrecognized-client": {
    responseType: "ACCESS_DENIED",
    status: 403,
    errorType: "UnrecognizedClientException",
    message: "The security token included in the request is invalid.",
    template: compact,
  },
  // D: the gateway response of that name; the message is the one that AWS's services share
  "expired-token": {
    responseType: "EXPIRED_TOKEN",
    status: 403,
    errorType: "ExpiredTokenException",
    message: "The security token included in the request is expired",
    template: compact,
  },
  // D
  "invalid-signature": {
    responseType: "INVALID_SIGNATURE",
    status: 403,
    errorType: "InvalidSignatureException",
    message:
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
    template: compact,
  },
  // D, quotas: the status and the words; K: the rest
  "method-arn-too-long": {
    responseType: "DEFAULT_4XX",
    status: 414,
    errorType: "RequestUriTooLongException",
    message: "Request URI too long",
    template: spaced,
  },
  // D, and as real answers have it (hyp3#2283): this one alone says "Message"
  "access-denied": {
    responseType: "ACCESS_DENIED",
    status: 403,
    errorType: "AccessDeniedException",
    message: "Forbidden",
    template: capital,
  },
  // D
  unauthorized: { responseType: "UNAUTHORIZED", ...unauthorized, message: "Unauthorized", template: compact },
  // K: the words are in many a client's code
  "token-expired": {
    responseType: "UNAUTHORIZED",
    ...unauthorized,
    message: "The incoming token has expired",
    template: compact,
  },
  // C: serverless/serverless#829, serverless/examples#305; the body: auth0-samples/jwt-rsa-aws-custom-authorizer#6
  "authorizer-configuration-error": {
    responseType: "AUTHORIZER_CONFIGURATION_ERROR",
    status: 500,
    errorType: "AuthorizerConfigurationException",
    message: null,
    template: compact,
  },
  // R test_api_key_required_for_methods (the status)
  "invalid-api-key": {
    responseType: "INVALID_API_KEY",
    status: 403,
    errorType: "ForbiddenException",
    message: "Forbidden",
    template: compact,
  },
  // D (the status and the words)
  throttled: {
    responseType: "THROTTLED",
    status: 429,
    errorType: "TooManyRequestsException",
    message: "Too Many Requests",
    template: compact,
  },
  // D (the status); K: the rest
  "quota-exceeded": {
    responseType: "QUOTA_EXCEEDED",
    status: 429,
    errorType: "LimitExceededException",
    message: "Limit Exceeded",
    template: compact,
  },
  // R test_api_gateway_request_validator
  "missing-parameters": {
    responseType: "BAD_REQUEST_PARAMETERS",
    ...badRequest,
    message: "Missing required request parameters",
    template: spaced,
  },
  // R test_api_gateway_request_validator
  "invalid-body": {
    responseType: "BAD_REQUEST_BODY",
    ...badRequest,
    message: "Invalid request body",
    template: spaced,
  },
  // R (LocalStack's test of parameter mapping)
  "body-not-json": {
    responseType: "BAD_REQUEST_BODY",
    ...badRequest,
    message: "Invalid JSON in request body",
    template: spaced,
  },
  // C koki-develop/lgtm-generator#10, an answer of AWS's: what Lambda does not take
  "event-too-large": {
    responseType: "REQUEST_TOO_LARGE",
    ...badRequest,
    status: 413,
    message: "Request Too Long",
    template: spaced,
  },
  // D the status; serverless/serverless#2270 the words, of which this is the beginning; K the rest
  "event-not-json": {
    responseType: "DEFAULT_4XX",
    ...badRequest,
    message: "Could not parse request body into json",
    template: spaced,
  },
  // R test_mock_integration_response
  "unsupported-media-type": {
    responseType: "UNSUPPORTED_MEDIA_TYPE",
    status: 415,
    errorType: "BadRequestException",
    message: "Unsupported Media Type",
    template: spaced,
  },
  // K
  "integration-timeout": {
    responseType: "INTEGRATION_TIMEOUT",
    status: 504,
    errorType: "InternalServerErrorException",
    message: "Endpoint request timed out",
    template: spaced,
  },
  // D gateway response types; K the message
  "integration-failure": {
    responseType: "INTEGRATION_FAILURE",
    status: 504,
    errorType: "InternalServerErrorException",
    message: "Network error communicating with endpoint",
    template: spaced,
  },
  // R test_aws_proxy_response_payload_format_validation
  "malformed-proxy-response": { responseType: "DEFAULT_5XX", status: 502, ...internal, template: spaced },
  // R test_lambda_selection_patterns, test_apigateway_header_remapping_aws
  "configuration-error": {
    responseType: "API_CONFIGURATION_ERROR",
    status: 500,
    ...internal,
    template: spaced,
  },
  // K: as any other failure that is not the API's
  "internal-failure": { responseType: "DEFAULT_5XX", status: 500, ...internal, template: spaced },
};

function missingToken(): DefaultResponse {
  return {
    responseType: "MISSING_AUTHENTICATION_TOKEN",
    status: 403,
    errorType: "MissingAuthenticationTokenException",
    message: "Missing Authentication Token",
    template: compact,
  };
}

function distributionPage(status: number): DefaultResponse {
  const lines = [
    "<HTML><HEAD><TITLE>ERROR: The request could not be satisfied</TITLE></HEAD><BODY>",
    `<H1>${status} ERROR</H1>`,
    "<H2>The request could not be satisfied.</H2>",
    "Bad request.",
    "</BODY></HTML>",
  ];
  return { responseType: "DEFAULT_4XX", status, contentType: "text/html", message: lines.join("\n") };
}
