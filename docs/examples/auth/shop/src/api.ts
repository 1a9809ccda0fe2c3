import { api } from "@gatewright/runtime";
import { myOrders, partnerOrders } from "../../src/pool/routes.ts";
import { me } from "../../src/sessions/me.ts";

export const shop = api({ name: "shop", routes: { me, myOrders, partnerOrders } });
