import { body, context, get, post, problem, query } from "@gatewright/runtime";
import * as z from "zod";

export const greet = get("/greeting", {
  input: { greeter: query(z.string().optional()) },
  output: z.object({ message: z.string() }),
  errors: { MissingGreeter: 400 },
});

export const whoami = get("/whoami", {
  auth: "iam",
  input: { caller: context("identity.userArn") },
  output: z.string(),
});

export const placeOrder = post("/orders/{customer}", {
  input: { order: body(z.object({ sku: z.string() })) },
  output: {
    201: { body: z.object({ id: z.string() }), headers: { location: z.string() } },
    202: z.object({ ticket: z.number() }),
  },
  errors: { Locked: problem(423, z.object({ by: z.string() })) },
});
