// By hand with zod: the floor.
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { order, params, query } from "../order.ts";
import { replace, resources } from "../work.ts";

type Route = (event: APIGatewayProxyEvent) => Promise<APIGatewayProxyResult>;

const json = (statusCode: number, body: unknown): APIGatewayProxyResult => ({
  statusCode,
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
});

const routes = new Map<string, Route>();
for (const resource of resources) {
  routes.set(`GET /${resource}`, async () => json(200, { resource }));
  routes.set(`POST /${resource}`, async () => json(200, { resource }));
  routes.set(`GET /${resource}/{id}`, async () => json(200, { resource }));
  routes.set(`PUT /${resource}/{id}`, async (event) => {
    const inPath = params.safeParse(event.pathParameters);
    if (!inPath.success) return json(400, inPath.error.issues);
    const inQuery = query.safeParse(event.queryStringParameters);
    if (!inQuery.success) return json(400, inQuery.error.issues);
    const inBody = order.safeParse(JSON.parse(event.body ?? "null"));
    if (!inBody.success) return json(400, inBody.error.issues);
    return json(200, replace({ ...inPath.data, ...inQuery.data, order: inBody.data }));
  });
  routes.set(`DELETE /${resource}/{id}`, async () => json(200, { resource }));
}

export const handler = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> =>
  (await routes.get(`${event.httpMethod} ${event.resource}`)?.(event)) ?? json(404, {});
