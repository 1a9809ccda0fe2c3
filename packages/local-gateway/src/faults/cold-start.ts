import type { StartRuntime } from "../lambda/execution/runtime-process.ts";

/**
 * Starts runtimes that are heard of later than they speak. The time counts as that of the init phase, as that of a
 * slow handler file does: beyond Lambda's ten seconds the init is a failed one.
 *
 * @param delayOf milliseconds for a new environment of the function; 0 for none.
 * @param sleep resolves after that time.
 */
export function withColdStarts(
  start: StartRuntime,
  delayOf: (functionName: string) => number,
  sleep: (milliseconds: number) => Promise<void>,
): StartRuntime {
  return async (options) => {
    const milliseconds = delayOf(options.environment["AWS_LAMBDA_FUNCTION_NAME"] ?? "");
    const runtime = await start(options);
    if (milliseconds === 0) return runtime;
    // A process that is gone has nothing more to wait for.
    const gone = new Promise<void>((resolve) => {
      runtime.child.once("close", () => resolve());
    });
    const started = Promise.race([sleep(milliseconds), gone]);
    return {
      ...runtime,
      listen: (take) => {
        started.then(() => runtime.listen(take));
      },
    };
  };
}
