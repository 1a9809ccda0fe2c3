import { isRecord } from "./adapter.ts";
import type { JsonSchema } from "./description.ts";

/**
 * A JSON Schema of draft 2020-12 in the dialect of OpenAPI 3.0: `null` is `nullable`, a `const` an `enum` of one,
 * exclusive limits are flags, tuples are lists. What the dialect has no word for is left out: the schema then allows
 * more, never less. (OpenAPI 3.0.1, "Schema Object".)
 */
export const toOpenApi30 = (schema: JsonSchema): JsonSchema => {
  const converted: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (read.has(keyword)) converted[keyword] = member(keyword, value);
  }
  const { const: only, examples, patternProperties } = schema;
  if (only !== undefined) converted["enum"] = [only];
  if (Array.isArray(examples)) converted["example"] = examples[0];
  // Members of these names would be refused as additional ones.
  if (patternProperties !== undefined) delete converted["additionalProperties"];
  return [nullable, exclusive, tuple].reduce<JsonSchema>((one, step) => step(one), converted);
};

const read = new Set(
  `$ref type format enum title description default deprecated readOnly writeOnly example
  multipleOf minimum maximum exclusiveMinimum exclusiveMaximum minLength maxLength pattern
  items prefixItems minItems maxItems uniqueItems
  properties required additionalProperties minProperties maxProperties
  allOf anyOf oneOf not`.split(/\s+/),
);

const member = (keyword: string, value: unknown): unknown => {
  if (keyword === "properties" && isRecord(value))
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, nested(one)]));
  if (Array.isArray(value) && ["anyOf", "oneOf", "allOf", "prefixItems"].includes(keyword))
    return value.map(nested);
  if (keyword === "additionalProperties") return isRecord(value) ? toOpenApi30(value) : value;
  return keyword === "items" || keyword === "not" ? nested(value) : value;
};

/** Where 2020-12 may say `true` or `false`, 3.0 wants a schema. */
const nested = (value: unknown): unknown =>
  isRecord(value) ? toOpenApi30(value) : value === false ? { not: {} } : {};

const nullable = (schema: JsonSchema): JsonSchema => {
  const { type, anyOf, ...rest } = schema;
  if (Array.isArray(type)) {
    const types = type.filter((one) => one !== "null");
    const union = types.length === 1 ? { type: types[0] } : { anyOf: types.map((one) => ({ type: one })) };
    return { ...rest, ...union, ...(types.length < type.length && { nullable: true }) };
  }
  if (type === "null") return { ...rest, nullable: true, enum: [null] };
  if (!Array.isArray(anyOf)) return schema;
  const others = anyOf.filter(
    (one) => !(isRecord(one) && one["nullable"] === true && String(one["enum"]) === ""),
  );
  if (others.length === anyOf.length) return schema;
  const [first] = others;
  return others.length === 1 && isRecord(first) && !("$ref" in first)
    ? { ...rest, ...first, nullable: true }
    : { ...rest, anyOf: others, nullable: true };
};

const exclusive = (schema: JsonSchema): JsonSchema => {
  const { exclusiveMinimum, exclusiveMaximum, ...rest } = schema;
  return {
    ...rest,
    ...(typeof exclusiveMinimum === "number" && { minimum: exclusiveMinimum, exclusiveMinimum: true }),
    ...(typeof exclusiveMaximum === "number" && { maximum: exclusiveMaximum, exclusiveMaximum: true }),
  };
};

/** Any of the items' schemas in any place; as many as there are, unless others may follow. */
const tuple = (schema: JsonSchema): JsonSchema => {
  const { prefixItems, items, ...rest } = schema;
  if (!Array.isArray(prefixItems)) return schema;
  const others = isRecord(items) && !("not" in items) ? [items] : [];
  return {
    minItems: prefixItems.length,
    ...(others.length === 0 && { maxItems: prefixItems.length }),
    ...rest,
    items: { anyOf: [...prefixItems, ...others] },
  };
};
