import { placeOrder } from "../routes/orders.ts";
import { store } from "../store.ts";

export const handler = placeOrder.handler(async ({ input: { order }, fail }) => {
  const item = await store.find(order.sku);
  if (item === undefined) throw fail.OutOfStock("None left.");
  if (item.lockedBy !== undefined) throw fail.Locked("Somebody else buys it.", { by: item.lockedBy });
  return { id: "1" };
});
