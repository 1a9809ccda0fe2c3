import type {
  CreateUsagePlanKeyRequest,
  DeleteUsagePlanKeyRequest,
  GetUsagePlanKeyRequest,
  GetUsagePlanKeysRequest,
  UsagePlanKey,
  UsagePlanKeys,
} from "@aws-sdk/client-api-gateway";
import type { Checked } from "../protocol/checked.ts";
import { findApiKey } from "./api-key.ts";
import type { ApiGatewayContext } from "./context.ts";
import { badRequest, conflict, notFound } from "./errors.ts";
import { page } from "./page.ts";
import { apiKeys, usagePlanKeys, usages } from "./records.ts";

/** A plan that is not there is not refused, as moto's suite expects; what AWS says to it is not known. */
export function CreateUsagePlanKey(
  input: Checked<CreateUsagePlanKeyRequest>,
  context: ApiGatewayContext,
): UsagePlanKey {
  const { region, store } = context;
  if (input.keyType !== "API_KEY") throw badRequest("Invalid Key Type specified. Valid options are API_KEY");
  const { id } = findApiKey(context, input.keyId);
  if (store.get(usagePlanKeys, region, input.usagePlanId, id) !== undefined) {
    throw conflict("Usage Plan Key already exists");
  }
  store.put(usagePlanKeys, [region, input.usagePlanId, id], { id });
  return toUsagePlanKey(context, id);
}

export function GetUsagePlanKey(
  input: Checked<GetUsagePlanKeyRequest>,
  context: ApiGatewayContext,
): UsagePlanKey {
  return toUsagePlanKey(context, find(context, input.usagePlanId, input.keyId));
}

/** R: no plan has no keys; `nameQuery` and the order are those of GetApiKeys (test_get_usage_plan_api_keys). */
export function GetUsagePlanKeys(
  input: Checked<GetUsagePlanKeysRequest>,
  context: ApiGatewayContext,
): UsagePlanKeys {
  const { nameQuery } = input;
  const found = context.store
    .list(usagePlanKeys, context.region, input.usagePlanId)
    .map(({ id }) => toUsagePlanKey(context, id))
    .filter(({ name = "" }) => nameQuery === undefined || name.startsWith(nameQuery));
  return page(found.toReversed(), input);
}

export function DeleteUsagePlanKey(
  input: Checked<DeleteUsagePlanKeyRequest>,
  context: ApiGatewayContext,
): void {
  const id = find(context, input.usagePlanId, input.keyId);
  context.store.delete(usagePlanKeys, context.region, input.usagePlanId, id);
  context.store.deleteAll(usages, context.region, input.usagePlanId, id);
}

function find(context: ApiGatewayContext, usagePlanId: string, keyId: string): string {
  const { id } = findApiKey(context, keyId);
  if (context.store.get(usagePlanKeys, context.region, usagePlanId, id) === undefined) {
    throw notFound("Invalid Usage Plan ID specified");
  }
  return id;
}

function toUsagePlanKey(context: ApiGatewayContext, id: string): UsagePlanKey {
  const key = context.store.get(apiKeys, context.region, id);
  return { id, type: "API_KEY", name: key?.name, value: key?.value };
}
