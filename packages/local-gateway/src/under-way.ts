/** How much is under way, so that it can be waited for. */
export function createUnderWay() {
  const newBatch = (): Batch => ({ count: 0, ended: () => {} });
  let current = newBatch();
  return {
    /** What it returns is to be called at the end. */
    begin: (): (() => void) => {
      const batch = current;
      batch.count += 1;
      return () => {
        batch.count -= 1;
        if (batch.count === 0) batch.ended();
      };
    },
    /** Resolves when everything has ended that is under way now. */
    settled: (): Promise<void> =>
      new Promise((resolve) => {
        const batch = current;
        current = newBatch();
        batch.ended = resolve;
        if (batch.count === 0) resolve();
      }),
  };
}

/** What began before a moment at which it is waited for. */
interface Batch {
  count: number;
  ended: () => void;
}
