import type {
  CreateRestApiRequest,
  DeleteRestApiRequest,
  GetRestApiRequest,
  GetRestApisRequest,
  RestApi,
  RestApis,
  UpdateRestApiRequest,
} from "@aws-sdk/client-api-gateway";
import { own } from "../own.ts";
import type { Checked } from "../protocol/checked.ts";
import { checkCompressionSize } from "./compression-size.ts";
import type { ApiGatewayContext } from "./context.ts";
import { defaultModels } from "./default-models.ts";
import { checkAccessMode } from "./endpoint.ts";
import { badRequest, conflict, notFound } from "./errors.ts";
import { page } from "./page.ts";
import { applyPatch } from "./patch.ts";
import {
  authorizers,
  deployments,
  documentationParts,
  documentationVersions,
  gatewayResponses,
  models,
  type RestApiRecord,
  requestValidators,
  resources,
  restApis,
  stages,
} from "./records.ts";
import { restApiPatch } from "./rest-api-patch.ts";
import { withTagsIfAny } from "./tags-if-any.ts";
import { leaveUsagePlans } from "./usage-plan.ts";

/**
 * R: which members an answer has when few were given (test_create_rest_api_with_optional_params). What `cloneFrom`
 * adds is `openapi/clone.ts`.
 */
export function CreateRestApi(input: Checked<CreateRestApiRequest>, context: ApiGatewayContext): RestApi {
  const { region, store, ids } = context;
  if (input.description === "") throw badRequest("Description cannot be an empty string");
  checkCompressionSize(input.minimumCompressionSize);
  const types = input.endpointConfiguration?.types ?? ["EDGE" as const];
  const isPrivate = types.includes("PRIVATE");
  const ipAddressType = input.endpointConfiguration?.ipAddressType ?? (isPrivate ? "dualstack" : "ipv4");
  if (isPrivate && ipAddressType === "ipv4") {
    throw badRequest("Only dualstack ipAddressType is supported for Private APIs.");
  }
  if (types.length > 1) throw badRequest("Cannot create an api with multiple Endpoint Types.");
  const record: RestApiRecord = {
    id: chosenId(input.tags, context) ?? ids.short(10),
    name: input.name,
    createdDate: context.now,
    rootResourceId: ids.short(10),
    apiKeySource: input.apiKeySource ?? "HEADER",
    endpointConfiguration: {
      types,
      ipAddressType,
      vpcEndpointIds: input.endpointConfiguration?.vpcEndpointIds,
    },
    disableExecuteApiEndpoint: input.disableExecuteApiEndpoint ?? false,
    tags: input.tags ?? {},
    description: input.description,
    version: input.version,
    binaryMediaTypes: (input.binaryMediaTypes ?? []).length > 0 ? input.binaryMediaTypes : undefined,
    minimumCompressionSize: input.minimumCompressionSize,
    policy: input.policy,
    securityPolicy: input.securityPolicy,
    endpointAccessMode: input.endpointAccessMode,
  };
  checkAccessMode(record);
  store.put(restApis, [region, record.id], record);
  store.put(resources, [region, record.id, record.rootResourceId], {
    id: record.rootResourceId,
    methods: {},
  });
  for (const model of defaultModels(ids)) store.put(models, [region, record.id, model.name], model);
  return briefly(record);
}

export function GetRestApi(input: Checked<GetRestApiRequest>, context: ApiGatewayContext): RestApi {
  return toRestApi(findRestApi(context, input.restApiId));
}

export function GetRestApis(input: Checked<GetRestApisRequest>, context: ApiGatewayContext): RestApis {
  const { items, ...rest } = page(context.store.list(restApis, context.region), input);
  return { items: items.map(briefly), ...rest };
}

export function UpdateRestApi(input: Checked<UpdateRestApiRequest>, context: ApiGatewayContext): RestApi {
  const record = applyPatch(restApiPatch, findRestApi(context, input.restApiId), input.patchOperations);
  checkAccessMode(record);
  context.store.put(restApis, [context.region, record.id], record);
  return toRestApi(record);
}

/** Deletes the API with all that belongs to it. */
export function DeleteRestApi(input: Checked<DeleteRestApiRequest>, context: ApiGatewayContext): void {
  const { id } = findRestApi(context, input.restApiId);
  context.store.delete(restApis, context.region, id);
  for (const kind of belonging) context.store.deleteAll(kind, context.region, id);
  leaveUsagePlans(context, id);
}

/** A tag by which other emulators let a caller choose the identifier (LocalStack, moto): scripts rely on it. */
const idTag = "_custom_id_";

function chosenId(
  tags: { readonly [key: string]: string } = {},
  context: ApiGatewayContext,
): string | undefined {
  const id = own(tags, idTag);
  if (id === undefined) return undefined;
  if (!/^[A-Za-z0-9-]{1,64}$/.test(id)) {
    throw badRequest(`Invalid value of the tag ${idTag}: up to 64 letters, digits and hyphens`);
  }
  if (context.store.keys(restApis).some(([, taken]) => taken === id)) {
    throw conflict(`There is an API with the identifier ${id} already`);
  }
  return id;
}

/** The kinds whose key begins with region and API. */
const belonging = [
  resources,
  deployments,
  stages,
  models,
  requestValidators,
  gatewayResponses,
  authorizers,
  documentationParts,
  documentationVersions,
];

/** R: the message (test_model_validation and others). */
export function findRestApi(context: ApiGatewayContext, id: string): RestApiRecord {
  const record = context.store.get(restApis, context.region, id);
  if (record === undefined) throw notFound(`Invalid API identifier specified ${context.accountId}:${id}`);
  return record;
}

/** The API as GetRestApi and UpdateRestApi print it: with `tags` even when there are none (R). */
export function toRestApi(record: RestApiRecord): RestApi {
  const { createdDate, binaryMediaTypes, endpointConfiguration, policy, ...others } = record;
  const { isEndpointDisabled: _inForce, ...rest } = others;
  return {
    ...rest,
    ...(policy !== undefined && { policy: escapedPolicy(policy) }),
    createdDate: new Date(createdDate),
    endpointConfiguration: {
      types: [...endpointConfiguration.types],
      ipAddressType: endpointConfiguration.ipAddressType,
      ...(endpointConfiguration.vpcEndpointIds && {
        vpcEndpointIds: [...endpointConfiguration.vpcEndpointIds],
      }),
    },
    ...(binaryMediaTypes && { binaryMediaTypes: [...binaryMediaTypes] }),
  };
}

/**
 * A policy as AWS prints it: compact, and with quotes and slashes escaped as if the text stood inside another one
 * (hashicorp/terraform-provider-aws#4606, localstack#3325). Terraform relies on it.
 */
function escapedPolicy(policy: string): string {
  try {
    return JSON.stringify(JSON.stringify(JSON.parse(policy)))
      .slice(1, -1)
      .replaceAll("/", "\\/");
  } catch {
    return policy;
  }
}

/** The API as CreateRestApi and GetRestApis print it: without `tags` when there are none (R). */
export function briefly(record: RestApiRecord): RestApi {
  return withTagsIfAny(toRestApi(record));
}
