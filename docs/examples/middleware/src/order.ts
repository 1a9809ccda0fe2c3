import type { Middleware } from "@gatewright/runtime";
import { banner } from "./routes/orders.ts";

const say = (name: string, log: string[]) =>
  ({
    before: () => void log.push(`before ${name}`),
    after: () => void log.push(`after ${name}`),
    onError: () => void log.push(`onError ${name}`),
  }) satisfies Middleware;

export const inOrder = (log: string[]) =>
  banner
    .handler(() => {
      log.push("handler");
      return { text: "Tea." };
    })
    .use(say("a", log))
    .use(say("b", log));
