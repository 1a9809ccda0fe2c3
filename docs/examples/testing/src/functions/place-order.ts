import { placeOrder } from "../routes/orders.ts";

export const handler = placeOrder.handler(({ input, fail, reply }) => {
  if (input.order.sku === "none") throw fail.OutOfStock("None left.");
  if (input.order.sku === "cup") throw fail.Locked("Somebody else buys it.", { by: "ann" });
  if (input.dryRun) return reply(202, { ticket: 1 });
  return reply(201, { id: "1" }, { location: `/orders/${input.customer}/1` });
});
