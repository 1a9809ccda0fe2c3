import type { Behaviours } from "./behaviours.ts";
import { readJson } from "./json.ts";
import { ValueError } from "./template-error.ts";
import type { Host, Value } from "./values.ts";

/** `$util`. D: "API Gateway mapping template and access logging variable reference", utility functions. */
export function createUtil(behaviours: Behaviours): Host {
  const functions: ReadonlyMap<string, (text: string) => Value> = new Map<string, (text: string) => Value>([
    ["escapeJavaScript", (text) => escapeJavaScript(text, behaviours)],
    ["parseJson", readJson],
    ["urlEncode", urlEncode],
    ["urlDecode", urlDecode],
    ["base64Encode", (text) => Buffer.from(text, "utf8").toString("base64")],
    ["base64Decode", (text) => Buffer.from(text, "base64").toString("utf8")],
  ]);
  return {
    kind: "host",
    property: () => null,
    call(name, args) {
      const [text] = args;
      return args.length === 1 && typeof text === "string" ? functions.get(name)?.(text) : undefined;
    },
  };
}

const named: ReadonlyMap<string, string> = new Map([
  ["\b", "\\b"],
  ["\t", "\\t"],
  ["\n", "\\n"],
  ["\f", "\\f"],
  ["\r", "\\r"],
  ['"', '\\"'],
  ["'", "\\'"],
  ["\\", "\\\\"],
]);

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is escaped.
const special = /[\u0000-\u001f"'\\/\u0080-\uffff]/g;
const plain = /^[ !#-&(-.0-[\]-\u007f]*$/;

/** D: "Escapes the characters in a string using JavaScript string rules"; see {@link Behaviours} for what is not said. */
function escapeJavaScript(text: string, { escapeSlash, escapeNonAscii }: Behaviours): string {
  if (plain.test(text)) return text;
  return text.replace(special, (c) => {
    if (c === "/") return escapeSlash ? "\\/" : c;
    if (c > "\u007f" && !escapeNonAscii) return c;
    return named.get(c) ?? `\\u${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
  });
}

/** `java.net.URLEncoder` with UTF-8: forms' encoding, a lone surrogate becomes `?`. */
function urlEncode(text: string): string {
  return encodeURIComponent(text.replace(loneSurrogate, "?"))
    .replace(/[!'()~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+");
}

const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** `java.net.URLDecoder` with UTF-8: bytes that are no UTF-8 become U+FFFD, a `%` without two digits is refused. */
function urlDecode(text: string): string {
  return text.replaceAll("+", " ").replace(/(?:%[^%]{0,2})+/g, (run) => {
    const whole = /^(?:%[0-9a-fA-F]{2})+/.exec(run)?.[0] ?? "";
    const rest = run.slice(whole.length);
    if (rest.includes("%")) {
      throw new ValueError(
        "TemplateMethod",
        "IllegalArgumentException: URLDecoder: % is not followed by two hexadecimal digits",
      );
    }
    return Buffer.from(whole.replaceAll("%", ""), "hex").toString("utf8") + rest;
  });
}
