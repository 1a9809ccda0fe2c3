/** Calls `then` after `milliseconds`, unless the function it returns is called before. */
export type After = (milliseconds: number, then: () => void) => () => void;

/** The machine's own timers; they do not keep a process alive. */
export const systemAfter: After = (milliseconds, then) => {
  const timer = setTimeout(then, milliseconds);
  timer.unref();
  return () => clearTimeout(timer);
};
