import { getOrder } from "../routes/orders.ts";

const orders = new Map([["1", { id: "1", sku: "teapot", count: 2 }]]);

export const handler = getOrder.handler(({ input, fail }) => {
  const order = orders.get(input.id);
  if (order === undefined) throw fail.NoSuchOrder(`There is no order ${input.id}.`);
  return order;
});
