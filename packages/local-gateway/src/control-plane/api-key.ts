import type {
  ApiKey,
  ApiKeys,
  CreateApiKeyRequest,
  DeleteApiKeyRequest,
  GetApiKeyRequest,
  GetApiKeysRequest,
  StageKey,
  UpdateApiKeyRequest,
} from "@aws-sdk/client-api-gateway";
import { AwsError } from "../aws-error.ts";
import type { Checked } from "../protocol/checked.ts";
import type { ApiGatewayContext } from "./context.ts";
import { badRequest, conflict, notFound } from "./errors.ts";
import { page } from "./page.ts";
import { applyPatch, flagOf, optionalTextOf, type PatchTable, refuseWithList } from "./patch.ts";
import { type ApiKeyRecord, apiKeys, usagePlanKeys } from "./records.ts";
import { withTagsIfAny } from "./tags-if-any.ts";

/**
 * R: what is made up, what is refused and in which words (test_create_api_key_with_invalid_name and its neighbours).
 * `generateDistinctId` is documented as deprecated; an identifier is always distinct from the value.
 */
export function CreateApiKey(input: Checked<CreateApiKeyRequest>, context: ApiGatewayContext): ApiKey {
  const { generateDistinctId: _always, stageKeys, ...rest } = input;
  const record = createApiKeyRecord(context, { ...rest, stageKeys: stageKeys?.map(stageKeyOf) ?? [] });
  return { ...briefly(record), value: record.value };
}

export function GetApiKey(input: Checked<GetApiKeyRequest>, context: ApiGatewayContext): ApiKey {
  const record = findApiKey(context, input.apiKey);
  return { ...toApiKey(record), ...(input.includeValue === true && { value: record.value }) };
}

/** R: `nameQuery` is the beginning of a name, in its case; the newest key comes first (test_get_api_keys). */
export function GetApiKeys(input: Checked<GetApiKeysRequest>, context: ApiGatewayContext): ApiKeys {
  const { nameQuery, customerId, includeValues } = input;
  const found = context.store
    .list(apiKeys, context.region)
    .filter((key) => nameQuery === undefined || (key.name ?? "").startsWith(nameQuery))
    .filter((key) => customerId === undefined || key.customerId === customerId);
  const { items, ...rest } = page(found.toReversed(), input);
  return {
    items: items.map((key) => ({ ...briefly(key), ...(includeValues === true && { value: key.value }) })),
    ...rest,
  };
}

export function UpdateApiKey(input: Checked<UpdateApiKeyRequest>, context: ApiGatewayContext): ApiKey {
  const before = findApiKey(context, input.apiKey);
  const record = checkTexts(applyPatch(apiKeyPatch, before, input.patchOperations));
  return toApiKey(write(context, { ...record, lastUpdatedDate: context.now }));
}

/** R: the key leaves its usage plans (test_get_usage_plan_api_keys). */
export function DeleteApiKey(input: Checked<DeleteApiKeyRequest>, context: ApiGatewayContext): void {
  const { id } = findApiKey(context, input.apiKey);
  context.store.delete(apiKeys, context.region, id);
  for (const key of context.store.keys(usagePlanKeys)) {
    if (key[0] === context.region && key[2] === id) context.store.delete(usagePlanKeys, ...key);
  }
}

/** D: "Quotas for REST APIs", for each account and Region. The words are not recorded. */
const maximumKeys = 10_000;

export function valuesOfApiKeys({ store, region }: ApiGatewayContext): Set<string> {
  return new Set(store.list(apiKeys, region).map(({ value }) => value));
}

/**
 * Makes a key with an id and, unless it is given, a value, both unique.
 *
 * @param taken the values of all keys, for who makes many and keeps count.
 */
export function createApiKeyRecord(
  context: ApiGatewayContext,
  given: { readonly [Name in keyof ApiKeyRecord]?: ApiKeyRecord[Name] | undefined },
  taken: ReadonlySet<string> = valuesOfApiKeys(context),
): ApiKeyRecord {
  const value = given.value === undefined || given.value === "" ? context.ids.short(40) : given.value;
  checkTexts(given);
  // R test_create_api_key_with_invalid_value
  if (value.length < 20) throw badRequest("API Key value should be at least 20 characters");
  if (value.length > 128) throw badRequest("API Key value exceeds maximum size of 128 characters");
  if (taken.has(value)) {
    // As reported in rrahul963/serverless-add-api-key#27.
    throw conflict("API Key already exists");
  }
  if (taken.size >= maximumKeys) {
    throw new AwsError("LimitExceededException", 429, `There can be at most ${maximumKeys} API Keys`);
  }
  return write(context, {
    id: context.ids.short(10),
    value,
    enabled: given.enabled ?? false,
    createdDate: context.now,
    lastUpdatedDate: context.now,
    stageKeys: given.stageKeys ?? [],
    tags: given.tags ?? {},
    name: given.name === "" ? undefined : given.name,
    customerId: given.customerId,
    description: given.description,
  });
}

export function findApiKey(context: ApiGatewayContext, id: string): ApiKeyRecord {
  const record = context.store.get(apiKeys, context.region, id);
  if (record === undefined) throw notFound("Invalid API Key identifier specified");
  return record;
}

/**
 * The list of legal paths is recorded (test_update_api_key_immutable_field); `/stages` and `/labels` are documented.
 */
const apiKeyPatch: PatchTable<ApiKeyRecord> = {
  refusal: refuseWithList,
  rules: [
    { path: "/description", replace: (key, change) => ({ ...key, description: optionalTextOf(change) }) },
    // R test_update_api_key_invalid_enabled_type: what is not true is false.
    { path: "/enabled", replace: (key, change) => ({ ...key, enabled: flagOf(change) }) },
    { path: "/name", replace: (key, change) => ({ ...key, name: optionalTextOf(change) }) },
    { path: "/customerId", replace: (key, change) => ({ ...key, customerId: optionalTextOf(change) }) },
    {
      path: "/stages",
      add: (key, { value = "" }) => ({ ...key, stageKeys: [...withoutStage(key, value), value] }),
      remove: (key, { value = "" }) => ({ ...key, stageKeys: withoutStage(key, value) }),
    },
    // No answer has labels, so nothing is kept of them.
    { path: "/labels", add: (key) => key, remove: (key) => key },
  ],
};

function checkTexts<T extends Pick<ApiKeyRecord, "name" | "description">>(key: T): T {
  if ((key.name ?? "").length > 1024) {
    throw badRequest("Invalid API Key name, can be at most 1024 characters.");
  }
  if ((key.description ?? "").length > 125_000) throw badRequest("Invalid API Key description specified.");
  return key;
}

function stageKeyOf({ restApiId = "", stageName = "" }: StageKey): string {
  return `${restApiId}/${stageName}`;
}

function withoutStage(key: ApiKeyRecord, stage: string): readonly string[] {
  return key.stageKeys.filter((other) => other !== stage);
}

/** The key as GetApiKey and UpdateApiKey print it: with `tags` even when there are none (R), without its value. */
function toApiKey({
  value: _secret,
  createdDate,
  lastUpdatedDate,
  stageKeys,
  ...rest
}: ApiKeyRecord): ApiKey {
  return {
    ...rest,
    createdDate: new Date(createdDate),
    lastUpdatedDate: new Date(lastUpdatedDate),
    stageKeys: [...stageKeys],
  };
}

/** The key as CreateApiKey and GetApiKeys print it: without `tags` when there are none (R). */
function briefly(record: ApiKeyRecord): ApiKey {
  return withTagsIfAny(toApiKey(record));
}

function write(context: ApiGatewayContext, record: ApiKeyRecord): ApiKeyRecord {
  context.store.put(apiKeys, [context.region, record.id], record);
  return record;
}
