import type { ApiKeySourceType, EndpointType, IpAddressType } from "@aws-sdk/client-api-gateway";
import { apiGatewaySdk } from "../sdk.ts";
import { checkCompressionSize } from "./compression-size.ts";
import { ipAddressTypeOf } from "./endpoint.ts";
import { badRequest } from "./errors.ts";
import {
  type Change,
  choiceOf,
  flagOf,
  optionalTextOf,
  type PatchTable,
  refusePlainly,
  textOf,
} from "./patch.ts";
import type { RestApiRecord } from "./records.ts";

/** What UpdateRestApi may change (D: patch operations of the API reference; R where a test is named). */
export const restApiPatch: PatchTable<RestApiRecord> = {
  refusal: (change, paths, rule) =>
    // R test_update_rest_api_ip_address_type: this path alone has other words.
    rule?.path === "/endpointConfiguration/types/{type}"
      ? badRequest("Invalid patch operation specified. Must be 'add'|'remove'|'replace'")
      : refusePlainly(change, paths, rule),
  rules: [
    { path: "/name", replace: (api, change) => ({ ...api, name: textOf(change) }) },
    {
      path: "/description",
      replace: (api, change) => ({ ...api, description: optionalTextOf(change) }),
      // R test_update_rest_api_operation_add_remove
      remove: (api) => ({ ...api, description: undefined }),
    },
    { path: "/version", replace: (api, change) => ({ ...api, version: optionalTextOf(change) }) },
    {
      path: "/policy",
      replace: (api, change) => ({ ...api, policy: optionalTextOf(change) }),
      remove: (api) => ({ ...api, policy: undefined }),
    },
    {
      path: "/disableExecuteApiEndpoint",
      replace: (api, change) => ({ ...api, disableExecuteApiEndpoint: flagOf(change) }),
    },
    {
      path: "/securityPolicy",
      replace: (api, change) => ({ ...api, securityPolicy: choiceOf(apiGatewaySdk.SecurityPolicy, change) }),
    },
    {
      path: "/endpointAccessMode",
      replace: (api, change) => ({
        ...api,
        endpointAccessMode: choiceOf(apiGatewaySdk.EndpointAccessMode, change),
      }),
    },
    { path: "/apiKeySource", replace: (api, change) => ({ ...api, apiKeySource: apiKeySourceOf(change) }) },
    {
      path: "/minimumCompressionSize",
      replace: (api, change) => ({ ...api, minimumCompressionSize: compressionSizeOf(change) }),
    },
    {
      // R test_update_rest_api_behaviour: what is added is the path's last part, whatever the value.
      path: "/binaryMediaTypes/{type}",
      add: (api, { names: [type = ""] }) => withMediaTypes(api, [...without(api, type), type]),
      // R test_update_rest_api_operation_add_remove: the old one goes, the new one comes last.
      replace: (api, { names: [type = ""], value = "" }) =>
        withMediaTypes(api, [...without(api, type), value]),
      remove: (api, { names: [type = ""] }) => withMediaTypes(api, without(api, type)),
    },
    {
      path: "/endpointConfiguration/types/{type}",
      replace: (api, change) => withEndpointType(api, endpointTypeOf(change)),
    },
    {
      path: "/endpointConfiguration/ipAddressType",
      replace: (api, change) => withIpAddressType(api, ipAddressTypeOf(change)),
    },
    {
      path: "/endpointConfiguration/vpcEndpointIds/{id}",
      add: (api, { names: [id = ""] }) => withVpcEndpoints(api, [...vpcEndpoints(api), id]),
      remove: (api, { names: [id = ""] }) =>
        withVpcEndpoints(
          api,
          vpcEndpoints(api).filter((other) => other !== id),
        ),
    },
    {
      path: "/endpointConfiguration/vpcEndpointIds",
      add: (api, { value = "" }) => withVpcEndpoints(api, [...vpcEndpoints(api), value]),
      remove: (api, { value }) =>
        withVpcEndpoints(
          api,
          vpcEndpoints(api).filter((other) => other !== value),
        ),
    },
  ],
};

function compressionSizeOf({ value }: Change): number | undefined {
  // R test_update_rest_api_compression: nothing, or an empty text, turns compression off.
  if (value === undefined || value === "") return undefined;
  const size = Number(value);
  checkCompressionSize(size);
  return size;
}

function apiKeySourceOf({ value }: Change): ApiKeySourceType {
  const source = Object.values(apiGatewaySdk.ApiKeySourceType).find((candidate) => candidate === value);
  if (source === undefined)
    throw badRequest("Invalid ApiKeySourceType specified. Valid options are HEADER,AUTHORIZER");
  return source;
}

function endpointTypeOf({ value }: Change): EndpointType {
  const type = Object.values(apiGatewaySdk.EndpointType).find((candidate) => candidate === value);
  if (type === undefined) {
    throw badRequest("Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE");
  }
  return type;
}

/** R: an API that becomes private becomes dualstack. */
function withEndpointType(api: RestApiRecord, type: EndpointType): RestApiRecord {
  const ipAddressType = type === "PRIVATE" ? "dualstack" : api.endpointConfiguration.ipAddressType;
  return { ...api, endpointConfiguration: { ...api.endpointConfiguration, types: [type], ipAddressType } };
}

function withIpAddressType(api: RestApiRecord, ipAddressType: IpAddressType): RestApiRecord {
  if (ipAddressType === "ipv4" && api.endpointConfiguration.types.includes("PRIVATE")) {
    throw badRequest("Only dualstack ipAddressType is supported for Private APIs.");
  }
  return { ...api, endpointConfiguration: { ...api.endpointConfiguration, ipAddressType } };
}

function withMediaTypes(api: RestApiRecord, types: readonly string[]): RestApiRecord {
  return { ...api, binaryMediaTypes: types.length > 0 ? types : undefined };
}

function without(api: RestApiRecord, type: string): readonly string[] {
  return (api.binaryMediaTypes ?? []).filter((other) => other !== type);
}

function vpcEndpoints(api: RestApiRecord): readonly string[] {
  return api.endpointConfiguration.vpcEndpointIds ?? [];
}

function withVpcEndpoints(api: RestApiRecord, ids: readonly string[]): RestApiRecord {
  const vpcEndpointIds = ids.length > 0 ? ids : undefined;
  return { ...api, endpointConfiguration: { ...api.endpointConfiguration, vpcEndpointIds } };
}
