import type { NormalizedSchema } from "@smithy/core/schema";
import { oncePer } from "./once-per.ts";

type Write = (value: unknown) => unknown;
type WriteObject = (value: object) => unknown;

/**
 * Makes the function that turns a value of the SDK's types into what JSON can hold: blobs as base64, timestamps as
 * whole epoch seconds, names as the wire has them. What is undefined or unknown to the schema is left out.
 */
export function jsonWriter(schema: NormalizedSchema): Write {
  const writeObject = objectWriter(schema);
  return (value) => (typeof value === "object" ? (value === null ? undefined : writeObject(value)) : value);
}

/** Makes the function that writes the members of a structure, without those that travel elsewhere. */
export function structureWriter(
  schema: NormalizedSchema,
  skip: (member: NormalizedSchema) => boolean = () => false,
): (value: object) => { [name: string]: unknown } {
  // Read off the schema when the first value is written: a structure may be inside of itself.
  let members: readonly { readonly name: string; wireName: string; write: WriteObject }[] | undefined;
  return (value) => {
    members ??= [...schema.structIterator()]
      .filter(([, member]) => !skip(member))
      .map(([name, member]) => ({
        name,
        wireName: member.getMergedTraits().jsonName ?? name,
        write: objectWriter(member),
      }));
    const result: { [name: string]: unknown } = {};
    for (const { name, wireName, write } of members) {
      const found: unknown = Reflect.get(value, name);
      if (typeof found !== "object") {
        if (found !== undefined) result[wireName] = found;
      } else if (found !== null) result[wireName] = write(found);
    }
    return result;
  };
}

/** Writes what is not a scalar. */
const objectWriter: (schema: NormalizedSchema) => WriteObject = oncePer((schema) => {
  const write = compositeWriter(schema);
  return (value) => {
    if (value instanceof Date) return Math.floor(value.getTime() / 1000);
    if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
    return write(value);
  };
});

function compositeWriter(schema: NormalizedSchema): WriteObject {
  if (schema.isStructSchema()) return structureWriter(schema);
  if (schema.isListSchema()) {
    const write = jsonWriter(schema.getValueSchema());
    return (value) => (Array.isArray(value) ? value.map(write) : value);
  }
  if (schema.isMapSchema()) {
    const write = jsonWriter(schema.getValueSchema());
    return (value) => {
      const result: { [name: string]: unknown } = {};
      for (const name of Object.keys(value)) set(result, name, write(Reflect.get(value, name)));
      return result;
    };
  }
  return (value) => value;
}

/** Assigning would take `__proto__` for something else than a name. */
function set(map: { [name: string]: unknown }, name: string, value: unknown): void {
  if (name !== "__proto__") map[name] = value;
  else Object.defineProperty(map, name, { value, enumerable: true });
}
