// https://ts-rest.com/docs/serverless/aws-lambda
import { type AppRouter, initContract } from "@ts-rest/core";
import { createLambdaHandler } from "@ts-rest/serverless/aws";
import { named, order, params, query, receipt } from "../order-zod-3.ts";
import { replace, resources } from "../work.ts";

const contractOf = (resource: string) =>
  ({
    list: { method: "GET", path: `/${resource}`, responses: { 200: named } },
    create: { method: "POST", path: `/${resource}`, body: null, responses: { 200: named } },
    read: { method: "GET", path: `/${resource}/:id`, responses: { 200: named } },
    replace: {
      method: "PUT",
      path: `/${resource}/:id`,
      pathParams: params,
      query,
      body: order,
      responses: { 200: receipt },
    },
    remove: { method: "DELETE", path: `/${resource}/:id`, responses: { 200: named } },
  }) as const;

const handlersOf = (resource: string) => {
  const other = async () => ({ status: 200 as const, body: { resource } });
  return {
    list: other,
    create: other,
    read: other,
    replace: async (request: {
      params: { id: string };
      query: { dryRun: "yes" | "no"; limit: number };
      body: Parameters<typeof replace>[0]["order"];
    }) => ({
      status: 200 as const,
      body: replace({ ...request.params, ...request.query, order: request.body }),
    }),
    remove: other,
  };
};

// Its types want zod 3 under the name of zod, where zod 4 is installed; in the bundle it is zod 3.

const contract = initContract().router(
  Object.fromEntries(resources.map((resource) => [resource, contractOf(resource)])) as unknown as AppRouter,
);
const handlers = Object.fromEntries(resources.map((resource) => [resource, handlersOf(resource)]));

export const handler: (event: never, context: never) => Promise<unknown> = createLambdaHandler(
  contract,
  handlers as never,
);
