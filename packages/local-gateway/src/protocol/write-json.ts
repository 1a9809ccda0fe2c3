import type { NormalizedSchema } from "@smithy/core/schema";

/**
 * Turns a value of the SDK's types into what JSON can hold: blobs as base64, timestamps as whole epoch seconds,
 * names as the wire has them. What is undefined or unknown to the schema is left out.
 */
export function writeJson(schema: NormalizedSchema, value: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  if (value instanceof Date) return Math.floor(value.getTime() / 1000);
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (schema.isListSchema() && Array.isArray(value)) {
    const member = schema.getValueSchema();
    return value.map((item) => writeJson(member, item));
  }
  if (schema.isStructSchema() && typeof value === "object") return writeStructure(schema, value);
  if (schema.isMapSchema() && typeof value === "object") {
    const member = schema.getValueSchema();
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, writeJson(member, entry)]));
  }
  return value;
}

/** The members of a structure in the wire's names, without those that travel elsewhere. */
export function writeStructure(
  schema: NormalizedSchema,
  value: object,
  skip: (member: NormalizedSchema) => boolean = () => false,
): { [name: string]: unknown } {
  const result: { [name: string]: unknown } = {};
  for (const [name, member] of schema.structIterator()) {
    if (skip(member)) continue;
    const written = writeJson(member, Reflect.get(value, name));
    if (written !== undefined) result[member.getMergedTraits().jsonName ?? name] = written;
  }
  return result;
}
