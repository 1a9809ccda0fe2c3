import type { JsonSchema } from "@gatewright/runtime/describe";
import { typeKey } from "./names.ts";
import { docComment, indent, quoted } from "./text.ts";

/** A TypeScript type as text. `loose` ones want parentheses before `[]` or `&`. */
export interface TypeText {
  readonly text: string;
  readonly loose?: boolean;
  /** Whether the text is a bare `{ … }`, which an interface can have as its body. */
  readonly object?: boolean;
}

/** The name of the type that a `$ref` stands for. */
export type Refer = (reference: string) => string;

/**
 * The TypeScript type of the values that a JSON Schema allows, as near as a type can say it. A keyword that no
 * type can say (a pattern, a range, a length) is left out: the type is then wider, never narrower.
 */
export function schemaType(schema: unknown, refer: Refer): TypeText {
  if (schema === false) return never;
  if (!isSchema(schema)) return unknown;
  const alternatives = [schema["anyOf"], schema["oneOf"]].filter(Array.isArray);
  const all = Array.isArray(schema["allOf"]) ? schema["allOf"] : [];
  return intersection([
    ...(typeof schema["$ref"] === "string" ? [{ text: refer(schema["$ref"]) }] : []),
    ownType(schema, refer),
    ...alternatives.map((members) => union(members.map((member) => schemaType(member, refer)))),
    ...all.map((member) => schemaType(member, refer)),
  ]);
}

/** The one kind of value that a schema allows besides null, when it is one. */
export function schemaKind(schema: unknown): string | undefined {
  const kinds = new Set(allowedKinds(schema));
  kinds.delete("null");
  return kinds.size === 1 ? [...kinds][0] : undefined;
}

export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function allowedKinds(schema: unknown): readonly string[] {
  if (!isSchema(schema)) return ["unknown"];
  const members = [schema["anyOf"], schema["oneOf"], schema["allOf"]].find(Array.isArray);
  if (members) return members.flatMap(allowedKinds);
  const values = "const" in schema ? [schema["const"]] : schema["enum"];
  if (Array.isArray(values)) return values.map((value) => (value === null ? "null" : typeof value));
  const types = [schema["type"]].flat();
  return types.map((type) => (type === "integer" ? "number" : typeof type === "string" ? type : "unknown"));
}

const unknown: TypeText = { text: "unknown" };
const never: TypeText = { text: "never" };

function union(members: readonly TypeText[]): TypeText {
  const texts = [...new Set(members.map(({ text }) => text))].filter((text) => text !== "never");
  if (texts.includes("unknown")) return unknown;
  if (texts.length > 1) return { text: texts.join(" | "), loose: true };
  return members.find(({ text }) => text === texts[0]) ?? never;
}

function intersection(members: readonly TypeText[]): TypeText {
  const said = members.filter(({ text }, index) => {
    const first = members.findIndex((member) => member.text === text);
    return text !== "unknown" && first === index;
  });
  const [only] = said;
  if (only === undefined) return unknown;
  return said.length === 1 ? only : { text: said.map(tight).join(" & "), loose: true };
}

function tight({ text, loose }: TypeText): string {
  return loose ? `(${text})` : text;
}

/** What a schema says itself, without its references and combinations. */
function ownType(schema: JsonSchema, refer: Refer): TypeText {
  if ("const" in schema) return literal(schema["const"]);
  if (Array.isArray(schema["enum"])) return union(schema["enum"].map(literal));
  if (schema["not"] === true || (isSchema(schema["not"]) && Object.keys(schema["not"]).length === 0))
    return never;
  const types = Array.isArray(schema["type"]) ? schema["type"] : [schema["type"] ?? impliedType(schema)];
  return union(types.map((type) => namedType(type, schema, refer)));
}

function impliedType(schema: JsonSchema): string | undefined {
  if ("properties" in schema || "additionalProperties" in schema) return "object";
  return "items" in schema || "prefixItems" in schema ? "array" : undefined;
}

function namedType(type: unknown, schema: JsonSchema, refer: Refer): TypeText {
  switch (type) {
    case "string":
    case "boolean":
    case "null":
      return { text: type };
    case "number":
    case "integer":
      return { text: "number" };
    case "array":
      return arrayType(schema, refer);
    case "object":
      return objectType(schema, refer);
    default:
      return unknown;
  }
}

function literal(value: unknown): TypeText {
  if (Array.isArray(value)) return { text: `[${value.map((member) => literal(member).text).join(", ")}]` };
  if (!isSchema(value)) return { text: quoted(value) };
  const members = Object.entries(value).map(([key, member]) => `${typeKey(key)}: ${literal(member).text}`);
  return { text: members.length > 0 ? `{ ${members.join("; ")} }` : "Record<string, never>" };
}

/** A list, or a tuple: `prefixItems`, before draft 2020-12 an array of `items`. Without `minItems` it is whole. */
function arrayType(schema: JsonSchema, refer: Refer): TypeText {
  const older = Array.isArray(schema["items"]) ? schema["items"] : undefined;
  const prefix = Array.isArray(schema["prefixItems"]) ? schema["prefixItems"] : older;
  const rest = older ? schema["additionalItems"] : schema["items"];
  if (prefix === undefined) return { text: `${tight(schemaType(rest, refer))}[]` };
  const least = typeof schema["minItems"] === "number" ? schema["minItems"] : prefix.length;
  const members = prefix.map((item, index) => {
    const type = schemaType(item, refer);
    return index < least ? type.text : `${tight(type)}?`;
  });
  if (isSchema(rest)) members.push(`...${tight(schemaType(rest, refer))}[]`);
  return { text: `[${members.join(", ")}]` };
}

function objectType(schema: JsonSchema, refer: Refer): TypeText {
  const properties = new Map(isSchema(schema["properties"]) ? Object.entries(schema["properties"]) : []);
  const required = new Set(Array.isArray(schema["required"]) ? schema["required"] : []);
  const named = isSchema(schema["propertyNames"]) ? schema["propertyNames"]["enum"] : undefined;
  const additional = schema["additionalProperties"];
  // A record with a fixed set of keys (`propertyNames`) has no names under `properties`.
  const keys = [...properties.keys(), ...required, ...(Array.isArray(named) ? named : [])];
  const members = [...new Set(keys)]
    .filter((key) => typeof key === "string")
    .map((key) => {
      const member = properties.get(key) ?? (properties.has(key) ? false : additional);
      return { key, member, optional: !required.has(key), type: schemaType(member, refer) };
    });

  const patterns = isSchema(schema["patternProperties"]) ? Object.values(schema["patternProperties"]) : [];
  const open = Array.isArray(named) || additional === undefined || additional === false ? [] : [additional];
  const others = [...patterns, ...open].map((other) => schemaType(other, refer));
  if (members.length === 0 && others.length === 0) {
    return { text: additional === false ? "Record<string, never>" : "{ [key: string]: unknown }" };
  }

  const lines = members.flatMap(({ key, member, optional, type }) => [
    ...schemaComment(member),
    `${typeKey(key)}${optional ? "?" : ""}: ${type.text};`,
  ]);
  if (others.length > 0) {
    // An index signature has to allow the named members too.
    const some = members.some(({ optional }) => optional) ? [{ text: "undefined" }] : [];
    lines.push(`[key: string]: ${union([...others, ...members.map(({ type }) => type), ...some]).text};`);
  }
  if (members.length === 0) return { text: `{ ${lines.join(" ").replace(/;$/, "")} }` };
  return { text: `{\n${lines.map(indent).join("\n")}\n}`, object: true };
}

export function schemaComment(schema: unknown): readonly string[] {
  if (!isSchema(schema)) return [];
  const { description, deprecated } = schema;
  return docComment(
    typeof description === "string" ? description : undefined,
    deprecated === true ? "@deprecated" : undefined,
  );
}
