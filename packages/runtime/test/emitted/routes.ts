import * as z from "zod";
import { body, context, get, path, post, problem, query } from "../../src/index.ts";

const Order = z.object({ sku: z.string(), count: z.number().int(), note: z.string().optional() });

export const greet = get("/greeting", { input: { greeter: query(z.string().optional()) }, output: Order });

export const placeOrder = post("/orders/{customer}", {
  auth: "iam",
  input: {
    dryRun: query(z.stringbool().default(false)),
    order: body(Order),
    caller: context("identity.userArn"),
  },
  output: {
    201: { body: z.object({ id: z.string() }), headers: { location: z.string() } },
    202: Order,
    204: null,
  },
  errors: { OutOfStock: 409, Locked: problem(423, z.object({ by: z.string() })) },
});

export const getOrder = get("/orders/{customer}/{id}", { input: { id: path(z.uuid()) }, output: Order });
