import { body, context, get, path, post, problem, query } from "@gatewright/runtime";
import * as z from "zod";

const Order = z.object({ sku: z.string(), count: z.number().int().positive() });
const Receipt = z.object({ id: z.string() });

export const placeOrder = post("/orders/{customer}", {
  auth: "iam",
  input: {
    dryRun: query(z.stringbool().default(false)),
    tags: query("tag", z.array(z.string()).default([])),
    order: body(Order),
    caller: context("identity.userArn"),
  },
  output: {
    201: { body: Receipt, headers: { location: z.string() } },
    202: z.object({ ticket: z.number() }),
  },
  errors: { OutOfStock: 409, Locked: problem(423, z.object({ by: z.string() })) },
});

export const getOrder = get("/orders/{customer}/{id}", {
  input: { id: path(z.uuid()) },
  output: Order,
  errors: { NoSuchOrder: 404 },
});
