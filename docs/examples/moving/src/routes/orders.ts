import { body, get, put, query } from "@gatewright/runtime";
import * as z from "zod";

const Order = z.object({ sku: z.string(), count: z.number().int().positive() });

export const changeOrder = put("/orders/{id}", {
  input: { order: body(Order), dryRun: query(z.stringbool().default(false)) },
  output: Order.extend({ id: z.string() }),
  errors: { NoSuchOrder: 404 },
});

export const listOrders = get("/orders", {
  input: { tags: query("tag", z.array(z.string()).default([])) },
  output: z.array(Order),
});
