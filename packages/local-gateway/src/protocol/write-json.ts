import type { NormalizedSchema } from "@smithy/core/schema";
import { oncePer } from "./once-per.ts";

type Write = (value: unknown) => unknown;
type WriteStructure = (value: object) => { [name: string]: unknown };

/**
 * Makes the function that turns a value of the SDK's types into what JSON can hold: blobs as base64, timestamps as
 * whole epoch seconds, names as the wire has them. What is undefined or unknown to the schema is left out.
 */
export const jsonWriter: (schema: NormalizedSchema) => Write = oncePer((schema) => {
  const writeObject = objectWriter(schema);
  return (value) => {
    if (typeof value !== "object") return value;
    if (value === null) return undefined;
    if (value instanceof Date) return Math.floor(value.getTime() / 1000);
    if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
    return writeObject(value);
  };
});

/** Makes the function that writes the members of a structure, without those that travel elsewhere. */
export function structureWriter(
  schema: NormalizedSchema,
  skip: (member: NormalizedSchema) => boolean = () => false,
): WriteStructure {
  // Read off the schema when the first value is written: a structure may be inside of itself.
  let members: readonly (readonly [name: string, wireName: string, write: Write])[] | undefined;
  return (value) => {
    members ??= [...schema.structIterator()]
      .filter(([, member]) => !skip(member))
      .map(([name, member]) => [name, member.getMergedTraits().jsonName ?? name, jsonWriter(member)]);
    const result: { [name: string]: unknown } = {};
    for (const [name, wireName, write] of members) {
      const written = write(Reflect.get(value, name));
      if (written !== undefined) result[wireName] = written;
    }
    return result;
  };
}

function objectWriter(schema: NormalizedSchema): (value: object) => unknown {
  if (schema.isListSchema()) {
    const write = jsonWriter(schema.getValueSchema());
    return (value) => (Array.isArray(value) ? value.map(write) : value);
  }
  if (schema.isStructSchema()) return structureWriter(schema);
  if (schema.isMapSchema()) {
    const write = jsonWriter(schema.getValueSchema());
    return (value) => Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, write(entry)]));
  }
  return (value) => value;
}
