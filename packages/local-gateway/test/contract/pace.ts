import { rateQuotas, totalRate } from "../../src/faults/rate-quotas.ts";

/** The passing of time; in milliseconds. */
export interface Time {
  now(): number;
  sleep(milliseconds: number): Promise<unknown>;
}

/**
 * Waits before each call as long as API Gateway's rates ask for: those of single operations, the slower one where the
 * kind of endpoint decides, and that of all together, without its burst.
 */
export function createPace({ now, sleep }: Time): (operation: string) => Promise<void> {
  const free = new Map<string, number>();
  /** When the next call of an operation may be made, and that after it so many seconds later. */
  const take = (operation: string, seconds: number, from: number) => {
    const at = Math.max(from, free.get(operation) ?? 0);
    free.set(operation, at + seconds * 1000);
    return at;
  };
  return async (operation) => {
    const seconds = rateQuotas
      .filter((quota) => quota.operation === operation)
      .map((quota) => quota.seconds / quota.calls);
    const own = take(operation, Math.max(0, ...seconds), now());
    await sleep(Math.max(0, own - now()));
    const shared = take("", totalRate.seconds / totalRate.calls, now());
    await sleep(Math.max(0, shared - now()));
  };
}
