import { placeOrder } from "../routes/orders.ts";

export const handler = placeOrder.handler(({ input, fail, reply }) => {
  if (input.order.sku === "none") throw fail.OutOfStock("None left.");
  if (input.order.sku === "later") return reply(202, { ticket: 7 });
  return reply(201, { id: "1" }, { location: "/orders/1" });
});
