import { audit } from "./audit.ts";
import { handler as changeOrder } from "./functions/change-order.ts";

export const handler = changeOrder.use(audit);
