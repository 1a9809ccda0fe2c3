import type { ApiKeys, PlannedApiKey } from "../data-plane/usage-plan/usage-plan.ts";
import type { Store } from "../store/store.ts";
import { apiKeys, restApis, usagePlanKeys, usagePlans, usages } from "./records.ts";
import { usageByDay } from "./usage-by-day.ts";
import { dayOf, remainingAt, useOnce } from "./usage-period.ts";

/** Makes what the data plane asks of API keys and usage plans: they are read as they are at that moment. */
export function createApiKeys(store: Store): ApiKeys {
  return {
    find: (value, restApiId, stageName) => {
      const region = store.keys(restApis).find(([, id]) => id === restApiId)?.[0] ?? "";
      const key = store.list(apiKeys, region).find((key) => key.value === value);
      if (key === undefined) return { kind: "none", reason: "the API key is not one of this account's" };
      if (!key.enabled) return { kind: "none", reason: `API key ${key.id} is disabled` };
      const plan = store
        .list(usagePlans, region)
        .find(
          ({ id, apiStages }) =>
            apiStages.some(({ apiId, stage }) => apiId === restApiId && stage === stageName) &&
            store.get(usagePlanKeys, region, id, key.id) !== undefined,
        );
      if (plan === undefined) {
        // D, CreateApiKey: `stageKeys` is what keys had before there were usage plans
        if (key.stageKeys.includes(`${restApiId}/${stageName}`)) {
          return { kind: "key", key: { id: key.id, value, region, methodThrottles: {} } };
        }
        const reason = `API key ${key.id} is in no usage plan that has stage ${stageName} of API ${restApiId}`;
        return { kind: "none", reason };
      }
      const served = plan.apiStages.find(({ apiId, stage }) => apiId === restApiId && stage === stageName);
      const found = {
        id: key.id,
        value,
        region,
        usagePlanId: plan.id,
        throttle: plan.throttle,
        quota: plan.quota,
      };
      return { kind: "key", key: { ...found, methodThrottles: served?.throttle ?? {} } };
    },
    use: (key, now) =>
      key.usagePlanId === undefined ? Promise.resolve(true) : count(store, key, key.usagePlanId, now),
  };
}

function count(
  store: Store,
  { id, region }: PlannedApiKey,
  usagePlanId: string,
  now: number,
): Promise<boolean> {
  const today = dayOf(now);
  return store.transact((transaction) => {
    const quota = transaction.get(usagePlans, region, usagePlanId)?.quota;
    const byDay = usageByDay(transaction, region, usagePlanId, id);
    if (remainingAt(byDay, quota, today) === 0) return false;
    transaction.put(usages, [region, usagePlanId, id, today], useOnce(byDay, quota, today));
    return true;
  });
}
