import { toStandardJsonSchema } from "@valibot/to-json-schema";
import { type } from "arktype";
import * as v from "valibot";
import { expect, test } from "vitest";
import * as z from "zod";
import * as mini from "zod/mini";
import { describe, RouteError } from "../src/describe.ts";
import type { Schema } from "../src/index.ts";
import { api, body, get, post, query } from "../src/index.ts";

const described = async (schema: Schema) => {
  const route = post("/a", { input: { order: body(schema) }, output: schema });
  const [only] = (await describe(api({ name: "shop", routes: { a: route } }))).routes;
  return [only?.input[0]?.schema, only?.outputs[0]?.body];
};

const refusal = async (route: Parameters<typeof api>[0]["routes"][string]): Promise<RouteError> => {
  const error: unknown = await describe(api({ name: "shop", routes: { a: route } })).catch(
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(RouteError);
  return error as RouteError;
};

const order = { type: "object", properties: { sku: { type: "string" } }, required: ["sku"] };

const libraries: readonly (readonly [string, Schema])[] = [
  ["zod", z.object({ sku: z.string() })],
  ["zod/mini", mini.object({ sku: mini.string() })],
  ["valibot", v.object({ sku: v.string() })],
  ["valibot with its converter", toStandardJsonSchema(v.object({ sku: v.string() }))],
  ["arktype", type({ sku: "string" })],
];

test.each(libraries)("a schema of %s is described", async (_, schema) => {
  expect(await described(schema)).toEqual([order, { type: "json", schema: order }]);
});

const withoutJson: readonly (readonly [string, Schema, readonly string[]])[] = [
  [
    "zod",
    z.object({
      order: z.object({ due: z.date(), parts: z.array(z.bigint()) }),
      of: z.map(z.string(), z.string()),
    }),
    [
      "a  input.order.order.parts.0: z.bigint() has no JSON form. Use z.string(), or z.int() where the values are small.",
      "a  input.order.order.due: z.date() has no JSON form; on the wire a date is text. Use z.iso.datetime(), or a z.codec from it to z.date() if the handler should get a Date.",
      "a  input.order.of: z.map() has no JSON form. Use z.record(…).",
    ],
  ],
  [
    "zod/mini",
    mini.object({ due: mini.date() }),
    [
      "a  input.order.due: z.date() has no JSON form; on the wire a date is text. Use z.iso.datetime(), or a z.codec from it to z.date() if the handler should get a Date.",
    ],
  ],
  [
    "valibot",
    v.object({ order: v.object({ due: v.optional(v.date()) }), size: v.bigint() }),
    [
      'a  input.order.order.due: The "date" schema cannot be converted to JSON Schema. On the wire a date is text: use a schema of ISO text.',
      'a  input.order.size: The "bigint" schema cannot be converted to JSON Schema. Use a schema of what is sent: text, numbers, booleans, lists and objects.',
    ],
  ],
  [
    "arktype",
    type({ due: "Date" }),
    [
      "a  input.order: a schema with date has no JSON form. On the wire a date is text: use a schema of ISO text.",
    ],
  ],
];

test.each(withoutJson)(
  "what has no JSON form in %s is said with its place, all at once",
  async (_, schema, says) => {
    const error = await refusal(post("/a", { input: { order: body(schema) }, output: z.null() }));
    expect(error.code).toBe("NoJsonForm");
    expect([...error.mistakes.map(({ message }) => message)].sort()).toEqual([...says].sort());
  },
);

test("a schema of a library without JSON Schema is said to be one", async () => {
  const schema: Schema = { "~standard": { version: 1, vendor: "other", validate: (value) => ({ value }) } };
  expect(await refusal(get("/a", { output: schema }))).toMatchObject({
    code: "NoJsonSchema",
    message: expect.stringContaining("Use one of zod, valibot or arktype"),
  });
});

test.each([
  ["a transformation", z.string().transform(Number).pipe(z.number())],
  ["a default", z.object({ a: z.string().default("x") })],
  [
    "a codec",
    z.codec(z.iso.datetime(), z.date(), {
      decode: (text) => new Date(text),
      encode: (date) => date.toISOString(),
    }),
  ],
])("an output with %s is refused, because answers are never changed", async (_, schema) => {
  expect(["OutputTransforms", "NoJsonForm"]).toContain((await refusal(get("/a", { output: schema }))).code);
});

test("coercions that make something of what nobody meant are found by trying them", async () => {
  const routes = {
    a: get("/a", {
      input: { dryRun: query(z.coerce.boolean()), name: query(z.coerce.string()) },
      output: null,
    }),
    b: get("/b", { input: { dryRun: query(z.stringbool()), name: query(z.string()) }, output: null }),
  };
  const error = await refusal(routes.a);
  expect(error.mistakes).toEqual([
    {
      code: "CoercesAnything",
      message: 'a  input.dryRun: this schema makes true of the text "false": use z.stringbool().',
    },
    {
      code: "CoercesAnything",
      message:
        'a  input.name: this schema makes the text "undefined" of a missing value: use z.string(), for what arrives is text already.',
    },
  ]);
  expect((await describe(api({ name: "shop", routes: { b: routes.b } }))).warnings).toBeUndefined();
});

test("a number that an empty text makes 0 of is a warning", async () => {
  const route = get("/a", { input: { page: query(z.coerce.number()) }, output: null });
  expect((await describe(api({ name: "shop", routes: { route } }))).warnings).toEqual([
    "route  input.page: this schema makes 0 of an empty text: z.string().min(1).pipe(z.coerce.number<string>()) refuses it.",
  ]);
});
