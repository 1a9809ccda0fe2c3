// A handler that has nothing to wait for.
import { join } from "@gatewright/runtime";

import { routes } from "../gatewright-routes.ts";
import { replace } from "../work.ts";

export const handler = join(
  ...routes.flatMap(({ resource, ...route }) => [
    route.list.handler(() => ({ resource })),
    route.create.handler(() => ({ resource })),
    route.read.handler(() => ({ resource })),
    route.replace.handler(({ input }) => replace(input)),
    route.remove.handler(() => ({ resource })),
  ]),
);
