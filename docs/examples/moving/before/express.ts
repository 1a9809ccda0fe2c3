import { configure } from "@codegenie/serverless-express";
import express, { type ErrorRequestHandler } from "express";
import * as z from "zod";
import { orders } from "../src/store.ts";

const Order = z.object({ sku: z.string(), count: z.number().int().positive() });
const lastResort: ErrorRequestHandler = (error, _request, response, _next) => {
  response.status(error instanceof z.ZodError ? 400 : 500).json({ error: error.message });
};

// #region route
const app = express();
app.use(express.json());
app.put("/orders/:id", (request, response) => {
  const { id } = request.params;
  const order = Order.parse(request.body);
  if (!orders.has(id)) return response.status(404).json({ error: "There is no such order." });
  if (request.query.dryRun !== "true") orders.set(id, order);
  return response.json({ id, ...order });
});
app.use(lastResort);
export const handler = configure({ app });
// #endregion
