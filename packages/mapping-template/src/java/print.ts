import type { JavaList, JavaObject, Value } from "./values.ts";
import { enter, newWalk, type Walk } from "./walk.ts";

/** Java's `toString()`. */
export function display(value: Value, walk?: Walk): string {
  if (typeof value === "string") return value;
  if (value === null || typeof value !== "object") return String(value);
  return displayWithin(value, walk ?? newWalk());
}

function displayWithin(value: JavaObject, walk: Walk): string {
  enter(walk);
  const text = displayObject(value, walk);
  walk.depth -= 1;
  return text;
}

function displayObject(value: JavaObject, walk: Walk): string {
  switch (value.kind) {
    case "long":
      return String(value.value);
    case "double":
      return displayDouble(value.value);
    case "character":
      return value.value;
    case "list":
      return displayList(value, walk);
    case "map":
      return `{${Array.from(value.entries.all(), (each) => display(each, walk)).join(", ")}}`;
    case "entry":
      return `${display(value.key, walk)}=${display(value.value, walk)}`;
    case "rendered":
      return value.render();
    case "host":
      return value.display?.() ?? "";
  }
}

function displayList(value: JavaList, walk: Walk): string {
  if (value.flavour === "json") return toJson(value, true, walk);
  return `[${value.items.map((item) => display(item, walk)).join(", ")}]`;
}

/** Java's `Double.toString`: `1.0`, `1.0E10`, `1.0E-4`. */
function displayDouble(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e7) {
    const plain = String(value);
    return plain.includes(".") ? plain : `${plain}.0`;
  }
  const [digits = "", exponent = ""] = value.toExponential().split("e");
  return `${digits.includes(".") ? digits : `${digits}.0`}E${exponent.replace("+", "")}`;
}

const escapes: ReadonlyMap<string, string> = new Map([
  ["\b", "\\b"],
  ["\t", "\\t"],
  ["\n", "\\n"],
  ["\f", "\\f"],
  ["\r", "\\r"],
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["/", "\\/"],
]);

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what JSON escapes.
const escapedWhenPrinted = /[\u0000-\u001f"\\/\u007f-\u009f\u2000-\u20ff]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what JSON escapes.
const escapedInJson = /[\u0000-\u001f"\\]/g;

const plainWhenPrinted = /^[ !#-.0-[\]-~]*$/;

/** A loop, since most texts are short: an expression takes longer to start than to run. */
function isPlainInJson(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 32 || code === 34 || code === 92) return false;
  }
  return true;
}

function escapeCharacter(c: string): string {
  return escapes.get(c) ?? `\\u${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/**
 * A value as JSON text without blanks.
 * @param printed as a JSON list prints itself: `/` and some symbols escaped, too (json-smart's default style).
 */
export function toJson(value: Value, printed: boolean, walk: Walk = newWalk()): string {
  if (typeof value === "string") return quote(value, printed);
  if (value === null || typeof value !== "object") return String(value);
  enter(walk);
  const text = objectToJson(value, printed, walk);
  walk.depth -= 1;
  return text;
}

function objectToJson(value: JavaObject, printed: boolean, walk: Walk): string {
  switch (value.kind) {
    case "list":
      return `[${itemsToJson(value.items, printed, walk)}]`;
    case "map": {
      let members = "";
      for (const entry of value.entries.all()) {
        if (members !== "") members += ",";
        members += `${quote(display(entry.key, walk), printed)}:${toJson(entry.value, printed, walk)}`;
      }
      return `{${members}}`;
    }
    case "long":
    case "double":
      return display(value);
    default:
      return quote(display(value, walk), printed);
  }
}

function itemsToJson(items: readonly Value[], printed: boolean, walk: Walk): string {
  let text = "";
  for (let i = 0; i < items.length; i += 1) {
    if (i > 0) text += ",";
    text += toJson(items[i] ?? null, printed, walk);
  }
  return text;
}

function quote(text: string, printed: boolean): string {
  if (printed ? plainWhenPrinted.test(text) : isPlainInJson(text)) return `"${text}"`;
  return `"${text.replace(printed ? escapedWhenPrinted : escapedInJson, escapeCharacter)}"`;
}
