import type { Model } from "@aws-sdk/client-api-gateway";
import type { default as Draft4, ValidateFunction } from "ajv-draft-04";
import { fromPairs } from "../../own.ts";
import type { DeployedStage } from "../deployed-stage.ts";
import { formats } from "./formats.ts";
import { divisionDigits, hasTwins } from "./keyword-sentences.ts";
import { modelPattern } from "./model-pattern.ts";
import { isSchema, type Schema } from "./schema.ts";

/** @throws Error if there is no such model, or a schema cannot be resolved. */
export async function validatorOf(
  modelName: string,
  { api, snapshot }: DeployedStage,
): Promise<ValidateFunction> {
  const models = snapshot.models ?? [];
  const base = baseOf(api);
  let compiler = compilers.get(snapshot);
  if (compiler === undefined) {
    compiler = await compilerOf(models, base);
    compilers.set(snapshot, compiler);
  }
  const validate = compiler.getSchema(base + modelName);
  if (validate === undefined) throw new Error(`the deployment has no model ${modelName}`);
  return validate;
}

/** What others refer to models by. */
export function baseOf({ id }: DeployedStage["api"]): string {
  return `https://apigateway.amazonaws.com/restapis/${id}/models/`;
}

type Compiler = InstanceType<typeof Draft4.default>;

/** Of each snapshot, gone together with it. */
const compilers = new WeakMap<object, Compiler>();

/** Loaded by the first body that is held against a model: most gateways see none. */
async function compilerOf(models: readonly Model[], base: string): Promise<Compiler> {
  const { default: draft4 } = await import("ajv-draft-04");
  const ajv = new draft4.default({
    strict: false,
    unicodeRegExp: false,
    ownProperties: true,
    multipleOfPrecision: divisionDigits,
    formats: Object.fromEntries(Object.entries(formats).map(([name, { isValid }]) => [name, isValid])),
    validateSchema: false,
    code: { regExp: Object.assign(modelPattern, { code: "" }) },
    logger: false,
  });
  for (const keyword of [...laterKeywords, "uniqueItems"]) ajv.removeKeyword(keyword);
  ajv.addKeyword({
    keyword: "uniqueItems",
    type: "array",
    validate: (isWanted: unknown, items: readonly unknown[]) => isWanted !== true || !hasTwins(items),
  });
  for (const model of models) {
    const schema = schemaOf(model);
    if (schema !== undefined) ajv.addSchema(schema, base + model.name);
  }
  return ajv;
}

/** Words of later drafts that the compiler knows: in draft 4 they mean nothing. */
const laterKeywords = ["const", "contains", "else", "if", "propertyNames", "then"];

/** A model's schema as draft 4 reads it; undefined for no model. */
export function schemaOf(model: Model | undefined): Schema | undefined {
  const document: unknown = JSON.parse(model?.schema ?? "null");
  return isSchema(document) ? plain(document) : undefined;
}

/**
 * Without the names that the compiler would act on: a schema is known by its model's name, and OpenAPI's words are
 * none.
 */
function plain(schema: Schema): Schema {
  const parts = Object.entries(schema).filter(
    ([name, part]) => !(ignored.has(name) || (name === "id" && typeof part === "string")),
  );
  return fromPairs(parts.map(([name, part]) => [name, plainPart(name, part)] as const));
}

const ignored: ReadonlySet<string> = new Set(["$async", "$id", "$schema", "nullable"]);

/** Members whose own members are schemas by names that a user chose. */
const named: ReadonlySet<string> = new Set([
  "$defs",
  "definitions",
  "dependencies",
  "patternProperties",
  "properties",
]);

function plainPart(name: string, part: unknown): unknown {
  const plainOne = (one: unknown) => (isSchema(one) ? plain(one) : one);
  if (name === "enum" || name === "default") return part;
  if (Array.isArray(part)) return part.map(plainOne);
  if (!named.has(name) || !isSchema(part)) return plainOne(part);
  return fromPairs(Object.entries(part).map(([key, one]) => [key, plainOne(one)] as const));
}
