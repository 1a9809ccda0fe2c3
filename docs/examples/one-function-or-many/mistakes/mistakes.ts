import { router } from "@gatewright/runtime";
import { shop } from "../src/api.ts";
import { handler as getOrder } from "../src/functions/get-order.ts";
import { ordersHandler, placeOrderHandler } from "../src/handlers.ts";

export const missing = router(shop, { getOrder, placeOrder: placeOrderHandler });

export const swapped = router(shop, {
  getOrder,
  placeOrder: ordersHandler,
  orders: placeOrderHandler,
});
