import type { GetUsageRequest, UpdateUsageRequest, Usage } from "@aws-sdk/client-api-gateway";
import type { Checked } from "../protocol/checked.ts";
import type { ApiGatewayContext } from "./context.ts";
import { badRequest, notFound } from "./errors.ts";
import { page } from "./page.ts";
import { applyPatch, type PatchTable, refuseWithList } from "./patch.ts";
import { type UsagePlanRecord, type UsageRecord, usagePlanKeys, usages } from "./records.ts";
import { usageByDay } from "./usage-by-day.ts";
import { dayOf, daysBetween, remainingAt } from "./usage-period.ts";
import { findUsagePlan } from "./usage-plan.ts";

/**
 * Each key's days from the first to the last, today at most, as pairs of what was used that day and what remains
 * (D: GetUsage). Without a quota what remains is -1, of which no source says anything.
 */
export function GetUsage(input: Checked<GetUsageRequest>, context: ApiGatewayContext): Usage {
  const plan = findUsagePlan(context, input.usagePlanId);
  const { startDate, endDate, keyId } = input;
  if (!isDay(startDate) || !isDay(endDate)) throw badRequest("Invalid date specified, must be YYYY-MM-DD");
  if (startDate > endDate) throw badRequest("Start date must not be after end date");
  if (Date.parse(endDate) - Date.parse(startDate) > maximumRange)
    throw badRequest("The range of dates is too long");
  const days = daysBetween(startDate, [endDate, dayOf(context.now)].toSorted()[0] ?? endDate);
  const keys = context.store
    .list(usagePlanKeys, context.region, plan.id)
    .filter(({ id }) => keyId === undefined || id === keyId);
  const { items, ...rest } = page(keys, input);
  const rowsOf = (id: string) => {
    const byDay = usageByDay(context.store, context.region, plan.id, id);
    return days.map((day) => [byDay.get(day)?.used ?? 0, remainingAt(byDay, plan.quota, day) ?? -1]);
  };
  const values = Object.fromEntries(items.map(({ id }) => [id, rowsOf(id)]));
  return { usagePlanId: plan.id, startDate, endDate, items: values, ...rest };
}

/** A year: how far AWS goes is not known, but a wrong year must not fill the answer with days. */
const maximumRange = 366 * 24 * 60 * 60 * 1000;

/** Changes what remains of a key's quota in the period that it is now. */
export function UpdateUsage(input: Checked<UpdateUsageRequest>, context: ApiGatewayContext): Usage {
  const { region, store, now } = context;
  const plan = findUsagePlan(context, input.usagePlanId);
  if (store.get(usagePlanKeys, region, plan.id, input.keyId) === undefined) {
    throw notFound("Invalid API Key identifier specified");
  }
  const today = dayOf(now);
  const byDay = usageByDay(store, region, plan.id, input.keyId);
  const before = { used: byDay.get(today)?.used ?? 0, remaining: remainingAt(byDay, plan.quota, today) };
  const after = applyPatch(usagePatch(plan), before, input.patchOperations);
  store.put(usages, [region, plan.id, input.keyId, today], after);
  return {
    usagePlanId: plan.id,
    startDate: today,
    endDate: today,
    items: { [input.keyId]: [[after.used, after.remaining ?? -1]] },
  };
}

/** D: "Patch operations" of UpdateUsage. */
function usagePatch({ quota }: UsagePlanRecord): PatchTable<UsageRecord> {
  return {
    refusal: refuseWithList,
    rules: [
      {
        path: "/remaining",
        replace: (usage, { value = "" }) => {
          const remaining = Number(value);
          if (value.trim() === "" || !Number.isInteger(remaining) || remaining < 0) {
            throw badRequest("Invalid remaining quota specified");
          }
          if (quota === undefined) throw badRequest("Usage Plan has no quota");
          return { ...usage, remaining };
        },
      },
    ],
  };
}

function isDay(text: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && dayOf(Date.parse(text)) === text
  );
}
