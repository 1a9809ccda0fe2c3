import { get } from "@gatewright/runtime";
import * as z from "zod";

const Order = z.object({ id: z.string(), sku: z.string(), count: z.number().int() });

export const getOrder = get("/orders/{id}", {
  output: Order,
  errors: { NoSuchOrder: 404 },
});
