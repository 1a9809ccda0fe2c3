import * as z from "zod";
import {
  body,
  bytes,
  context,
  cookie,
  get,
  header,
  type Integration,
  path,
  post,
  problem,
  query,
  stream,
  text,
} from "../src/index.ts";

/** The same route in both integrations: what holds for one has to hold for the other. */
export const greeting = <const I extends Integration>(integration: I) =>
  get("/greeting/{language}", {
    integration,
    input: {
      greeter: query(z.string().optional()),
      loud: query("LOUD", z.stringbool().default(false)),
      trace: header("X-Trace", z.string().optional()),
      session: cookie(z.string().optional()),
      caller: context("identity.userArn"),
    },
    output: z.object({
      greeter: z.string().optional(),
      language: z.string(),
      loud: z.boolean(),
      trace: z.string().optional(),
      session: z.string().optional(),
      caller: z.string().optional(),
    }),
    errors: { MissingGreeter: 400, Locked: problem(423, z.object({ by: z.string() })) },
  });

export const placing = <const I extends Integration>(integration: I) =>
  post("/orders/{customer}", {
    integration,
    input: { order: body(z.object({ sku: z.string(), count: z.number().int().positive() })) },
    output: {
      201: { body: z.object({ id: z.string() }), headers: { location: z.string() } },
      202: z.object({ ticket: z.number() }),
      204: null,
    },
    errors: { OutOfStock: 409 },
  });

export const search = get("/search/{rest+}", {
  input: {
    rest: path(z.string()),
    tags: query("tag", z.array(z.string()).default([])),
    page: query(z.coerce.number()),
  },
  output: z.object({ rest: z.string(), tags: z.array(z.string()), page: z.number() }),
});

export const page = get("/page", { output: text("text/html; charset=utf-8") });
export const image = get("/image", { output: bytes("image/png") });
export const ticks = get("/ticks", { output: stream("text/event-stream") });
export const cookies = get("/cookies", {
  output: {
    200: { body: null, headers: { "set-cookie": z.array(z.string()), "last-modified": z.string() } },
  },
});
