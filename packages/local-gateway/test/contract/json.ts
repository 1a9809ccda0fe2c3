/** What JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [member: string]: Json };

/** A value as JSON: dates as ISO 8601, bytes as text; without what is undefined and without `$metadata`. */
export function toJson(value: unknown): Json {
  if (
    value === null ||
    typeof value === "string" ||
    typeof value === "number" ||
    typeof value === "boolean"
  ) {
    return value;
  }
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value !== "object") throw new Error(`JSON has no ${typeof value}`);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, member]) => name !== "$metadata" && member !== undefined)
      .map(([name, member]) => [name, toJson(member)]),
  );
}

/** The JSON that a text holds, or undefined. */
export function parsed(text: string): Json | undefined {
  try {
    return toJson(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** The members of the JSON object that a text holds; none when it holds something else. */
export function membersOf(text: string): Readonly<Record<string, Json>> {
  const value = parsed(text);
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
