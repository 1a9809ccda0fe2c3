/**
 * The API Gateway SDK, for its schemas and enumerations: the build leaves the rest of it out.
 */
export * as apiGatewaySdk from "@aws-sdk/client-api-gateway";
