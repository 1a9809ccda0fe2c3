import type { GetModelTemplateRequest, Template } from "@aws-sdk/client-api-gateway";
import type { Checked } from "../protocol/checked.ts";
import type { ApiGatewayContext } from "./context.ts";
import { findModel } from "./model.ts";
import { flattenSchema } from "./model-flatten.ts";
import { models } from "./records.ts";

type Schema = { readonly [keyword: string]: unknown };

/**
 * A mapping template that makes an example of a model (D: GetModelTemplate): sample values for scalars, and a loop
 * for each array, to be filled in.
 */
export function GetModelTemplate(
  input: Checked<GetModelTemplateRequest>,
  context: ApiGatewayContext,
): Template {
  const model = findModel(context, input.restApiId, input.modelName);
  const all = context.store.list(models, context.region, input.restApiId);
  const root = asSchema(JSON.parse(flattenSchema(model, all)));
  const sampler: Sampler = { root, budget: maximumNodes };
  return { value: `#set($inputRoot = $input.path('$'))\n${sample(sampler, root, "$inputRoot", "", [])}` };
}

/** Schemas can be small and their samples endless: past this many nodes, or so deep, there is nothing but `{ }`. */
const maximumNodes = 5000;
const maximumIndent = 400;

interface Sampler {
  readonly root: Schema;
  /** How many more nodes may be sampled. */
  budget: number;
}

/**
 * @param from what an array at this place is looped over.
 * @param open the references that are being followed: one that is met again is not followed.
 */
function sample(
  sampler: Sampler,
  schema: Schema,
  from: string,
  indent: string,
  open: readonly string[],
): string {
  const reference = schema["$ref"];
  if (typeof reference === "string") {
    if (open.includes(reference)) return "{ }";
    return sample(sampler, resolve(reference, sampler.root), from, indent, [...open, reference]);
  }
  if (sampler.budget <= 0 || indent.length > maximumIndent) return "{ }";
  sampler.budget -= 1;
  const inner = `${indent}  `;
  switch (typeOf(schema)) {
    case "object": {
      const lines = Object.entries(asSchema(schema["properties"])).map(
        ([name, value]) =>
          `${inner}${JSON.stringify(name)} : ${sample(sampler, asSchema(value), from, inner, open)}`,
      );
      return lines.length === 0 ? "{ }" : `{\n${lines.join(",\n")}\n${indent}}`;
    }
    case "array": {
      const item = sample(sampler, asSchema(schema["items"]), "$elem", inner, open);
      return (
        "[\n##TODO: Update this foreach loop to reference array from input json\n" +
        `#foreach($elem in ${from})\n${inner}${item}#if($foreach.hasNext),#end\n#end\n${indent}]`
      );
    }
    case "integer":
    case "number":
      return "42";
    case "boolean":
      return "true";
    case "null":
      return "null";
    default:
      return '"foo"';
  }
}

/** What a reference into the same document names; what is anywhere else is taken for nothing. */
function resolve(reference: string, root: Schema): Schema {
  if (reference !== "#" && !reference.startsWith("#/")) return {};
  const parts = reference.split("/").slice(1);
  return parts.reduce<Schema>((value, part) => asSchema(Object.hasOwn(value, part) ? value[part] : {}), root);
}

function typeOf(schema: Schema): string {
  const type = schema["type"];
  if (typeof type === "string") return type;
  if (schema["properties"] !== undefined) return "object";
  return schema["items"] === undefined ? "string" : "array";
}

function asSchema(value: unknown): Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}
