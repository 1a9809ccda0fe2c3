import { join } from "@gatewright/runtime";
import { ordersHandler, placeOrderHandler } from "../handlers.ts";

export const handler = join(ordersHandler, placeOrderHandler);
