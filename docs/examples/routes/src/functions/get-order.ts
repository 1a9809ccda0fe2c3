import { getOrder } from "../routes/orders.ts";

export const handler = getOrder.handler(({ input, fail }) => {
  throw fail.NoSuchOrder(`${input.customer} has no order ${input.id}.`);
});
