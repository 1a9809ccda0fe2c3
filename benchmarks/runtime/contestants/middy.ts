// https://middy.js.org/docs/routers/http-router. Its own validator is ajv's; here the schemas are zod's.
import middy from "@middy/core";
import httpErrorHandler from "@middy/http-error-handler";
import httpJsonBodyParser from "@middy/http-json-body-parser";
import httpRouter from "@middy/http-router";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { order, params, query } from "../order.ts";
import { replace, resources } from "../work.ts";

const json = (statusCode: number, body: unknown): APIGatewayProxyResult => ({
  statusCode,
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
});

const put = middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
  .use(httpJsonBodyParser())
  .handler(async (event) => {
    const inPath = params.safeParse(event.pathParameters);
    if (!inPath.success) return json(400, inPath.error.issues);
    const inQuery = query.safeParse(event.queryStringParameters);
    if (!inQuery.success) return json(400, inQuery.error.issues);
    const inBody = order.safeParse(event.body);
    if (!inBody.success) return json(400, inBody.error.issues);
    return json(200, replace({ ...inPath.data, ...inQuery.data, order: inBody.data }));
  });

// The route wants what the parser makes of the event, of which the router knows nothing, hence `never`.
export const handler = middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
  .use(httpErrorHandler())
  .handler(
    httpRouter(
      resources.flatMap((resource) => {
        const other = async () => json(200, { resource });
        return [
          { method: "GET" as const, path: `/${resource}`, handler: other },
          { method: "POST" as const, path: `/${resource}`, handler: other },
          { method: "GET" as const, path: `/${resource}/{id}`, handler: other },
          { method: "PUT" as const, path: `/${resource}/{id}`, handler: put as never },
          { method: "DELETE" as const, path: `/${resource}/{id}`, handler: other },
        ];
      }),
    ),
  );
