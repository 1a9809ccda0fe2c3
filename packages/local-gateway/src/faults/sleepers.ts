import type { After } from "../lambda/timers.ts";

/** Waits that can be ended together. */
export interface Sleepers {
  /** Resolves after so many milliseconds, or when all are woken. */
  sleep(milliseconds: number): Promise<void>;
  /** Ends all waits; nothing waits any more from then on. */
  wake(): void;
}

export function createSleepers(after: After): Sleepers {
  const waiting = new Set<() => void>();
  let awake = false;
  return {
    sleep: (milliseconds) =>
      new Promise((resolve) => {
        const wake = () => {
          cancel();
          waiting.delete(wake);
          resolve();
        };
        const cancel = after(awake ? 0 : milliseconds, wake);
        waiting.add(wake);
      }),
    wake: () => {
      awake = true;
      for (const wake of [...waiting]) wake();
    },
  };
}
