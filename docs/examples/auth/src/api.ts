import { api } from "@gatewright/runtime";
import { me } from "./routes/me.ts";
import { status, whoami } from "./routes/open.ts";
import { myOrders, partnerOrders } from "./routes/orders.ts";

export const shop = api({
  name: "shop",
  auth: "iam",
  routes: { status, whoami, me, myOrders, partnerOrders },
});
