import middy from "@middy/core";
import httpErrorHandler from "@middy/http-error-handler";
import httpJsonBodyParser from "@middy/http-json-body-parser";
import { createError } from "@middy/util";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import * as z from "zod";
import { audit } from "../src/audit.ts";
import { orders } from "../src/store.ts";

const Order = z.object({ sku: z.string(), count: z.number().int().positive() });

// #region route
export const handler = middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
  .use(httpJsonBodyParser())
  .use(audit)
  .use(httpErrorHandler())
  .handler(async (event) => {
    const id = event.pathParameters?.id ?? "";
    const order = Order.safeParse(event.body);
    if (!order.success) throw createError(400, z.prettifyError(order.error));
    if (!orders.has(id)) throw createError(404, "There is no such order.");
    if (event.queryStringParameters?.dryRun !== "true") orders.set(id, order.data);
    return { statusCode: 200, body: JSON.stringify({ id, ...order.data }) };
  });
// #endregion
