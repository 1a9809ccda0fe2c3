import { isRecord } from "./adapter.ts";
import type { JsonSchema } from "./description.ts";

/**
 * A JSON Schema of draft 2020-12 in the dialect of OpenAPI 3.0: `null` is `nullable`, a `const` an `enum` of one,
 * exclusive limits are flags, tuples are lists. (OpenAPI 3.0.1, "Schema Object".)
 */
export const toOpenApi30 = (schema: JsonSchema): JsonSchema => {
  const { $schema: _, $id: __, $defs: ___, const: only, examples, ...rest } = schema;
  const converted: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(rest)) converted[keyword] = member(keyword, value);
  if (only !== undefined) converted["enum"] = [only];
  if (Array.isArray(examples)) converted["example"] = examples[0];
  return [nullable, exclusive, tuple].reduce<JsonSchema>((one, step) => step(one), converted);
};

const member = (keyword: string, value: unknown): unknown => {
  if (keyword === "properties" && isRecord(value))
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, nested(one)]));
  if (["anyOf", "oneOf", "allOf", "prefixItems"].includes(keyword) && Array.isArray(value))
    return value.map(nested);
  return ["items", "not", "additionalProperties"].includes(keyword) ? nested(value) : value;
};

const nested = (value: unknown): unknown => (isRecord(value) ? toOpenApi30(value) : value);

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

const tuple = (schema: JsonSchema): JsonSchema => {
  const { prefixItems, ...rest } = schema;
  return Array.isArray(prefixItems)
    ? { ...rest, items: { anyOf: prefixItems }, minItems: prefixItems.length, maxItems: prefixItems.length }
    : schema;
};

/**
 * Moves the definitions of a schema, and the schema itself where it refers to itself, to the document's components:
 * a reference is read from the root of the document, and a schema is somewhere inside of it.
 */
export const hoist = (schema: JsonSchema, components: Record<string, JsonSchema>): JsonSchema => {
  const { $defs, ...rest } = schema;
  const names = new Map<string, string>();
  for (const name of Object.keys(isRecord($defs) ? $defs : {})) {
    names.set(`#/$defs/${name}`, free(name.replaceAll(/[^\w.-]/g, "_"), components));
  }
  const refersToItself =
    JSON.stringify(rest).includes('"$ref":"#"') || JSON.stringify($defs ?? {}).includes('"$ref":"#"');
  if (refersToItself) names.set("#", free("Recursive", components));
  if (names.size === 0) return schema;
  for (const [name, definition] of Object.entries(isRecord($defs) ? $defs : {})) {
    components[names.get(`#/$defs/${name}`) ?? name] = renamed(definition, names) as JsonSchema;
  }
  const own = names.get("#");
  if (own === undefined) return renamed(rest, names) as JsonSchema;
  components[own] = renamed(rest, names) as JsonSchema;
  return { $ref: `#/components/schemas/${own}` };
};

const free = (wanted: string, components: Record<string, JsonSchema>): string => {
  let name = wanted === "Problem" ? "Problem_1" : wanted;
  for (let count = 2; name in components; count += 1) name = `${wanted}_${count}`;
  // Taken at once, so that the next one gets another name.
  components[name] = {};
  return name;
};

const renamed = (value: unknown, names: ReadonlyMap<string, string>): unknown => {
  if (Array.isArray(value)) return value.map((one) => renamed(one, names));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => {
      const name = key === "$ref" && typeof one === "string" ? names.get(one) : undefined;
      return [key, name === undefined ? renamed(one, names) : `#/components/schemas/${name}`];
    }),
  );
};
