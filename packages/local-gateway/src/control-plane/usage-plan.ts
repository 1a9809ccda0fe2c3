import type {
  CreateUsagePlanRequest,
  DeleteUsagePlanRequest,
  GetUsagePlanRequest,
  GetUsagePlansRequest,
  UpdateUsagePlanRequest,
  UsagePlan,
  UsagePlans,
} from "@aws-sdk/client-api-gateway";
import type { Checked } from "../protocol/checked.ts";
import type { ApiGatewayContext } from "./context.ts";
import { badRequest, notFound } from "./errors.ts";
import { page } from "./page.ts";
import { applyPatch } from "./patch.ts";
import { stages, type UsagePlanRecord, usagePlanKeys, usagePlans, usages } from "./records.ts";
import { withTagsIfAny } from "./tags-if-any.ts";
import { checkUsagePlan, usagePlanPatch } from "./usage-plan-patch.ts";

/** R: which members an answer has (test_usage_plan_crud, test_api_key_required_for_methods). */
export function CreateUsagePlan(
  input: Checked<CreateUsagePlanRequest>,
  context: ApiGatewayContext,
): UsagePlan {
  const record = checkUsagePlan({
    id: context.ids.short(6),
    name: input.name,
    apiStages: input.apiStages ?? [],
    tags: input.tags ?? {},
    description: input.description === "" ? undefined : input.description,
    throttle: input.throttle,
    quota: input.quota && { offset: 0, ...input.quota },
  });
  return briefly(write(context, record));
}

export function GetUsagePlan(input: Checked<GetUsagePlanRequest>, context: ApiGatewayContext): UsagePlan {
  return toUsagePlan(findUsagePlan(context, input.usagePlanId));
}

export function GetUsagePlans(input: Checked<GetUsagePlansRequest>, context: ApiGatewayContext): UsagePlans {
  const { region, store } = context;
  const { keyId } = input;
  const found = store
    .list(usagePlans, region)
    .filter(({ id }) => keyId === undefined || store.get(usagePlanKeys, region, id, keyId) !== undefined);
  const { items, ...rest } = page(found, input);
  return { items: items.map(briefly), ...rest };
}

export function UpdateUsagePlan(
  input: Checked<UpdateUsagePlanRequest>,
  context: ApiGatewayContext,
): UsagePlan {
  const before = findUsagePlan(context, input.usagePlanId);
  const record = checkUsagePlan(applyPatch(usagePlanPatch, before, input.patchOperations));
  return toUsagePlan(write(context, record));
}

/** The message for a plan that still has stages is reported in aws-sdk-js#3841. */
export function DeleteUsagePlan(input: Checked<DeleteUsagePlanRequest>, context: ApiGatewayContext): void {
  const { region, store } = context;
  const { id, apiStages } = findUsagePlan(context, input.usagePlanId);
  const served = apiStages.find(
    ({ apiId = "", stage = "" }) => store.get(stages, region, apiId, stage) !== undefined,
  );
  if (served !== undefined) {
    throw badRequest(
      `Cannot delete Usage Plan ${id} because there are API Stages associated with it, including ` +
        `${served.apiId}:${served.stage}`,
    );
  }
  store.delete(usagePlans, region, id);
  store.deleteAll(usagePlanKeys, region, id);
  store.deleteAll(usages, region, id);
}

/** R: the message (test_usage_plan_crud). */
export function findUsagePlan(context: ApiGatewayContext, id: string): UsagePlanRecord {
  const record = context.store.get(usagePlans, context.region, id);
  if (record === undefined) throw notFound("Invalid Usage Plan ID specified");
  return record;
}

/** Takes a stage that is no more, or all stages of an API, out of every plan. */
export function leaveUsagePlans(context: ApiGatewayContext, apiId: string, stage?: string): void {
  for (const plan of context.store.list(usagePlans, context.region)) {
    const apiStages = plan.apiStages.filter(
      (other) => other.apiId !== apiId || (stage !== undefined && other.stage !== stage),
    );
    if (apiStages.length < plan.apiStages.length) write(context, { ...plan, apiStages });
  }
}

/** The plan as GetUsagePlan and UpdateUsagePlan print it: with `tags` even when there are none (R). */
function toUsagePlan({ apiStages, ...rest }: UsagePlanRecord): UsagePlan {
  return { ...rest, apiStages: [...apiStages] };
}

/** The plan as CreateUsagePlan and GetUsagePlans print it: without `tags` when there are none (R). */
function briefly(record: UsagePlanRecord): UsagePlan {
  return withTagsIfAny(toUsagePlan(record));
}

function write(context: ApiGatewayContext, record: UsagePlanRecord): UsagePlanRecord {
  context.store.put(usagePlans, [context.region, record.id], record);
  return record;
}
