/**
 * Lets only so many processes boot at once: a processor that boots twenty together has the first one as late as the
 * last.
 */
export interface Boots {
  /**
   * Calls `begin` when it is its turn, at once or later. What it gets is to be called once, when the process has
   * booted.
   *
   * @returns what gives up the place in the queue
   */
  enter(begin: (booted: () => void) => void): () => void;
}

export function createBoots(atOnce: number): Boots {
  const queue = new Set<(booted: () => void) => void>();
  let booting = 0;
  const next = (): void => {
    for (const begin of queue) {
      if (booting >= atOnce) return;
      queue.delete(begin);
      booting += 1;
      begin(ended);
    }
  };
  const ended = (): void => {
    booting -= 1;
    next();
  };
  return {
    enter: (begin) => {
      queue.add(begin);
      next();
      return () => queue.delete(begin);
    },
  };
}
