/** How fast a bucket fills, and how full it gets. */
export interface Rate {
  readonly calls: number;
  readonly seconds: number;
  /** Calls that it takes at once when nothing was called for long; `calls` by default. */
  readonly burst?: number;
}

/**
 * Counted in the milliseconds that its tokens took to come, which are whole numbers: a call costs those between two
 * calls at the rate.
 */
export interface TokenBucket {
  readonly milliseconds: number;
  /** When it was counted, in milliseconds since 1970; absent: never, so it is full. */
  readonly at?: number;
}

export const fullBucket: TokenBucket = { milliseconds: 0 };

/** The bucket as it has become by now. A clock that went back adds nothing. */
export function filled(bucket: TokenBucket, rate: Rate, now: number): TokenBucket {
  const most = (rate.burst ?? rate.calls) * costOf(rate);
  if (bucket.at === undefined) return { milliseconds: most, at: now };
  const since = Math.max(0, now - bucket.at);
  return { milliseconds: Math.min(most, bucket.milliseconds + since), at: now };
}

/** Milliseconds until the bucket, which was filled now, has a token; 0 when it has one. */
export function wait(bucket: TokenBucket, rate: Rate): number {
  return Math.max(0, costOf(rate) - bucket.milliseconds);
}

/** The bucket without one token. */
export function taken(bucket: TokenBucket, rate: Rate): TokenBucket {
  return { ...bucket, milliseconds: bucket.milliseconds - costOf(rate) };
}

function costOf({ calls, seconds }: Rate): number {
  return (seconds * 1000) / calls;
}
