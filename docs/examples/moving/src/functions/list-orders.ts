import { listOrders } from "../routes/orders.ts";
import { orders } from "../store.ts";

export const handler = listOrders.handler(({ input }) =>
  [...orders.values()].filter(({ sku }) => input.tags.length === 0 || input.tags.includes(sku)),
);
