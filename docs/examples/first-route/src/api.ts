import { api } from "@gatewright/runtime";
import { getOrder } from "./routes/orders.ts";

export const shop = api({ name: "shop", routes: { getOrder } });
