// https://docs.aws.amazon.com/powertools/typescript/latest/features/event-handler/http/
import { Router } from "@aws-lambda-powertools/event-handler/http";
import type { Context } from "aws-lambda";
import { order, params, query } from "../order.ts";
import { replace, resources } from "../work.ts";

const app = new Router();

for (const resource of resources) {
  app.get(`/${resource}`, async () => ({ resource }));
  app.post(`/${resource}`, async () => ({ resource }));
  app.get(`/${resource}/:id`, async () => ({ resource }));
  app.put(
    `/${resource}/:id`,
    async ({ valid }) => replace({ ...valid.req.path, ...valid.req.query, order: valid.req.body }),
    { validation: { req: { path: params, query, body: order } } },
  );
  app.delete(`/${resource}/:id`, async () => ({ resource }));
}

export const handler = (event: unknown, context: Context): Promise<unknown> => app.resolve(event, context);
