import { NotFoundError, Router } from "@aws-lambda-powertools/event-handler/http";
import type { Middleware } from "@aws-lambda-powertools/event-handler/types";
import type { Context } from "aws-lambda";
import * as z from "zod";
import { orders } from "../src/store.ts";

const Order = z.object({ sku: z.string(), count: z.number().int().positive() });
const seen: string[] = [];
const audit: Middleware = async ({ reqCtx: { req }, next }) => {
  seen.push(`${req.method} ${req.url}`);
  await next();
};

// #region route
const app = new Router();
app.use(audit);
app.put(
  "/orders/:id",
  async ({ params, req, valid }) => {
    const { id = "" } = params;
    const dryRun = new URL(req.url).searchParams.get("dryRun") === "true";
    if (!orders.has(id)) throw new NotFoundError("There is no such order.");
    if (!dryRun) orders.set(id, valid.req.body);
    return { id, ...valid.req.body };
  },
  { validation: { req: { body: Order } } },
);
export const handler = async (event: unknown, context: Context) => app.resolve(event, context);
// #endregion
