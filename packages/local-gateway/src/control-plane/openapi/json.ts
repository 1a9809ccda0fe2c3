import { isObject, type JsonObject, memberOf } from "../../json-object.ts";

/** A member that is an object, or an empty object. */
export function objectAt(value: unknown, name: string): JsonObject {
  const found = memberOf(value, name);
  return isObject(found) ? found : {};
}

/** A member that is a list, or an empty list. */
export function listAt(value: unknown, name: string): readonly unknown[] {
  const found = memberOf(value, name);
  return Array.isArray(found) ? found : [];
}

/** A member as text; YAML and careless JSON write numbers and booleans where text is meant. Nothing for `""`. */
export function textAt(value: unknown, name: string): string | undefined {
  const found = memberOf(value, name);
  const text = typeof found === "number" || typeof found === "boolean" ? String(found) : found;
  return typeof text === "string" && text !== "" ? text : undefined;
}

/** A member as a whole number, also of text such as `"29000"`. */
export function numberAt(value: unknown, name: string): number | undefined {
  const text = textAt(value, name);
  const number = Number(text);
  return text === undefined || Number.isNaN(number) ? undefined : number;
}

/** A member as a boolean, also of text such as `"true"`. */
export function flagAt(value: unknown, name: string): boolean | undefined {
  const text = textAt(value, name)?.toLowerCase();
  return text === "true" ? true : text === "false" ? false : undefined;
}

/** D: values are written in lower case, and AWS's own in upper case are taken as well (R, `HTTP_PROXY`). */
export function oneOf<T extends string>(
  values: { readonly [name: string]: T },
  text: string | undefined,
): T | undefined {
  return Object.values(values).find((value) => value.toLowerCase() === text?.toLowerCase());
}

/** The items of a list that are text. */
export function textsAt(value: unknown, name: string): readonly string[] {
  return listAt(value, name).filter((item) => typeof item === "string");
}

/** The entries of a map that are text. */
export function textMapAt(value: unknown, name: string): { readonly [name: string]: string } {
  const texts: [string, string][] = [];
  for (const [key, entry] of Object.entries(objectAt(value, name))) {
    if (typeof entry === "string") texts.push([key, entry]);
  }
  return Object.fromEntries(texts);
}

/** What a `$ref` inside the document points to, else the value itself. A pointer to nothing gives nothing. */
export function resolve(root: JsonObject, value: unknown): unknown {
  let found = value;
  // A pointer may lead to another one; a circle of pointers leads nowhere.
  for (let steps = 0; steps < 10; steps++) {
    const reference = memberOf(found, "$ref");
    if (typeof reference !== "string" || !reference.startsWith("#/")) return found;
    found = reference
      .slice(2)
      .split("/")
      .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
      .reduce<unknown>(memberOf, root);
  }
  return undefined;
}

/** The map, or nothing when it is empty: AWS prints no empty maps of what it imported (R test_import_swagger_api). */
export function unlessEmpty<T extends object>(map: T): T | undefined {
  return Object.keys(map).length > 0 ? map : undefined;
}

/** The members of an object that are there: a document has no `undefined`. */
export function present(object: { readonly [name: string]: unknown }): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
