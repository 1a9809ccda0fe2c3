import type { Integration, IntegrationResponse, Method, MethodResponse } from "@aws-sdk/client-api-gateway";
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
    ...(methodResponses && { methodResponses: mapValues(methodResponses, toMethodResponse) }),
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
      integrationResponses: mapValues(integrationResponses, toIntegrationResponse),
    }),
  };
}

export function toIntegrationResponse(record: IntegrationResponseRecord): IntegrationResponse {
  return { ...record };
}

function mapValues<A, B>(map: { readonly [key: string]: A }, convert: (value: A) => B): { [key: string]: B } {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, convert(value)]));
}
