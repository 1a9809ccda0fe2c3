import { isRecord } from "./adapter.ts";
import { RouteError } from "./check-routes.ts";
import type { JsonSchema } from "./description.ts";
import type { Schema } from "./schema.ts";

/** The JSON Schema of what a caller sends. `where` is said when there is none. */
export const inputJsonSchema = (schema: Schema, where: string): JsonSchema => convert(schema, "input", where);

/**
 * The JSON Schema of what the handler answers. Members that it does not name stay allowed: a client must not
 * break when an answer gains one.
 */
export const outputJsonSchema = (schema: Schema, where: string): JsonSchema =>
  open(convert(schema, "output", where)) as JsonSchema;

/** Standard JSON Schema: the converters that a schema itself may bring (standardschema.dev). */
interface Converters {
  readonly input: (options: { readonly target: string }) => JsonSchema;
  readonly output: (options: { readonly target: string }) => JsonSchema;
}

const convert = (schema: Schema, direction: keyof Converters, where: string): JsonSchema => {
  const standard: Schema["~standard"] & { readonly jsonSchema?: Converters } = schema["~standard"];
  if (standard.jsonSchema === undefined) {
    throw new RouteError([
      {
        code: "NoJsonSchema",
        message: `${where}: this schema (${standard.vendor}) has no JSON Schema of its own. Use one that has, such as zod's or arktype's.`,
      },
    ]);
  }
  try {
    const { $schema: _, ...converted } = standard.jsonSchema[direction]({ target: "draft-2020-12" });
    return converted;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new RouteError(
      [
        {
          code: "NoJsonForm",
          message: `${where}: ${why}. Only what has a JSON form can be sent: for a date use z.iso.datetime(), or a codec to Date.`,
        },
      ],
      { cause },
    );
  }
};

const open = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(open);
  if (!isRecord(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([keyword, value]) => !(keyword === "additionalProperties" && value === false))
      .map(([keyword, value]) => [keyword, open(value)]),
  );
};
