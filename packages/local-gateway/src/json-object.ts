/** An object from outside, no member of which has been checked. */
export type JsonObject = { readonly [name: string]: unknown };

/** Whether a value is an object with named members: no list, no null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A member of whatever the value is; nothing for what the value does not have itself. */
export function memberOf(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
