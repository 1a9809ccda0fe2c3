import { api } from "@gatewright/runtime";
import { getOrder, orders, placeOrder } from "./routes/orders.ts";

export const shop = api({ name: "shop", routes: { getOrder, placeOrder, orders } });
