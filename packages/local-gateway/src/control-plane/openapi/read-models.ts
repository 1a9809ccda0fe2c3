import { createHash } from "node:crypto";
import { isObject, type JsonObject } from "../../json-object.ts";
import type { ModelDescription } from "./description.ts";
import type { ByContentType } from "./dialect.ts";
import { textAt } from "./json.ts";
import { fromDocument, referredModel } from "./schema.ts";

/** The models of a document: those that it names, and those that schemas inside methods make. */
export interface Models {
  all(): readonly ModelDescription[];
  /** The names of the models for schemas of requests or responses; makes a model of a schema without a name. */
  namesOf(schemas: ByContentType<unknown>): ByContentType<string>;
}

/** Keywords by which a schema without a name is worth a model. */
const structural = ["properties", "items", "allOf", "anyOf", "oneOf", "not", "additionalProperties"];

/**
 * Reads the named schemas. The refusals are AWS's as callers report them
 * (amazon-archives/aws-apigateway-importer#194); both are warnings (D: "a missing model reference").
 */
export function readModels(schemas: JsonObject, prefix: string, warn: (message: string) => void): Models {
  const models = new Map<string, ModelDescription>();
  const add = (name: string, schema: unknown): void => {
    models.set(name, {
      name,
      contentType: "application/json",
      // R: the schema's description is the model's as well (test_import_with_circular_models).
      description: textAt(schema, "description"),
      schema,
    });
  };
  for (const [name, schema] of Object.entries(schemas)) {
    if (/^[A-Za-z0-9]+$/.test(name)) add(name, fromDocument(schema, prefix));
    else warn(`Model name must be alphanumeric: ${name}`);
  }
  const nameOf = (given: unknown): string | undefined => {
    const schema = fromDocument(given, prefix);
    const referred = referredModel(schema);
    if (referred !== undefined) {
      if (models.has(referred)) return referred;
      warn(`Reference to model '${referred}' not found. Ignoring.`);
      return undefined;
    }
    if (!isStructural(schema)) return undefined;
    const name = inlineName(schema);
    if (!models.has(name)) add(name, schema);
    return name;
  };
  return {
    all: () => [...models.values()],
    namesOf: (given) => {
      const names: [string, string][] = [];
      for (const [contentType, schema] of Object.entries(given)) {
        const name = nameOf(schema);
        if (name !== undefined) names.push([contentType, name]);
      }
      return Object.fromEntries(names);
    },
  };
}

/** D: a primitive type without a name makes no model ("schema definition must be of an object type"). */
function isStructural(schema: unknown): boolean {
  if (!isObject(schema)) return false;
  const { type } = schema;
  return (
    type === "object" || type === "array" || structural.some((keyword) => Object.hasOwn(schema, keyword))
  );
}

/**
 * The name of a model for a schema without one. That AWS names them MODEL and six characters is general knowledge;
 * here the characters come from the schema, so that a repeated import makes no second model.
 */
function inlineName(schema: unknown): string {
  return `MODEL${createHash("sha256").update(JSON.stringify(schema)).digest("hex").slice(0, 6)}`;
}
