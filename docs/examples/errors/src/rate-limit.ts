import type { Middleware } from "@gatewright/runtime";
import { createError } from "@middy/util";

/** Refuses calls beyond the first `limit` of an environment. */
export const rateLimit = (limit: number) => {
  let calls = 0;
  return {
    before: () => {
      if (++calls > limit) throw createError(429, "Slow down.");
    },
  } satisfies Middleware;
};
