import type { ThrottleSettings } from "@aws-sdk/client-api-gateway";

/** Token buckets by name (D, throttle requests to your REST APIs: the token bucket algorithm). */
export interface Throttles {
  /** Takes a token from a bucket, which begins full; false when it has none. `now` in milliseconds. */
  take(bucket: readonly string[], limit: ThrottleSettings, now: number): boolean;
}

/** Buckets kept at most; those that nobody used for longest go first, and begin full again. */
const capacity = 10_000;

export function createThrottles(): Throttles {
  const buckets = new Map<string, { readonly tokens: number; readonly at: number }>();
  return {
    take: (bucket, { rateLimit = 0, burstLimit = 0 }, now) => {
      const name = JSON.stringify(bucket);
      const before = buckets.get(name) ?? { tokens: burstLimit, at: now };
      const gained = (Math.max(0, now - before.at) / 1000) * rateLimit;
      const tokens = Math.min(burstLimit, before.tokens + gained);
      const taken = tokens >= 1;
      buckets.delete(name);
      // A request that a slow authorizer held up comes after later ones: what has filled since is not given twice.
      buckets.set(name, { tokens: taken ? tokens - 1 : tokens, at: Math.max(now, before.at) });
      const [oldest] = buckets.keys();
      if (buckets.size > capacity && oldest !== undefined) buckets.delete(oldest);
      return taken;
    },
  };
}
