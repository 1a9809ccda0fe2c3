import type { FunctionRunner } from "./execution/index.ts";

/** Remembers how many invocations are under way, those too that nobody waits for. */
export function tracked(runner: FunctionRunner): Pick<FunctionRunner, "invoke" | "invokeStreaming"> & {
  settled(): Promise<void>;
} {
  let underWay = 0;
  let whenNone: (() => void)[] = [];
  const ended = (): void => {
    underWay -= 1;
    if (underWay > 0) return;
    for (const then of whenNone) then();
    whenNone = [];
  };
  const track = (running: Promise<unknown>): void => {
    underWay += 1;
    running.then(ended, ended);
  };
  return {
    invoke: (invocation) => {
      const running = runner.invoke(invocation);
      track(running);
      return running;
    },
    invokeStreaming: (invocation) => {
      const running = runner.invokeStreaming(invocation);
      track(running.then((result) => result.completed));
      return running;
    },
    settled: () =>
      new Promise((resolve) => {
        if (underWay === 0) resolve();
        else whenNone.push(resolve);
      }),
  };
}
