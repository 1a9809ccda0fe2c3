import { zValidator } from "@hono/zod-validator";
import { Hono } from "hono";
import { handle } from "hono/aws-lambda";
import { order, params, query } from "../../runtime/order.ts";
import { replace } from "../../runtime/work.ts";

const app = new Hono().put(
  "/orders/:id",
  zValidator("param", params),
  zValidator("query", query),
  zValidator("json", order),
  async (c) =>
    c.json(replace({ ...c.req.valid("param"), ...c.req.valid("query"), order: c.req.valid("json") })),
);

export const handler = handle(app);
