import { body, post } from "@gatewright/runtime";
import { type } from "arktype";
import * as v from "valibot";
import * as mini from "zod/mini";

export const withMini = post("/mini", {
  input: { order: body(mini.object({ sku: mini.string(), count: mini.int().check(mini.positive()) })) },
  output: null,
});

export const withValibot = post("/valibot", {
  input: { order: body(v.object({ sku: v.string(), count: v.pipe(v.number(), v.integer()) })) },
  output: null,
});

export const withArkType = post("/arktype", {
  input: { order: body(type({ sku: "string", count: "number.integer > 0" })) },
  output: null,
});
