import { Router } from "@aws-lambda-powertools/event-handler/http";
import type { Context } from "aws-lambda";
import { order, params, query } from "../../runtime/order.ts";
import { replace } from "../../runtime/work.ts";

const app = new Router();
app.put(
  "/orders/:id",
  async ({ valid }) => replace({ ...valid.req.path, ...valid.req.query, order: valid.req.body }),
  { validation: { req: { path: params, query, body: order } } },
);

export const handler = (event: unknown, context: Context): Promise<unknown> => app.resolve(event, context);
