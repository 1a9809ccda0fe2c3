import type { NormalizedSchema } from "@smithy/core/schema";
import { AwsError } from "../aws-error.ts";
import { readText } from "./read-json.ts";

/**
 * Reads the input of an operation from the parameters of the AWS query protocol: `Tags.member.1.Key=…` for lists,
 * `Map.entry.1.key=…` for maps, the infix left out where the schema says flattened.
 *
 * @throws AwsError `MalformedInput` when a scalar has another type than the schema says.
 */
export function readQueryInput(schema: NormalizedSchema, form: URLSearchParams): { [name: string]: unknown } {
  return schema.isStructSchema() ? readStructure(schema, form, "") : {};
}

function readStructure(
  schema: NormalizedSchema,
  form: URLSearchParams,
  prefix: string,
): { [name: string]: unknown } {
  const result: { [name: string]: unknown } = {};
  for (const [name, member] of schema.structIterator()) {
    const value = readValue(member, form, `${prefix}${member.getMergedTraits().xmlName ?? name}`);
    if (value !== undefined) result[name] = value;
  }
  return result;
}

function readValue(schema: NormalizedSchema, form: URLSearchParams, path: string): unknown {
  if (schema.isStructSchema())
    return hasUnder(form, path) ? readStructure(schema, form, `${path}.`) : undefined;
  if (schema.isListSchema()) return readList(schema, form, path);
  if (schema.isMapSchema()) return readMap(schema, form, path);
  const text = form.get(path);
  if (text === null) return undefined;
  if (schema.isBlobSchema()) return Buffer.from(text, "base64");
  try {
    return readText(schema, text);
  } catch (error) {
    throw new AwsError("MalformedInput", 400, `${path} has a value of the wrong type.`, { cause: error });
  }
}

function readList(schema: NormalizedSchema, form: URLSearchParams, path: string): unknown[] | undefined {
  const member = schema.getValueSchema();
  const infix = member.getMergedTraits().xmlName ?? "member";
  const start = schema.getMergedTraits().xmlFlattened === undefined ? `${path}.${infix}` : path;
  const items: unknown[] = [];
  for (let index = 1; hasUnder(form, `${start}.${index}`); index += 1) {
    items.push(readValue(member, form, `${start}.${index}`));
  }
  return items.length > 0 || form.get(path) === "" ? items : undefined;
}

function readMap(schema: NormalizedSchema, form: URLSearchParams, path: string): object | undefined {
  const start = schema.getMergedTraits().xmlFlattened === undefined ? `${path}.entry` : path;
  const keyName = schema.getKeySchema().getMergedTraits().xmlName ?? "key";
  const valueName = schema.getValueSchema().getMergedTraits().xmlName ?? "value";
  const entries: [string, unknown][] = [];
  for (let index = 1; hasUnder(form, `${start}.${index}`); index += 1) {
    const key = form.get(`${start}.${index}.${keyName}`) ?? "";
    entries.push([key, readValue(schema.getValueSchema(), form, `${start}.${index}.${valueName}`)]);
  }
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

function hasUnder(form: URLSearchParams, path: string): boolean {
  for (const name of form.keys()) {
    if (name === path || name.startsWith(`${path}.`)) return true;
  }
  return false;
}
