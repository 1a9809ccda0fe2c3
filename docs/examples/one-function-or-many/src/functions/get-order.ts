import { getOrder } from "../routes/orders.ts";

export const handler = getOrder.handler(({ input, fail }) => {
  if (input.id !== "1") throw fail.NoSuchOrder(`There is no order ${input.id}.`);
  return { id: "1", sku: "teapot" };
});
