import type { QuotaSettings } from "@aws-sdk/client-api-gateway";
import type { UsageRecord } from "./records.ts";

/** What one key used of one plan, by day (`2026-01-31`). */
export type UsageByDay = ReadonlyMap<string, UsageRecord>;

const dayLength = 24 * 60 * 60 * 1000;

/** The day of a moment, in UTC: `2026-01-31`. */
export function dayOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}

/** All days from the first to the last, both included. */
export function daysBetween(first: string, last: string): readonly string[] {
  const days = Math.max(0, (Date.parse(last) - Date.parse(first)) / dayLength + 1);
  return Array.from({ length: days }, (_, index) => dayOf(Date.parse(first) + index * dayLength));
}

/**
 * What remains of a quota on a day, or nothing when there is no quota. Quotas begin anew at midnight, on Sunday or on
 * the first of the month (D: QuotaSettings); the offset is taken from the first period that a key sees.
 */
export function remainingAt(
  byDay: UsageByDay,
  quota: QuotaSettings | undefined,
  day: string,
): number | undefined {
  if (quota === undefined) return undefined;
  const start = startOfPeriod(quota.period ?? "DAY", day);
  const earlier = [...byDay.keys()].filter((other) => other <= day).toSorted();
  const last = earlier.at(-1);
  const known = last !== undefined && last >= start ? byDay.get(last)?.remaining : undefined;
  if (known !== undefined) return known;
  const isFirst = earlier.every((other) => other >= start);
  return Math.max(0, (quota.limit ?? 0) - (isFirst ? (quota.offset ?? 0) : 0));
}

/** A day's usage after one more request; the quota must have had something left. */
export function useOnce(byDay: UsageByDay, quota: QuotaSettings | undefined, day: string): UsageRecord {
  const remaining = remainingAt(byDay, quota, day);
  const used = (byDay.get(day)?.used ?? 0) + 1;
  return remaining === undefined ? { used } : { used, remaining: Math.max(0, remaining - 1) };
}

function startOfPeriod(period: NonNullable<QuotaSettings["period"]>, day: string): string {
  switch (period) {
    case "DAY":
      return day;
    case "WEEK":
      return dayOf(Date.parse(day) - new Date(day).getUTCDay() * dayLength);
    case "MONTH":
      return `${day.slice(0, 8)}01`;
  }
}
