import { api } from "@gatewright/runtime";
import { greet, placeOrder, whoami } from "./routes/shop.ts";

export const shop = api({ name: "shop", routes: { greet, whoami, placeOrder } });
