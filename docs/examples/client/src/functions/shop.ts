import { join } from "@gatewright/runtime";
import { greet, placeOrder, whoami } from "../routes/shop.ts";

export const handler = join(
  greet.handler(({ input, fail }) => {
    if (input.greeter === undefined) throw fail.MissingGreeter("Who is it?");
    return { message: `Hello, ${input.greeter}!` };
  }),
  whoami.handler(({ input }) => input.caller),
  placeOrder.handler(({ input: { customer, order }, fail, reply }) => {
    if (order.sku === "cup") throw fail.Locked("Somebody else buys it.", { by: "ann" });
    if (order.sku === "later") return reply(202, { ticket: 7 });
    return reply(201, { id: "1" }, { location: `/orders/${customer}/1` });
  }),
);
