import type { NormalizedSchema } from "@smithy/core/schema";
import { AwsError } from "../aws-error.ts";

/**
 * Turns a JSON value into what the SDK's types promise: blobs from base64, timestamps from epoch seconds, unknown
 * members and nulls dropped.
 *
 * The message for a scalar of the wrong type is recorded ("class java.lang.Boolean can not be converted to an
 * String", PutIntegration 2024); those for lists and structures are in the words of the same service framework.
 *
 * @throws AwsError `SerializationException` when a value has another type than the schema says.
 */
export function readJson(schema: NormalizedSchema, value: unknown): unknown {
  if (schema.isDocumentSchema()) return value;
  if (schema.isStructSchema()) return readStructure(schema, expectObject(value));
  if (schema.isMapSchema()) return readMap(schema, expectObject(value));
  if (schema.isListSchema()) return readList(schema, value);
  if (schema.isStringSchema())
    return typeof value === "string" ? text(value) : unconvertible(value, "String");
  if (schema.isBooleanSchema()) return typeof value === "boolean" ? value : unconvertible(value, "Boolean");
  if (schema.isNumericSchema()) return typeof value === "number" ? value : unconvertible(value, "Number");
  if (schema.isTimestampSchema()) return readTimestamp(value);
  if (schema.isBlobSchema()) return readBlob(value);
  return value;
}

/** The members of a structure that the schema knows, by their names in the SDK. */
export function readStructure(
  schema: NormalizedSchema,
  value: { readonly [name: string]: unknown },
  skip: (member: NormalizedSchema) => boolean = () => false,
): { [name: string]: unknown } {
  const result: { [name: string]: unknown } = {};
  for (const [name, member] of schema.structIterator()) {
    if (skip(member)) continue;
    const found = value[member.getMergedTraits().jsonName ?? name];
    if (found !== undefined && found !== null) result[name] = readJson(member, found);
  }
  return result;
}

/** Reads a scalar from text, as it stands in a path, a query or a header. */
export function readText(schema: NormalizedSchema, text: string): unknown {
  if (schema.isBooleanSchema()) {
    return text === "true" ? true : text === "false" ? false : unconvertible(text, "Boolean");
  }
  if (schema.isNumericSchema()) {
    const number = Number(text);
    return text.trim() === "" || Number.isNaN(number) ? unconvertible(text, "Number") : number;
  }
  if (schema.isTimestampSchema()) return readTimestamp(text);
  return text;
}

/** @throws AwsError `SerializationException` when the text is not a JSON object. */
export function parseJsonObject(text: string): { readonly [name: string]: unknown } {
  if (text.trim() === "") return {};
  try {
    return expectObject(JSON.parse(text));
  } catch (error) {
    if (error instanceof AwsError) throw error;
    throw new AwsError("SerializationException", 400, "Could not parse the request body as JSON", {
      cause: error,
    });
  }
}

/** JSON can write half of a surrogate pair, which no text, path or key can hold; it becomes U+FFFD. */
function text(value: string): string {
  return value.toWellFormed();
}

function readMap(
  schema: NormalizedSchema,
  value: { readonly [name: string]: unknown },
): { [name: string]: unknown } {
  const member = schema.getValueSchema();
  const result: { [name: string]: unknown } = Object.create(null);
  for (const [name, entry] of Object.entries(value)) {
    if (entry !== null) result[text(name)] = readJson(member, entry);
  }
  return { ...result };
}

function readList(schema: NormalizedSchema, value: unknown): unknown[] {
  if (!Array.isArray(value)) throw serialization("Expected list or null");
  const member = schema.getValueSchema();
  return value.filter((item) => item !== null).map((item) => readJson(member, item));
}

function readTimestamp(value: unknown): Date {
  const date =
    typeof value === "number"
      ? new Date(value * 1000)
      : new Date(typeof value === "string" ? value : Number.NaN);
  return Number.isNaN(date.getTime()) ? unconvertible(value, "Timestamp") : date;
}

function readBlob(value: unknown): Uint8Array {
  if (typeof value !== "string") return unconvertible(value, "Blob");
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(value)) throw serialization("Invalid base64 in a blob");
  return Buffer.from(value, "base64");
}

function expectObject(value: unknown): { readonly [name: string]: unknown } {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw serialization("Expected structure or null");
}

function unconvertible(value: unknown, target: string): never {
  const source = typeof value === "object" ? (Array.isArray(value) ? "List" : "Map") : javaName(value);
  throw serialization(`class ${source} can not be converted to an ${target}`);
}

function javaName(value: unknown): string {
  if (typeof value === "boolean") return "java.lang.Boolean";
  if (typeof value === "string") return "java.lang.String";
  return Number.isInteger(value) ? "java.lang.Integer" : "java.lang.Double";
}

function serialization(message: string): AwsError {
  return new AwsError("SerializationException", 400, message);
}
