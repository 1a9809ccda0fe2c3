// https://orpc.unnoq.com/docs/openapi/openapi-handler. Its Lambda adapter knows payload version 2.0 only, so the
// conversion of the event to a Request and of the Response to an answer is ours.
import { OpenAPIHandler } from "@orpc/openapi/fetch";
import { os } from "@orpc/server";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import * as z from "zod";
import { order, params, query } from "../order.ts";
import { replace, resources } from "../work.ts";

const routerOf = (resource: string) => {
  const other = async () => ({ resource });
  return {
    list: os.route({ method: "GET", path: `/${resource}` }).handler(other),
    create: os.route({ method: "POST", path: `/${resource}` }).handler(other),
    read: os.route({ method: "GET", path: `/${resource}/{id}` }).handler(other),
    replace: os
      .route({ method: "PUT", path: `/${resource}/{id}`, inputStructure: "detailed" })
      .input(z.object({ params, query, body: order }))
      .handler(async ({ input }) => replace({ ...input.params, ...input.query, order: input.body })),
    remove: os.route({ method: "DELETE", path: `/${resource}/{id}` }).handler(other),
  };
};

const openapi = new OpenAPIHandler(
  Object.fromEntries(resources.map((resource) => [resource, routerOf(resource)])),
);

export const handler = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
  const { response } = await openapi.handle(requestOf(event));
  if (response === undefined) return { statusCode: 404, body: "" };
  return {
    statusCode: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
  };
};

function requestOf(event: APIGatewayProxyEvent): Request {
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(event.multiValueHeaders))
    for (const value of values) headers.append(name, value);
  const query = new URLSearchParams();
  for (const [name, values = []] of Object.entries(event.multiValueQueryStringParameters ?? {}))
    for (const value of values) query.append(name, value);
  return new Request(`https://${event.requestContext.domainName}${event.path}?${query}`, {
    method: event.httpMethod,
    headers,
    body: event.body,
  });
}
