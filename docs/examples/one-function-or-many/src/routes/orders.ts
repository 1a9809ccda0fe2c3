import { body, get, post } from "@gatewright/runtime";
import * as z from "zod";

const Order = z.object({ id: z.string(), sku: z.string() });

export const getOrder = get("/orders/{id}", { output: Order, errors: { NoSuchOrder: 404 } });

export const placeOrder = post("/orders", {
  input: { order: body(Order.omit({ id: true })) },
  output: { 201: Order },
});

export const orders = get("/orders", { output: z.array(Order) });
