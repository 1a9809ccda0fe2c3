import type { Middleware } from "@gatewright/runtime";
import { banner } from "./routes/orders.ts";

/** Says in a header how long a call took. */
const timing = (now: () => number) => {
  const started = new WeakMap<object, number>();
  return {
    before: ({ event }: { event: object }) => {
      started.set(event, now());
    },
    after: ({ event, response }: { event: object; response: { headers: Record<string, string> } }) => {
      const milliseconds = now() - (started.get(event) ?? 0);
      response.headers["Server-Timing"] = `handler;dur=${milliseconds}`;
    },
  } satisfies Middleware;
};

export const timed = (now: () => number) => banner.handler(() => ({ text: "Tea." })).use(timing(now));
