// By hand, and nothing is checked.
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { type Input, replace, resources } from "../work.ts";

type Route = (event: APIGatewayProxyEvent) => Promise<unknown>;

const routes = new Map<string, Route>();
for (const resource of resources) {
  routes.set(`GET /${resource}`, async () => ({ resource }));
  routes.set(`POST /${resource}`, async () => ({ resource }));
  routes.set(`GET /${resource}/{id}`, async () => ({ resource }));
  routes.set(`PUT /${resource}/{id}`, async ({ pathParameters, queryStringParameters, body }) =>
    replace({
      id: pathParameters?.["id"] ?? "",
      dryRun: queryStringParameters?.["dryRun"] as Input["dryRun"],
      limit: Number(queryStringParameters?.["limit"]),
      order: JSON.parse(body ?? "{}"),
    }),
  );
  routes.set(`DELETE /${resource}/{id}`, async () => ({ resource }));
}

export const handler = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
  const route = routes.get(`${event.httpMethod} ${event.resource}`);
  if (route === undefined) return { statusCode: 404, body: "" };
  return {
    statusCode: 200,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(await route(event)),
  };
};
