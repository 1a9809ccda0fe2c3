import { isObject, type JsonObject } from "../../json-object.ts";

/**
 * How a description refers to another model: `models/Pet`. Documents write `#/definitions/Pet` or
 * `#/components/schemas/Pet`, and API Gateway the address of the model (R test_import_swagger_api).
 */
const ownPrefix = "models/";

const canonical = /^https:\/\/apigateway\.[a-z0-9.-]+\/restapis\/[^/]+\/models\/([A-Za-z0-9]+)$/;

/** D: what a model does not keep of an imported schema ("important notes for REST APIs"); the rest stays as it is. */
const dropped = new Set([
  "default",
  "deprecated",
  "discriminator",
  "example",
  "externalDocs",
  "readOnly",
  "xml",
]);

/** Keywords whose value maps names, not keywords, to schemas. */
const namedSchemas = new Set(["properties", "patternProperties", "definitions"]);

/** Keywords whose value is data, in which nothing is a keyword. */
const data = new Set(["enum", "required"]);

/** A schema of a document as a model has it. `prefix` is how the document begins a reference to another. */
export function fromDocument(schema: unknown, prefix: string): unknown {
  return mapSchema(schema, {
    simplify: nullableListAsList,
    keeps: (keyword) => !dropped.has(keyword),
    reference: (text) => (text.startsWith(prefix) ? `${ownPrefix}${text.slice(prefix.length)}` : text),
  });
}

/** A schema of a model as a document has it. D: without `$schema` (exports shown in the developer guide). */
export function toDocument(schema: unknown, prefix: string): unknown {
  return mapSchema(schema, {
    keeps: (keyword) => keyword !== "$schema",
    reference: (text) => (text.startsWith(ownPrefix) ? `${prefix}${text.slice(ownPrefix.length)}` : text),
  });
}

/** A stored schema, whose references are addresses, as a description has it. */
export function fromModel(schema: unknown): unknown {
  return mapReferences(schema, (text) => {
    const name = canonical.exec(text)?.[1];
    return name === undefined ? text : `${ownPrefix}${name}`;
  });
}

/** The text of a schema as a model of this API keeps it. */
export function toModelText(schema: unknown, restApiId: string): string {
  const stored = mapReferences(schema, (text) =>
    text.startsWith(ownPrefix)
      ? `https://apigateway.amazonaws.com/restapis/${restApiId}/models/${text.slice(ownPrefix.length)}`
      : text,
  );
  return JSON.stringify(stored, undefined, 2);
}

/** The name of the model that a schema is nothing but a reference to. */
export function referredModel(schema: unknown): string | undefined {
  const reference = isObject(schema) ? schema["$ref"] : undefined;
  return typeof reference === "string" && reference.startsWith(ownPrefix)
    ? reference.slice(ownPrefix.length)
    : undefined;
}

interface Mapping {
  readonly keeps: (keyword: string) => boolean;
  readonly reference: (text: string) => string;
  /** Changes one schema before what is inside it is looked at. */
  readonly simplify?: (schema: JsonObject) => JsonObject;
}

/**
 * A list that may be null loses the null, whichever way it is written
 * (hashicorp/terraform-provider-aws#27344: "automatically ignored and overridden").
 */
function nullableListAsList(schema: JsonObject): JsonObject {
  const { type, oneOf, anyOf, ...rest } = schema;
  if (isListOrNull(type)) return { ...schema, type: "array" };
  for (const choice of [oneOf, anyOf]) {
    if (
      Array.isArray(choice) &&
      isListOrNull(choice.map((one) => (isObject(one) ? one["type"] : undefined)))
    ) {
      return { ...rest, type: "array" };
    }
  }
  return schema;
}

function isListOrNull(types: unknown): boolean {
  return Array.isArray(types) && types.length === 2 && types.includes("array") && types.includes("null");
}

function mapReferences(schema: unknown, reference: (text: string) => string): unknown {
  return mapSchema(schema, { keeps: () => true, reference });
}

function mapSchema(schema: unknown, mapping: Mapping): unknown {
  if (Array.isArray(schema)) return schema.map((item) => mapSchema(item, mapping));
  if (!isObject(schema)) return schema;
  const kept = Object.entries(mapping.simplify?.(schema) ?? schema).filter(([keyword]) =>
    mapping.keeps(keyword),
  );
  return Object.fromEntries(kept.map(([keyword, value]) => [keyword, mapKeyword(keyword, value, mapping)]));
}

function mapKeyword(keyword: string, value: unknown, mapping: Mapping): unknown {
  if (keyword === "$ref" && typeof value === "string") return mapping.reference(value);
  if (data.has(keyword)) return value;
  if (namedSchemas.has(keyword) && isObject(value)) return mapNamed(value, mapping);
  return mapSchema(value, mapping);
}

function mapNamed(schemas: JsonObject, mapping: Mapping): JsonObject {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, mapSchema(schema, mapping)]),
  );
}
