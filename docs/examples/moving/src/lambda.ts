import { join } from "@gatewright/runtime";
import { handler as changeOrder } from "./functions/change-order.ts";
import { handler as listOrders } from "./functions/list-orders.ts";

export const handler = join(changeOrder, listOrders);
