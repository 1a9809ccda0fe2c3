import { body, get, header, post } from "@gatewright/runtime";
import * as z from "zod";

export const placeOrder = post("/orders", {
  input: {
    key: header("idempotency-key", z.string()),
    order: body(z.object({ sku: z.string() })),
  },
  output: { 201: z.object({ id: z.string() }) },
  errors: { OutOfStock: 409, Conflict: 409 },
});

export const banner = get("/banner", { output: z.object({ text: z.string() }) });
