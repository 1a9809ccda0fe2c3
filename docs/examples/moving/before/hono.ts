import { zValidator } from "@hono/zod-validator";
import { Hono } from "hono";
import { handle } from "hono/aws-lambda";
import { cors } from "hono/cors";
import * as z from "zod";
import { orders } from "../src/store.ts";

const Order = z.object({ sku: z.string(), count: z.number().int().positive() });
const Query = z.object({ dryRun: z.stringbool().default(false) });

// #region route
const app = new Hono();
app.use(cors());
app.put("/orders/:id", zValidator("json", Order), zValidator("query", Query), (c) => {
  const id = c.req.param("id");
  const order = c.req.valid("json");
  if (!orders.has(id)) return c.json({ error: "There is no such order." }, 404);
  if (!c.req.valid("query").dryRun) orders.set(id, order);
  return c.json({ id, ...order });
});
export const handler = handle(app);
// #endregion
