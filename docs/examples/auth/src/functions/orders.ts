import { join } from "@gatewright/runtime";
import { myOrders, partnerOrders } from "../routes/orders.ts";

export const handler = join(
  myOrders.handler(({ input }) => [`order of ${input.subject}`]),
  partnerOrders.handler(({ input }) => [`order of ${input.key}`]),
);
