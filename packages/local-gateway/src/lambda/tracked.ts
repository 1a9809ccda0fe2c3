import type { FunctionRunner } from "./execution/index.ts";

/** Remembers which invocations are under way, those too that nobody waits for. */
export function tracked(runner: FunctionRunner): Pick<FunctionRunner, "invoke" | "invokeStreaming"> & {
  settled(): Promise<void>;
} {
  const underWay = new Set<Promise<unknown>>();
  const track = (running: Promise<unknown>): void => {
    const noted: Promise<unknown> = running.then(
      () => underWay.delete(noted),
      () => underWay.delete(noted),
    );
    underWay.add(noted);
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
    settled: async () => {
      await Promise.all(underWay);
    },
  };
}
