import { api } from "@gatewright/runtime";
import { placeOrder } from "./routes/orders.ts";

export const shop = api({ name: "shop", routes: { placeOrder } });
