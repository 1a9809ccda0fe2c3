import type { ApiStage, QuotaSettings, ThrottleSettings } from "@aws-sdk/client-api-gateway";
import { own, without } from "../own.ts";
import { apiGatewaySdk } from "../sdk.ts";
import { badRequest, notFound } from "./errors.ts";
import {
  type Change,
  choiceOf,
  optionalTextOf,
  type PatchRule,
  type PatchTable,
  refuseWithList,
  textOf,
} from "./patch.ts";
import type { UsagePlanRecord } from "./records.ts";

type Plan = UsagePlanRecord;

/**
 * What UpdateUsagePlan may change. The paths for `remove` are reported in boto3#2629, with the names that they have
 * there; the others are documented ("Patch operations").
 */
export const usagePlanPatch: PatchTable<Plan> = {
  refusal: refuseWithList,
  rules: [
    { path: "/name", replace: (plan, change) => ({ ...plan, name: textOf(change) }) },
    { path: "/description", replace: (plan, change) => ({ ...plan, description: optionalTextOf(change) }) },
    { path: "/apiStages", add: addStage, remove: removeStage },
    { path: "/quota", remove: (plan) => ({ ...plan, quota: undefined }) },
    ...(["limit", "offset", "period"] as const).map((name) =>
      setting(`/quota/${name}`, (plan, change) => ({
        ...plan,
        // R test_usage_plan_crud: an offset that was never given is 0.
        quota: { limit: 0, offset: 0, ...plan.quota, ...quotaOf(name, change) },
      })),
    ),
    { path: "/throttle", remove: (plan) => ({ ...plan, throttle: undefined }) },
    ...(["burstLimit", "rateLimit"] as const).map((name) =>
      setting(`/throttle/${name}`, (plan, change) => ({
        ...plan,
        throttle: { ...plan.throttle, [name]: numberOf(change) },
      })),
    ),
    {
      ...setting("/productCode", (plan, change) => ({ ...plan, productCode: optionalTextOf(change) })),
      remove: (plan) => ({ ...plan, productCode: undefined }),
    },
    ...(["burstLimit", "rateLimit"] as const).map((name) =>
      setting(`/apiStages/{apidId:stageName}/throttle/{resourcePath+}/{httpMethod}/${name}`, (plan, change) =>
        changeThrottle(plan, change, (throttle) => {
          const method = methodOf(change);
          return { ...throttle, [method]: { ...own(throttle, method), [name]: numberOf(change) } };
        }),
      ),
    ),
    {
      path: "/apiStages/{apidId:stageName}/throttle/{resourcePath+}/{httpMethod}",
      remove: (plan, change) =>
        changeThrottle(plan, change, (throttle) => without(throttle, methodOf(change))),
    },
    {
      path: "/apiStages/{apidId:stageName}/throttle",
      remove: (plan, change) => changeThrottle(plan, change, () => undefined),
    },
  ],
};

/**
 * What a plan must be (D: CreateUsagePlan, QuotaSettings). The words are not recorded.
 *
 * @throws AwsError `BadRequestException`.
 */
export function checkUsagePlan(plan: Plan): Plan {
  if (plan.name === "") throw badRequest("Usage Plan name cannot be blank");
  if (plan.apiStages.some(({ apiId = "", stage = "" }) => apiId === "" || stage === "")) {
    // As reported, with its placeholders, in aws-sdk#354.
    throw badRequest("Invalid API Stage {api: %s, stage: %s} specified for usageplan %s");
  }
  checkThrottle(plan.throttle);
  for (const { throttle } of plan.apiStages)
    for (const each of Object.values(throttle ?? {})) checkThrottle(each);
  if (plan.quota !== undefined) checkQuota(plan.quota);
  return plan;
}

function setting(path: string, put: NonNullable<PatchRule<Plan>["add"]>): PatchRule<Plan> {
  return { path, add: put, replace: put };
}

/**
 * R: what is no `api:stage` is refused (test_usage_plan_crud). A stage that is not there is taken, as moto's suite
 * expects of this and of CreateUsagePlan; AWS is reported to refuse it (serverless/serverless#2831).
 */
function addStage(plan: Plan, change: Change): Plan {
  const added = stageOf(change);
  if (plan.apiStages.some((other) => isSame(other, added))) return plan;
  return { ...plan, apiStages: [...plan.apiStages, added] };
}

/** R: the message (test_usage_plan_crud). */
function removeStage(plan: Plan, change: Change): Plan {
  const removed = stageOf(change);
  if (!plan.apiStages.some((other) => isSame(other, removed))) throw unknownStage(plan, removed);
  return { ...plan, apiStages: plan.apiStages.filter((other) => !isSame(other, removed)) };
}

function changeThrottle(
  plan: Plan,
  change: Change,
  step: (throttle: ApiStage["throttle"]) => ApiStage["throttle"],
): Plan {
  const wanted = stageOf({ ...change, value: change.names[0] });
  if (!plan.apiStages.some((other) => isSame(other, wanted))) throw unknownStage(plan, wanted);
  const apiStages = plan.apiStages.map((stage) => {
    if (!isSame(stage, wanted)) return stage;
    const { throttle, ...rest } = stage;
    const changed = step(throttle);
    return changed === undefined || Object.keys(changed).length === 0 ? rest : { ...rest, throttle: changed };
  });
  return { ...plan, apiStages };
}

function stageOf({ value = "" }: Change): Required<Pick<ApiStage, "apiId" | "stage">> {
  const [, apiId, stage] = /^([^:]+):([^:]+)$/.exec(value) ?? [];
  if (apiId === undefined || stage === undefined) throw badRequest("Invalid API Stage specified");
  return { apiId, stage };
}

function isSame(one: ApiStage, other: ApiStage): boolean {
  return one.apiId === other.apiId && one.stage === other.stage;
}

function unknownStage(plan: Plan, { apiId, stage }: ApiStage): Error {
  return notFound(`Invalid API Stage {api: ${apiId}, stage: ${stage}} specified for usageplan ${plan.id}`);
}

/** `/pets/GET`, whether the path in the patch's path was escaped (`~1pets`) or, as Terraform sends it, not. */
function methodOf({ names: [, path = "", method = ""] }: Change): string {
  return `/${path.replace(/^\/+|\/+$/g, "")}/${method}`.replace("//", "/");
}

function quotaOf(name: "limit" | "offset" | "period", change: Change): QuotaSettings {
  return name === "period"
    ? { period: choiceOf(apiGatewaySdk.QuotaPeriodType, change) }
    : { [name]: numberOf(change) };
}

function numberOf({ value = "", path }: Change): number {
  const number = Number(value);
  if (value.trim() === "" || !Number.isFinite(number))
    throw badRequest(`Invalid value specified for ${path}`);
  return number;
}

function checkThrottle({ burstLimit = 0, rateLimit = 0 }: ThrottleSettings = {}): void {
  if (!Number.isInteger(burstLimit) || burstLimit < 0)
    throw badRequest("Usage Plan burst limit must not be negative");
  if (!Number.isFinite(rateLimit) || rateLimit < 0) {
    throw badRequest("Usage Plan rate limit must not be negative");
  }
}

/** D: the offset is how many requests are subtracted from the limit of the first period. */
function checkQuota({ limit = 0, offset = 0, period }: QuotaSettings): void {
  if (period === undefined) throw badRequest("Usage Plan quota period must be specified");
  if (!Number.isInteger(limit) || limit < 0) throw badRequest("Usage Plan quota limit must not be negative");
  if (!Number.isInteger(offset) || offset < 0)
    throw badRequest("Usage Plan quota offset must not be negative");
}
