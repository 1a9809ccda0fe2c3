// https://hono.dev/docs/getting-started/aws-lambda and https://hono.dev/docs/guides/validation
import { zValidator } from "@hono/zod-validator";
import { Hono } from "hono";
import { handle } from "hono/aws-lambda";
import { order, params, query } from "../order.ts";
import { replace, resources } from "../work.ts";

const app = new Hono();

for (const resource of resources) {
  app.get(`/${resource}`, async (c) => c.json({ resource }));
  app.post(`/${resource}`, async (c) => c.json({ resource }));
  app.get(`/${resource}/:id`, async (c) => c.json({ resource }));
  app.put(
    `/${resource}/:id`,
    zValidator("param", params),
    zValidator("query", query),
    zValidator("json", order),
    async (c) =>
      c.json(replace({ ...c.req.valid("param"), ...c.req.valid("query"), order: c.req.valid("json") })),
  );
  app.delete(`/${resource}/:id`, async (c) => c.json({ resource }));
}

export const handler = handle(app);
