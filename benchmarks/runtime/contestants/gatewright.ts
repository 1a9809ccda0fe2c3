// A handler that waits for something, as most do: middy then holds a timer against it.
import { join } from "@gatewright/runtime";

import { routes } from "../gatewright-routes.ts";
import { replace } from "../work.ts";

export const handler = join(
  ...routes.flatMap(({ resource, ...route }) => [
    route.list.handler(async () => ({ resource })),
    route.create.handler(async () => ({ resource })),
    route.read.handler(async () => ({ resource })),
    route.replace.handler(async ({ input }) => replace(input)),
    route.remove.handler(async () => ({ resource })),
  ]),
);
