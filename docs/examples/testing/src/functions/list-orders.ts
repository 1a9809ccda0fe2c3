import { listOrders } from "../routes/orders.ts";
import { findOrders } from "../store.ts";

export const handler = listOrders.handler(({ input }) => findOrders(input.customer));
