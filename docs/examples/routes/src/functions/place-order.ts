import { placeOrder } from "../routes/orders.ts";

export const handler = placeOrder.handler(async ({ input, fail, reply, logger }) => {
  if (input.order.sku === "none") throw fail.OutOfStock("None left.");
  if (input.dryRun) return reply(202, { ticket: 1 });
  logger.info("Order placed.", { customer: input.customer, caller: input.caller });
  return reply(201, { id: "1" }, { location: `/orders/${input.customer}/1` });
});
