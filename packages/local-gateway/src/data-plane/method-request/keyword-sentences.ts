import { isDeepStrictEqual } from "node:util";
import { own } from "../../own.ts";
import { formats } from "./formats.ts";
import { modelPattern } from "./model-pattern.ts";
import { isSchema, patterned, type Schema } from "./schema.ts";

export interface Looked {
  readonly schema: Schema;
  readonly matches: (part: unknown) => boolean;
}

/** What is wrong, or undefined, also where a keyword is not for such a value. */
export type Look = (wanted: unknown, value: unknown, looked: Looked) => string | undefined;

const json = JSON.stringify;

/** In the order of their names, with `format` after all others. */
export const keywords: readonly (readonly [keyword: string, look: Look])[] = [
  [
    "additionalItems",
    (wanted, value, { schema: { items } }) =>
      wanted === false && Array.isArray(value) && Array.isArray(items) && value.length > items.length
        ? `schema only allows ${items.length} elements in array but instance has ${value.length} elements`
        : undefined,
  ],
  [
    "additionalProperties",
    (wanted, value, { schema }) => {
      const extra = wanted === false && isSchema(value) ? additional(schema, value) : [];
      return extra.length === 0
        ? undefined
        : `object instance has properties which are not allowed by the schema: ${json(extra)}`;
    },
  ],
  [
    "allOf",
    (wanted, _value, { matches }) => {
      const { matched, all } = counted(wanted, matches);
      return matched === all
        ? undefined
        : `instance failed to match all required schemas (matched only ${matched} out of ${all})`;
    },
  ],
  [
    "anyOf",
    (wanted, _value, { matches }) => {
      const { matched, all } = counted(wanted, matches);
      return matched > 0 ? undefined : `instance failed to match at least one required schema among ${all}`;
    },
  ],
  [
    "dependencies",
    (wanted, value) => {
      if (!isSchema(wanted) || !isSchema(value)) return undefined;
      const sentences = Object.entries(wanted).flatMap(([name, required]) => {
        const missing =
          Array.isArray(required) && Object.hasOwn(value, name) ? missingOf(required, value) : [];
        return missing.length === 0
          ? []
          : [
              `property "${name}" of object has missing property dependencies (schema requires ${json(required)}; missing: ${json(missing)})`,
            ];
      });
      return sentences.length === 0 ? undefined : sentences.join(", ");
    },
  ],
  [
    "enum",
    (wanted, value) =>
      listed(wanted).some((each) => isDeepStrictEqual(each, value))
        ? undefined
        : `instance value (${json(value)}) not found in enum (possible values: ${json(wanted)})`,
  ],
  [
    "maxItems",
    (wanted, value) =>
      Array.isArray(value) && value.length > Number(wanted)
        ? `array is too long: must have at most ${wanted} elements but instance has ${value.length} elements`
        : undefined,
  ],
  [
    "maxLength",
    (wanted, value) =>
      typeof value === "string" && lengthOf(value) > Number(wanted)
        ? `string ${quoted(value)} is too long (length: ${lengthOf(value)}, maximum allowed: ${wanted})`
        : undefined,
  ],
  [
    "maxProperties",
    (wanted, value) =>
      isSchema(value) && Object.keys(value).length > Number(wanted)
        ? `object has too many properties (found ${Object.keys(value).length} but schema requires at most ${wanted})`
        : undefined,
  ],
  [
    "maximum",
    (wanted, value, { schema }) => {
      if (typeof value !== "number" || value < Number(wanted)) return undefined;
      if (value > Number(wanted))
        return `numeric instance is greater than the required maximum (maximum: ${wanted}, found: ${value})`;
      return schema["exclusiveMaximum"] === true
        ? `numeric instance is not strictly lower than the required maximum ${wanted}`
        : undefined;
    },
  ],
  [
    "minItems",
    (wanted, value) =>
      Array.isArray(value) && value.length < Number(wanted)
        ? `array is too short: must have at least ${wanted} elements but instance has ${value.length} elements`
        : undefined,
  ],
  [
    "minLength",
    (wanted, value) =>
      typeof value === "string" && lengthOf(value) < Number(wanted)
        ? `string ${quoted(value)} is too short (length: ${lengthOf(value)}, required minimum: ${wanted})`
        : undefined,
  ],
  [
    "minProperties",
    (wanted, value) =>
      isSchema(value) && Object.keys(value).length < Number(wanted)
        ? `object has too few properties (found ${Object.keys(value).length} but schema requires at least ${wanted})`
        : undefined,
  ],
  [
    "minimum",
    (wanted, value, { schema }) => {
      if (typeof value !== "number" || value > Number(wanted)) return undefined;
      if (value < Number(wanted))
        return `numeric instance is lower than the required minimum (minimum: ${wanted}, found: ${value})`;
      return schema["exclusiveMinimum"] === true
        ? `numeric instance is not strictly greater than the required minimum ${wanted}`
        : undefined;
    },
  ],
  [
    "multipleOf",
    (wanted, value) =>
      typeof value === "number" && !isMultiple(value, Number(wanted))
        ? `remainder of division is not zero (${value} / ${wanted})`
        : undefined,
  ],
  [
    "not",
    (wanted, _value, { matches }) =>
      matches(wanted) ? "instance matched a schema which it should not have" : undefined,
  ],
  [
    "oneOf",
    (wanted, _value, { matches }) => {
      const { matched, all } = counted(wanted, matches);
      return matched === 1
        ? undefined
        : `instance failed to match exactly one schema (matched ${matched} out of ${all})`;
    },
  ],
  [
    "pattern",
    (wanted, value) =>
      typeof value === "string" && !modelPattern(String(wanted)).test(value)
        ? `ECMA 262 regex ${quoted(String(wanted))} does not match input string ${quoted(value)}`
        : undefined,
  ],
  [
    "required",
    (wanted, value) => {
      const missing = isSchema(value) ? missingOf(listed(wanted), value).sort() : [];
      return missing.length === 0 ? undefined : `object has missing required properties (${json(missing)})`;
    },
  ],
  [
    "type",
    (wanted, value) => {
      const allowed = new Set([wanted].flat());
      if (allowed.has("number")) allowed.add("integer");
      return allowed.has(typeOf(value))
        ? undefined
        : `instance type (${typeOf(value)}) does not match any allowed primitive type (allowed: ${json([...allowed].sort())})`;
    },
  ],
  [
    "uniqueItems",
    (wanted, value) =>
      wanted === true && Array.isArray(value) && hasTwins(value)
        ? "array must not contain duplicate elements"
        : undefined,
  ],
  [
    "format",
    (wanted, value) => {
      const format = own(formats, String(wanted));
      return format === undefined || typeof value !== "string" || format.isValid(value)
        ? undefined
        : format.fault(value);
    },
  ],
];

/** How close a division has to come to a whole number: Java divides decimal numbers, and JavaScript binary ones. */
export const divisionDigits = 8;

function isMultiple(value: number, divisor: number): boolean {
  const quotient = value / divisor;
  return Math.abs(Math.round(quotient) - quotient) <= 10 ** -divisionDigits;
}

function counted(parts: unknown, matches: Looked["matches"]): { matched: number; all: number } {
  const all = listed(parts);
  return { matched: all.filter(matches).length, all: all.length };
}

function missingOf(names: readonly unknown[], value: Schema): string[] {
  return names.map(String).filter((name) => !Object.hasOwn(value, name));
}

function additional(schema: Schema, value: Schema): string[] {
  const known = schema["properties"];
  return Object.keys(value)
    .filter(
      (name) => !(isSchema(known) && Object.hasOwn(known, name)) && patterned(schema, name).length === 0,
    )
    .sort();
}

/** Whether two of the items are the same JSON. In a time that grows with their number and not with its square. */
export function hasTwins(items: readonly unknown[]): boolean {
  const known = new Set<string>();
  return items.some((item) => known.size === known.add(canonical(item)).size);
}

/** The same text for what is the same JSON, in whatever order its members are. */
function canonical(value: unknown): string {
  if (typeof value !== "object" || value === null) return json(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const members = Object.entries(value).map(([name, member]) => `${json(name)}:${canonical(member)}`);
  return `{${members.sort().join(",")}}`;
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** As Java quotes a text in these sentences: nothing in it is escaped. */
const quoted = (text: string) => `"${text}"`;

/** In characters, not in halves of them. */
const lengthOf = (text: string) => [...text].length;

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return Number.isInteger(value) ? "integer" : typeof value;
}
