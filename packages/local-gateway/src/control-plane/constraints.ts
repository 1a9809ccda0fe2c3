import type { Constraints } from "../protocol/constraints.ts";
import { apiGatewaySdk } from "../sdk.ts";

const {
  AccessAssociationSourceType,
  ApiKeySourceType,
  ApiKeysFormat,
  AuthorizerType,
  CacheClusterSize,
  ConnectionType,
  ContentHandlingStrategy,
  DocumentationPartType,
  EndpointAccessMode,
  LocationStatusType,
  PutMode,
  QuotaPeriodType,
  ResourceOwner,
  ResponseTransferMode,
  RoutingMode,
  SecurityPolicy,
} = apiGatewaySdk;

/** In the order of the recorded message (test_gateway_response_validation). */
export const gatewayResponseTypes = [
  "REQUEST_TOO_LARGE",
  "RESOURCE_NOT_FOUND",
  "AUTHORIZER_CONFIGURATION_ERROR",
  "MISSING_AUTHENTICATION_TOKEN",
  "BAD_REQUEST_BODY",
  "INVALID_SIGNATURE",
  "INVALID_API_KEY",
  "BAD_REQUEST_PARAMETERS",
  "AUTHORIZER_FAILURE",
  "UNAUTHORIZED",
  "INTEGRATION_TIMEOUT",
  "ACCESS_DENIED",
  "DEFAULT_4XX",
  "DEFAULT_5XX",
  "WAF_FILTERED",
  "QUOTA_EXCEEDED",
  "THROTTLED",
  "API_CONFIGURATION_ERROR",
  "UNSUPPORTED_MEDIA_TYPE",
  "INTEGRATION_FAILURE",
  "EXPIRED_TOKEN",
] as const;

/**
 * Enum values and patterns, which the SDK's schemas lack. The order inside a message is AWS's own (a Java set) and
 * recorded where a test is named; the others follow the SDK.
 */
export const apiGatewayConstraints: Constraints = {
  bodyPath: (operation, path) => `${operation.charAt(0).toLowerCase()}${operation.slice(1)}Input.${path}`,
  members: {
    // R test_put_integration_wrong_type
    "PutIntegrationRequest.type": { oneOf: ["HTTP", "MOCK", "AWS_PROXY", "HTTP_PROXY", "AWS"] },
    // R test_create_rest_api_private_type
    "EndpointConfiguration.ipAddressType": { oneOf: ["ipv4", "dualstack"] },
    // K
    "EndpointConfiguration.types": { oneOf: ["PRIVATE", "EDGE", "REGIONAL"] },
    // R test_update_method_response_wrong_operations
    "PatchOperation.op": { oneOf: ["add", "remove", "move", "test", "replace", "copy"] },
    // R test_integration_response_invalid_statuscode
    statusCode: { pattern: /^[1-5]\d\d$/, shown: "[1-5]\\d\\d" },
    // R test_gateway_response_validation
    responseType: { oneOf: gatewayResponseTypes },
    cacheClusterSize: { oneOf: Object.values(CacheClusterSize) },
    // D, DocumentationPartLocation; Terraform sends an empty text for what is not given.
    "DocumentationPartLocation.statusCode": {
      pattern: /^(?:[1-5]\d\d|\*|\s*)$/,
      shown: "([1-5]\\d\\d|\\*|\\s*)",
    },
    "DocumentationPartLocation.type": { oneOf: Object.values(DocumentationPartType) },
    "GetDocumentationPartsRequest.type": { oneOf: Object.values(DocumentationPartType) },
    "GetDocumentationPartsRequest.locationStatus": { oneOf: Object.values(LocationStatusType) },
    "ImportDocumentationPartsRequest.mode": { oneOf: Object.values(PutMode) },
    "CreateRestApiRequest.securityPolicy": { oneOf: Object.values(SecurityPolicy) },
    "CreateRestApiRequest.endpointAccessMode": { oneOf: Object.values(EndpointAccessMode) },
    "ImportApiKeysRequest.format": { oneOf: Object.values(ApiKeysFormat) },
    "CreateDomainNameRequest.securityPolicy": { oneOf: Object.values(SecurityPolicy) },
    "CreateDomainNameRequest.endpointAccessMode": { oneOf: Object.values(EndpointAccessMode) },
    "CreateDomainNameRequest.routingMode": { oneOf: Object.values(RoutingMode) },
    "CreateDomainNameAccessAssociationRequest.accessAssociationSourceType": {
      oneOf: Object.values(AccessAssociationSourceType),
    },
    resourceOwner: { oneOf: Object.values(ResourceOwner) },
    "CreateAuthorizerRequest.type": { oneOf: Object.values(AuthorizerType) },
    "QuotaSettings.period": { oneOf: Object.values(QuotaPeriodType) },
    "CreateRestApiRequest.apiKeySource": { oneOf: Object.values(ApiKeySourceType) },
    "PutIntegrationRequest.connectionType": { oneOf: Object.values(ConnectionType) },
    "PutIntegrationRequest.contentHandling": { oneOf: Object.values(ContentHandlingStrategy) },
    "PutIntegrationRequest.responseTransferMode": { oneOf: Object.values(ResponseTransferMode) },
    "PutIntegrationResponseRequest.contentHandling": { oneOf: Object.values(ContentHandlingStrategy) },
  },
};
