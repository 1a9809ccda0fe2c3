import { own } from "../../own.ts";
import { modelPattern } from "./model-pattern.ts";

export type Schema = Readonly<Record<string, unknown>>;

export function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A schema, and the document that its local references are looked up in. */
export interface PlacedSchema {
  readonly schema: Schema;
  readonly root: Schema;
}

/** The model that a reference to another document names. */
export type FindModel = (url: string) => Schema | undefined;

/** @throws Error for a reference that leads nowhere, or round in a circle. */
export function resolved(placed: PlacedSchema, findModel: FindModel): PlacedSchema {
  let at = placed;
  for (let steps = 0; typeof at.schema["$ref"] === "string"; steps += 1) {
    const [url = "", pointer = ""] = at.schema["$ref"].split("#");
    const root = url === "" ? at.root : findModel(url);
    const schema = root && pointedAt(root, pointer);
    if (root === undefined || schema === undefined || steps > 100) {
      throw new Error(`the reference ${at.schema["$ref"]} leads nowhere`);
    }
    at = { schema, root };
  }
  return at;
}

function pointedAt(root: Schema, pointer: string): Schema | undefined {
  let at: unknown = root;
  for (const step of pointer.split("/").slice(1)) {
    const name = decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~");
    at = typeof at === "object" && at !== null && Object.hasOwn(at, name) ? Reflect.get(at, name) : undefined;
  }
  return isSchema(at) ? at : undefined;
}

/** The schemas of what a value holds, objects in the order of their names. */
export function members(schema: Schema, value: unknown): readonly (readonly [Schema, unknown])[] {
  const pair = (part: unknown, member: unknown) => (isSchema(part) ? [[part, member] as const] : []);
  if (Array.isArray(value)) {
    const { items, additionalItems } = schema;
    return value.flatMap((item, index) =>
      pair(Array.isArray(items) ? (items[index] ?? additionalItems) : (items ?? additionalItems), item),
    );
  }
  if (!isSchema(value)) return [];
  const { properties, additionalProperties } = schema;
  return Object.keys(value)
    .sort()
    .flatMap((name) => {
      const named = isSchema(properties) ? pair(own(properties, name), value[name]) : [];
      const found = [...named, ...patterned(schema, name).flatMap((part) => pair(part, value[name]))];
      return found.length > 0 ? found : pair(additionalProperties, value[name]);
    });
}

/** The schemas for the members whose names match a pattern. */
export function patterned({ patternProperties }: Schema, name: string): Schema[] {
  return Object.entries(isSchema(patternProperties) ? patternProperties : {}).flatMap(([pattern, part]) =>
    modelPattern(pattern).test(name) && isSchema(part) ? [part] : [],
  );
}
