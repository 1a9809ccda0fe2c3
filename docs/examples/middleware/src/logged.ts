import { powertools } from "@gatewright/runtime/logger";
import { placeOrder } from "./routes/orders.ts";

export const handler = placeOrder
  .handler(({ input, reply, logger }) => {
    logger.info("Order placed.", { sku: input.order.sku });
    return reply(201, { id: "1" });
  })
  .use(powertools({ serviceName: "orders" }));
