// With Powertools' logger, which writes an entry.
import { body, path, put, query } from "@gatewright/runtime";
import { powertools } from "@gatewright/runtime/logger";
import { dryRun, id, limit, order, receipt } from "../../runtime/order.ts";
import { replace } from "../../runtime/work.ts";

const route = put("/orders/{id}", {
  input: { id: path(id), dryRun: query(dryRun), limit: query(limit), order: body(order) },
  output: receipt,
});

export const handler = route
  .handler(async ({ input, logger }) => {
    logger.info("Replaces an order.", { id: input.id });
    return replace(input);
  })
  .use(powertools({ serviceName: "orders" }));
