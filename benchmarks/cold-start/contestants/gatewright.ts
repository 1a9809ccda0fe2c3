import { body, path, put, query } from "@gatewright/runtime";
import { dryRun, id, limit, order, receipt } from "../../runtime/order.ts";
import { replace } from "../../runtime/work.ts";

const route = put("/orders/{id}", {
  input: { id: path(id), dryRun: query(dryRun), limit: query(limit), order: body(order) },
  output: receipt,
});

export const handler = route.handler(async ({ input }) => replace(input));
