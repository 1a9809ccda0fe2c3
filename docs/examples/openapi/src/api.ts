import { api, body, context, get, post, problem } from "@gatewright/runtime";
import * as z from "zod";

const Order = z.object({ sku: z.string(), count: z.number().int().positive() }).meta({ id: "Order" });

const getOrder = get("/orders/{id}", { output: Order, errors: { NoSuchOrder: 404 } });

const placeOrder = post("/orders", {
  auth: "iam",
  input: { order: body(Order), caller: context("identity.userArn") },
  output: { 201: { body: z.object({ id: z.string() }), headers: { location: z.string() } } },
  errors: { Locked: problem(423, z.object({ by: z.string() })) },
});

export const shop = api({ name: "shop", description: "Orders.", routes: { getOrder, placeOrder } });
