import { body, get, post, problem, query } from "@gatewright/runtime";
import * as z from "zod";

const Order = z.object({ sku: z.string(), count: z.number().int().positive() });

export const placeOrder = post("/orders/{customer}", {
  input: { order: body(Order), dryRun: query(z.stringbool().default(false)) },
  output: {
    201: { body: z.object({ id: z.string() }), headers: { location: z.string() } },
    202: z.object({ ticket: z.number() }),
  },
  errors: { OutOfStock: 409, Locked: problem(423, z.object({ by: z.string() })) },
});

export const listOrders = get("/orders/{customer}", { output: z.array(Order) });
