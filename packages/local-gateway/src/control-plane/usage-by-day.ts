import type { Reader } from "../store/store.ts";
import { usages } from "./records.ts";
import type { UsageByDay } from "./usage-period.ts";

/** What was used of a plan with a key, day by day. */
export function usageByDay(reader: Reader, region: string, usagePlanId: string, keyId: string): UsageByDay {
  const days = reader.keys(usages, region, usagePlanId, keyId);
  return new Map(
    days.flatMap((key) => {
      const usage = reader.get(usages, ...key);
      return usage === undefined ? [] : [[key[3] ?? "", usage] as const];
    }),
  );
}
