// https://github.com/CodeGenieApp/serverless-express, with the validation by hand.
import serverlessExpress from "@codegenie/serverless-express";
import express from "express";
import { order, params, query } from "../order.ts";
import { replace, resources } from "../work.ts";

const app = express();
app.use(express.json());

for (const resource of resources) {
  app.get(`/${resource}`, async (_, response) => void response.json({ resource }));
  app.post(`/${resource}`, async (_, response) => void response.json({ resource }));
  app.get(`/${resource}/:id`, async (_, response) => void response.json({ resource }));
  app.put(`/${resource}/:id`, async (request, response) => {
    const inPath = params.safeParse(request.params);
    if (!inPath.success) return void response.status(400).json(inPath.error.issues);
    const inQuery = query.safeParse(request.query);
    if (!inQuery.success) return void response.status(400).json(inQuery.error.issues);
    const inBody = order.safeParse(request.body);
    if (!inBody.success) return void response.status(400).json(inBody.error.issues);
    response.json(replace({ ...inPath.data, ...inQuery.data, order: inBody.data }));
  });
  app.delete(`/${resource}/:id`, async (_, response) => void response.json({ resource }));
}

// Its declarations know a default export of the default export; in the bundle there is one only.
const configure = serverlessExpress as unknown as typeof serverlessExpress.default;

export const handler = configure({ app });
