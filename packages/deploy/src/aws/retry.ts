/** When to try again what failed, and how often. */
export interface Patience {
  /** How often in all. */
  readonly attempts: number;
  /** Milliseconds to wait after an attempt, which count from 1. */
  readonly pause: (attempt: number) => number;
  /** Whether trying again may help. */
  readonly passes: (error: unknown) => boolean;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** Does something until it succeeds, or fails in a way or as often as ends the patience. */
export async function retry(work: () => Promise<unknown>, patience: Patience): Promise<void> {
  const { attempts, pause, passes, sleep } = patience;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (attempt === attempts || !passes(error)) throw error;
      await sleep(pause(attempt));
    }
  }
}
