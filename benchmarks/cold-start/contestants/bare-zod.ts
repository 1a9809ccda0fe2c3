// By hand with zod: what the others are compared with.
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { order, params, query } from "../../runtime/order.ts";
import { replace } from "../../runtime/work.ts";

const json = (statusCode: number, body: unknown): APIGatewayProxyResult => ({
  statusCode,
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
});

export const handler = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
  const inPath = params.safeParse(event.pathParameters);
  if (!inPath.success) return json(400, inPath.error.issues);
  const inQuery = query.safeParse(event.queryStringParameters);
  if (!inQuery.success) return json(400, inQuery.error.issues);
  const inBody = order.safeParse(JSON.parse(event.body ?? "null"));
  if (!inBody.success) return json(400, inBody.error.issues);
  return json(200, replace({ ...inPath.data, ...inQuery.data, order: inBody.data }));
};
