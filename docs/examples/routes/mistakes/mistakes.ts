import { body, get, path, post, query } from "@gatewright/runtime";
import * as z from "zod";

export const misspelt = get("/orders/{customer}", {
  input: { customr: path(z.string()) },
  output: null,
});

export const withBody = get("/search", {
  input: { filter: body(z.object({ sku: z.string() })) },
  output: null,
});

export const twice = get("/search", {
  input: { tag: query(z.string()), tags: query("tag", z.array(z.string())) },
  output: null,
});

export const nowhere = post("/orders", {
  input: { sku: z.string() },
  output: null,
});
