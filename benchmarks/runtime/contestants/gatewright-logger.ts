// With a logger that knows request id, route and cold start, and an entry below its level, which is not written.
import { join } from "@gatewright/runtime";
import { powertools } from "@gatewright/runtime/logger";
import { routes } from "../gatewright-routes.ts";
import { replace } from "../work.ts";

export const handler = join(
  ...routes.flatMap(({ resource, ...route }) => [
    route.list.handler(async () => ({ resource })),
    route.create.handler(async () => ({ resource })),
    route.read.handler(async () => ({ resource })),
    route.replace.handler(async ({ input, logger }) => {
      logger.debug("Replaces an order.", { id: input.id });
      return replace(input);
    }),
    route.remove.handler(async () => ({ resource })),
  ]),
).use(powertools({ serviceName: "orders" }));
