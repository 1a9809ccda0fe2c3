import { handler as placeOrderHandler } from "./functions/place-order.ts";
import { rateLimit } from "./rate-limit.ts";

export const handler = placeOrderHandler.use(rateLimit(1000));
