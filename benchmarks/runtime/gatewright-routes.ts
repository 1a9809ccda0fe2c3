import { body, del, get, path, post, put, query } from "@gatewright/runtime";
import * as z from "zod";
import { dryRun, id, limit, order, receipt } from "./order.ts";
import { resources } from "./work.ts";

const named = z.object({ resource: z.string() });

/** The fifty routes, five a resource. */
export const routes = resources.map((resource) => ({
  resource,
  list: get(`/${resource}`, { output: named }),
  create: post(`/${resource}`, { output: named }),
  read: get(`/${resource}/{id}`, { output: named }),
  replace: put(`/${resource}/{id}`, {
    input: { id: path(id), dryRun: query(dryRun), limit: query(limit), order: body(order) },
    output: receipt,
  }),
  remove: del(`/${resource}/{id}`, { output: named }),
}));
