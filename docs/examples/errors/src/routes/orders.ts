import { body, post, problem } from "@gatewright/runtime";
import * as z from "zod";

export const placeOrder = post("/orders", {
  input: {
    order: body(z.object({ sku: z.string().min(1), count: z.number().int().positive() })),
  },
  output: { 201: z.object({ id: z.string() }) },
  errors: {
    OutOfStock: 409,
    Locked: problem(423, z.object({ by: z.string() })),
  },
});
