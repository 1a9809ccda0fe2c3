import type { Middleware } from "@gatewright/runtime";

export const audited: unknown[] = [];

/** The middleware that the old handler had. */
export const audit = {
  before: ({ event }: { event: { httpMethod: string; path: string } }) => {
    audited.push(`${event.httpMethod} ${event.path}`);
  },
} satisfies Middleware;
