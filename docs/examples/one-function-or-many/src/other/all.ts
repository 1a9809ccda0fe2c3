import { router } from "@gatewright/runtime";
import { shop } from "../api.ts";
import { handler as getOrder } from "../functions/get-order.ts";
import { ordersHandler, placeOrderHandler } from "../handlers.ts";

export const handler = router(shop, { getOrder, placeOrder: placeOrderHandler, orders: ordersHandler });
