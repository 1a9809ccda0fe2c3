import { body, bytes, get, post, query, stream } from "@gatewright/runtime";
import * as z from "zod";

export const list = get("/orders", {
  integration: "custom",
  input: { tags: query("tag", z.array(z.string())) },
  output: z.array(z.string()),
});

export const optionalBody = post("/orders", {
  integration: "custom",
  input: { order: body(z.object({ sku: z.string() }).optional()) },
  output: null,
});

export const picture = get("/picture", {
  integration: "custom",
  output: bytes("image/png"),
});

export const ticks = get("/ticks", {
  integration: "custom",
  output: stream("text/event-stream"),
});

export const signIn = post("/sessions", {
  integration: "custom",
  output: { 201: { body: null, headers: { "set-cookie": z.array(z.string()) } } },
});

export const renamed = get("/secret", {
  integration: "custom",
  output: { 200: { body: z.string(), headers: { "www-authenticate": z.string() } } },
});
