import { body, post } from "@gatewright/runtime";
import * as z from "zod";

export const placeOrder = post("/orders", {
  integration: "custom",
  input: { order: body(z.object({ sku: z.string() })) },
  output: {
    201: { body: z.object({ id: z.string() }), headers: { location: z.string() } },
    202: z.object({ ticket: z.number() }),
  },
  errors: { OutOfStock: 409 },
});
