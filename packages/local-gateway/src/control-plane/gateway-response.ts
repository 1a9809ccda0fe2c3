import type {
  DeleteGatewayResponseRequest,
  GatewayResponse,
  GatewayResponses,
  GatewayResponseType,
  GetGatewayResponseRequest,
  GetGatewayResponsesRequest,
  PutGatewayResponseRequest,
  UpdateGatewayResponseRequest,
} from "@aws-sdk/client-api-gateway";
import type { Checked } from "../protocol/checked.ts";
import { gatewayResponseTypes } from "./constraints.ts";
import type { ApiGatewayContext } from "./context.ts";
import { notFound } from "./errors.ts";
import { page } from "./page.ts";
import { applyPatch, entryRules, optionalTextOf, type PatchTable, refusePlainly, textOf } from "./patch.ts";
import { type GatewayResponseRecord, gatewayResponses } from "./records.ts";
import { findRestApi } from "./rest-api.ts";

/** D: the statuses of the default gateway responses (supported gateway response types); absent: that of the error. */
const defaultStatus: Readonly<Record<GatewayResponseType, string | undefined>> = {
  ACCESS_DENIED: "403",
  API_CONFIGURATION_ERROR: "500",
  AUTHORIZER_CONFIGURATION_ERROR: "500",
  AUTHORIZER_FAILURE: "500",
  BAD_REQUEST_BODY: "400",
  BAD_REQUEST_PARAMETERS: "400",
  DEFAULT_4XX: undefined,
  DEFAULT_5XX: undefined,
  EXPIRED_TOKEN: "403",
  INTEGRATION_FAILURE: "504",
  INTEGRATION_TIMEOUT: "504",
  INVALID_API_KEY: "403",
  INVALID_SIGNATURE: "403",
  MISSING_AUTHENTICATION_TOKEN: "403",
  QUOTA_EXCEEDED: "429",
  REQUEST_TOO_LARGE: "413",
  RESOURCE_NOT_FOUND: "404",
  THROTTLED: "429",
  UNAUTHORIZED: "401",
  UNSUPPORTED_MEDIA_TYPE: "415",
  WAF_FILTERED: "403",
};

export function PutGatewayResponse(
  input: Checked<PutGatewayResponseRequest>,
  context: ApiGatewayContext,
): GatewayResponse {
  const { id } = findRestApi(context, input.restApiId);
  return write(context, id, {
    responseType: input.responseType,
    statusCode: input.statusCode ?? defaultStatus[input.responseType],
    responseParameters: input.responseParameters ?? {},
    responseTemplates: input.responseTemplates ?? {},
  });
}

export function GetGatewayResponse(
  input: Checked<GetGatewayResponseRequest>,
  context: ApiGatewayContext,
): GatewayResponse {
  const { id } = findRestApi(context, input.restApiId);
  return current(context, id, input.responseType);
}

/** All types, those not set with their defaults. */
export function GetGatewayResponses(
  input: Checked<GetGatewayResponsesRequest>,
  context: ApiGatewayContext,
): GatewayResponses {
  const { id } = findRestApi(context, input.restApiId);
  return page(
    gatewayResponseTypes.map((type) => current(context, id, type)),
    { ...input, limit: input.limit ?? 500 },
  );
}

export function UpdateGatewayResponse(
  input: Checked<UpdateGatewayResponseRequest>,
  context: ApiGatewayContext,
): GatewayResponse {
  const { id } = findRestApi(context, input.restApiId);
  const before = context.store.get(gatewayResponses, context.region, id, input.responseType) ?? {
    responseType: input.responseType,
    statusCode: defaultStatus[input.responseType],
    responseParameters: {},
    responseTemplates: {},
  };
  return write(context, id, applyPatch(gatewayResponsePatch, before, input.patchOperations));
}

/** R: the message (test_gateway_response_validation). */
export function DeleteGatewayResponse(
  input: Checked<DeleteGatewayResponseRequest>,
  context: ApiGatewayContext,
): void {
  const { id } = findRestApi(context, input.restApiId);
  if (context.store.get(gatewayResponses, context.region, id, input.responseType) === undefined) {
    throw notFound("Gateway response type not defined on api");
  }
  context.store.delete(gatewayResponses, context.region, id, input.responseType);
}

const gatewayResponsePatch: PatchTable<GatewayResponseRecord> = {
  refusal: refusePlainly,
  rules: [
    {
      path: "/statusCode",
      replace: (response, change) => ({ ...response, statusCode: optionalTextOf(change) }),
    },
    entryRules<GatewayResponseRecord, string>(
      "/responseParameters",
      (response) => response.responseParameters,
      (response, responseParameters = {}) => ({ ...response, responseParameters }),
      textOf,
      "Invalid parameter name specified",
    ),
    entryRules<GatewayResponseRecord, string>(
      "/responseTemplates",
      (response) => response.responseTemplates,
      (response, responseTemplates = {}) => ({ ...response, responseTemplates }),
      textOf,
      "Content-Type specified was not found",
    ),
  ],
};

function write(
  context: ApiGatewayContext,
  restApiId: string,
  record: GatewayResponseRecord,
): GatewayResponse {
  context.store.put(gatewayResponses, [context.region, restApiId, record.responseType], record);
  return { ...record, defaultResponse: false };
}

function current(
  context: ApiGatewayContext,
  restApiId: string,
  responseType: GatewayResponseType,
): GatewayResponse {
  const record = context.store.get(gatewayResponses, context.region, restApiId, responseType);
  if (record !== undefined) return { ...record, defaultResponse: false };
  return {
    responseType,
    statusCode: defaultStatus[responseType],
    responseParameters: {},
    // D: the default template of every type.
    responseTemplates: { "application/json": '{"message":$context.error.messageString}' },
    defaultResponse: true,
  };
}
