import type { Integration, IntegrationResponse, Method, MethodResponse } from "@aws-sdk/client-api-gateway";
import { mapByStatus } from "./by-status.ts";
import type {
  IntegrationRecord,
  IntegrationResponseRecord,
  MethodRecord,
  MethodResponseRecord,
} from "./records.ts";

/** A method in the SDK's shape, with its responses and its integration inside. */
export function toMethod(record: MethodRecord): Method {
  const { authorizationScopes, methodResponses, methodIntegration, ...rest } = record;
  return {
    ...rest,
    ...(authorizationScopes && { authorizationScopes: [...authorizationScopes] }),
    ...(methodResponses && { methodResponses: mapByStatus(methodResponses, toMethodResponse) }),
    ...(methodIntegration && { methodIntegration: toIntegration(methodIntegration) }),
  };
}

export function toMethodResponse(record: MethodResponseRecord): MethodResponse {
  return { ...record };
}

export function toIntegration(record: IntegrationRecord): Integration {
  const { cacheKeyParameters, integrationResponses, ...rest } = record;
  return {
    ...rest,
    cacheKeyParameters: [...cacheKeyParameters],
    ...(integrationResponses && {
      integrationResponses: mapByStatus(integrationResponses, toIntegrationResponse),
    }),
  };
}

export function toIntegrationResponse(record: IntegrationResponseRecord): IntegrationResponse {
  return { ...record };
}
