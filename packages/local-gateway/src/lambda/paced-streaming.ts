import { streamOf } from "../data-plane/integration/stream-limit.ts";
import type { Pace } from "../paced-stream.ts";
import type { InvokeStreaming } from "./invoke.ts";

/** Functions that stream no faster than Lambda lets them. */
export function pacedStreaming(invokeStreaming: InvokeStreaming, pace: Pace): InvokeStreaming {
  return async (invocation) => {
    const result = await invokeStreaming(invocation);
    return { ...result, stream: streamOf(pace(result.stream), result.stream) };
  };
}
