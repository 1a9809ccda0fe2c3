import { isRecord } from "./adapter.ts";
import { canonical } from "./canonical.ts";
import type { JsonSchema } from "./description.ts";

/** Which way a schema goes over the wire: a caller sends it, or gets it. */
export type Direction = "request" | "answer";

/** The named schemas of a document. */
export interface Components {
  readonly schemas: { readonly [name: string]: JsonSchema };
  /** A schema as it stands in the document: its definitions are components, and its references lead to them. */
  readonly refer: (schema: JsonSchema) => JsonSchema;
}

/**
 * Moves the definitions of all schemas, and a schema itself where it refers to itself, to the document's components:
 * a reference is read from the root of the document, and a schema is somewhere inside of it.
 *
 * What says the same is one component, however often and wherever it is used. Where a name stands for two things,
 * the answers' keeps it and the requests' has `Input` behind it; any further ones are numbered in the order of the
 * routes.
 *
 * @param used every schema of the document, in its order
 * @param illegal what a name may not have, and leaves out
 */
export const createComponents = (
  used: readonly (readonly [direction: Direction, schema: JsonSchema])[],
  illegal: RegExp,
): Components => {
  const found = new Map<string, { readonly definition: Definition; readonly directions: Set<Direction> }>();
  for (const [direction, schema] of used) {
    for (const definition of definitionsOf(schema)) {
      const same = found.get(definition.contents) ?? { definition, directions: new Set() };
      found.set(definition.contents, same);
      same.directions.add(direction);
    }
  }

  const names = new Map<string, string>();
  const taken = new Set(["Problem"]);
  const take = (contents: string, wanted: string): void => {
    let name = wanted;
    for (let count = 2; taken.has(name); count += 1) name = wanted + count;
    taken.add(name);
    names.set(contents, name);
  };
  const all = [...found.values()];
  const legal = ({ name }: Definition): string => name.replaceAll(illegal, "") || unnamed;
  for (const { definition, directions } of all)
    if (directions.has("answer")) take(definition.contents, legal(definition));
  for (const { definition, directions } of all) {
    if (directions.has("answer")) continue;
    const name = legal(definition);
    take(definition.contents, taken.has(name) ? `${name}Input` : name);
  }

  const refer = (schema: JsonSchema): JsonSchema => {
    const known = new Map(definitionsOf(schema).map((one) => [one.reference, names.get(one.contents)]));
    const { $defs: _, ...rest } = schema;
    const own = known.get("#");
    return own === undefined ? pointed(rest, known) : { $ref: componentPath + own };
  };
  return {
    schemas: Object.fromEntries(
      all.map(({ definition: { schema, root, contents } }) => {
        const known = new Map(definitionsOf(root).map((one) => [one.reference, names.get(one.contents)]));
        return [names.get(contents) ?? "", pointed(schema, known)];
      }),
    ),
    refer,
  };
};

interface Definition {
  /** What a `$ref` to it says, within its own schema: `#/$defs/Order`, or `#`. */
  readonly reference: string;
  readonly name: string;
  readonly schema: JsonSchema;
  /** The schema that the definition was found in. */
  readonly root: JsonSchema;
  /** All that it says, with what it refers to: the same text for the same thing. */
  readonly contents: string;
}

const componentPath = "#/components/schemas/";

const definitionsOf = (root: JsonSchema): readonly Definition[] => {
  const definitions = new Map<string, JsonSchema>(
    Object.entries(isRecord(root["$defs"]) ? root["$defs"] : {}).map(([name, one]) => [
      `#/$defs/${name}`,
      isRecord(one) ? one : one === false ? { not: {} } : {},
    ]),
  );
  const { $defs: _, ...itself } = root;
  if (referencesIn(root).some((reference) => targetOf(reference)[0] === "#")) definitions.set("#", itself);

  return [...definitions].map(([reference, schema]) => {
    const closure = new Set([reference]);
    // A set is walked to its end, also to what is added on the way.
    for (const one of closure) {
      for (const inside of referencesIn(definitions.get(one) ?? {})) closure.add(targetOf(inside)[0]);
    }
    // What has no name of its own has another one in each schema that it is part of.
    const labels = new Map(
      [...closure].map((one, index) => [one, nameOf(one) === unnamed ? String(index) : one]),
    );
    const contents = canonical(
      [...closure].map((one) => [labels.get(one), pointed(definitions.get(one) ?? {}, labels)]),
    );
    return { reference, name: nameOf(reference), schema, root, contents };
  });
};

/** What has no name is in the components because it refers to itself. */
const unnamed = "Recursive";

/** zod gives `__schema0` and so on to what has no name. */
const nameOf = (reference: string): string => {
  const name = decodeURIComponent(reference.slice("#/$defs/".length));
  return /^(__schema\d+)?$/.test(name) ? unnamed : name;
};

/** A reference as the definition that it leads into, and the rest of its way there. */
const targetOf = (reference: string): readonly [definition: string, rest: string] => {
  const [, definition = "#", rest = ""] = /^(#\/\$defs\/[^/]+|#)(.*)$/.exec(reference) ?? [];
  return [definition, rest];
};

const referencesIn = (value: unknown): readonly string[] => {
  const found: string[] = [];
  JSON.stringify(value, (key, one: unknown) => {
    if (key === "$ref" && typeof one === "string") found.push(one);
    return one;
  });
  return found;
};

const pointed = (schema: JsonSchema, names: ReadonlyMap<string, string | undefined>): JsonSchema => {
  const inside = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inside);
    return isRecord(value) ? pointed(value, names) : value;
  };
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => {
      if (key !== "$ref" || typeof value !== "string") return [key, inside(value)];
      const [definition, rest] = targetOf(value);
      const name = names.get(definition);
      return [key, name === undefined ? value : componentPath + name + rest];
    }),
  );
};
