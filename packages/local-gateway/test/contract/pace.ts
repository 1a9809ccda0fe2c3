import { setTimeout as sleep } from "node:timers/promises";
import { rateQuotas, totalRate } from "../../src/faults/rate-quotas.ts";

/**
 * Waits before each call as long as API Gateway's rates ask for: those of single operations, the slower one where the
 * kind of endpoint decides, and that of all together.
 */
export function createPace(now: () => number = Date.now): (operation: string) => Promise<void> {
  const free = new Map<string, number>();
  return async (operation) => {
    const seconds = rateQuotas
      .filter((quota) => quota.operation === operation)
      .map((quota) => quota.seconds / quota.calls);
    const at = Math.max(now(), free.get(operation) ?? 0, free.get("") ?? 0);
    free.set(operation, at + Math.max(0, ...seconds) * 1000);
    free.set("", Math.max(free.get("") ?? 0, now()) + (totalRate.seconds / totalRate.calls) * 1000);
    await sleep(Math.max(0, at - now()));
  };
}
