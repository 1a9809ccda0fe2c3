import { ValueError } from "./template-error.ts";
import { asDouble, createMap, list, type Value, whole } from "./values.ts";
import { maximumValueDepth } from "./walk.ts";

/**
 * Reads JSON into values. JavaScript's own reader would not do: it cannot tell `119.0` from `119`, and puts members whose
 * names are numbers first.
 * @throws ValueError `TemplateJson` when the text is not JSON.
 */
export function readJson(text: string): Value {
  let at = 0;
  let depth = 0;

  function fail(): never {
    throw new ValueError("TemplateJson", `Not JSON at character ${at + 1}`);
  }

  function skipBlanks(): void {
    for (;;) {
      const c = text.charCodeAt(at);
      if (c !== 32 && c !== 10 && c !== 13 && c !== 9) return;
      at += 1;
    }
  }

  function value(): Value {
    skipBlanks();
    const c = text.charAt(at);
    if (c === '"') return string();
    if (c === "{") return nested(object);
    if (c === "[") return nested(array);
    if (c === "t") return word("true", true);
    if (c === "f") return word("false", false);
    if (c === "n") return word("null", null);
    return number();
  }

  function nested(read: () => Value): Value {
    depth += 1;
    if (depth > maximumValueDepth)
      throw new ValueError("TemplateTooDeep", `JSON nested deeper than ${maximumValueDepth} levels`);
    at += 1;
    const made = read();
    depth -= 1;
    return made;
  }

  function object(): Value {
    const map = createMap();
    skipBlanks();
    if (text[at] === "}") {
      at += 1;
      return map;
    }
    for (;;) {
      skipBlanks();
      const key = string();
      skipBlanks();
      if (text[at] !== ":") fail();
      at += 1;
      map.entries.set(key, value());
      if (closes("}")) return map;
    }
  }

  function array(): Value {
    const items: Value[] = [];
    skipBlanks();
    if (text[at] === "]") {
      at += 1;
      return list(items, "json");
    }
    for (;;) {
      items.push(value());
      if (closes("]")) return list(items, "json");
    }
  }

  function closes(bracket: string): boolean {
    skipBlanks();
    const c = text[at];
    if (c !== "," && c !== bracket) fail();
    at += 1;
    return c === bracket;
  }

  function word<T extends Value>(name: string, meaning: T): T {
    if (!text.startsWith(name, at)) fail();
    at += name.length;
    return meaning;
  }

  function string(): string {
    if (text[at] !== '"') fail();
    const begin = at + 1;
    const plain = plainString(begin);
    if (plain !== undefined) return plain;
    let made = "";
    at = begin;
    for (;;) {
      const c = text[at];
      if (c === undefined || c < " ") fail();
      at += 1;
      if (c === '"') return made;
      made += c === "\\" ? escapeSequence() : c;
    }
  }

  /** The usual case: no escapes. */
  function plainString(begin: number): string | undefined {
    plainEnd.lastIndex = begin;
    if (!plainEnd.test(text)) return undefined;
    at = plainEnd.lastIndex;
    return text.slice(begin, at - 1);
  }

  function escapeSequence(): string {
    const c = text.charAt(at);
    at += 1;
    if (c === "u") {
      const digits = text.slice(at, at + 4);
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) fail();
      at += 4;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    return escaped.get(c) ?? fail();
  }

  function number(): Value {
    numberPattern.lastIndex = at;
    const match = numberPattern.exec(text);
    if (match === null) return fail();
    at = numberPattern.lastIndex;
    const [written, fraction] = match;
    if (fraction !== undefined && fraction !== "") return asDouble(Number(written));
    return written.length < 10 ? Number(written) + 0 : whole(BigInt(written));
  }

  const made = value();
  skipBlanks();
  if (at < text.length) fail();
  return made;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them in strings.
const plainEnd = /[^"\\\u0000-\u001f]*"/y;
const numberPattern = /-?(?:0|[1-9][0-9]*)((?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)/y;

const escaped: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);
