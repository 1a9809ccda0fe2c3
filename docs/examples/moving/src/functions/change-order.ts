import { changeOrder } from "../routes/orders.ts";
import { orders } from "../store.ts";

export const handler = changeOrder.handler(({ input: { id, order, dryRun }, fail }) => {
  if (!orders.has(id)) throw fail.NoSuchOrder(`There is no order ${id}.`);
  if (!dryRun) orders.set(id, order);
  return { id, ...order };
});
