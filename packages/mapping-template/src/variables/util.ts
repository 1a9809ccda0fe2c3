import type { Behaviours } from "../behaviours.ts";
import { readJson } from "../java/json.ts";
import type { Host, Value } from "../java/values.ts";
import { ValueError } from "../template-error.ts";

/** `$util`. D: "API Gateway mapping template and access logging variable reference", utility functions. */
export function createUtil(behaviours: Behaviours): Host {
  return {
    kind: "host",
    property: () => null,
    call(name, args) {
      const [text] = args;
      return args.length === 1 && typeof text === "string"
        ? utilFunction(name, behaviours)?.(text)
        : undefined;
    },
  };
}

/** A function of `$util`. Each takes one text and has no value for anything else. */
export function utilFunction(name: string, behaviours: Behaviours): ((text: string) => Value) | undefined {
  return name === "escapeJavaScript" ? (text) => escapeJavaScript(text, behaviours) : functions.get(name);
}

const functions: ReadonlyMap<string, (text: string) => Value> = new Map<string, (text: string) => Value>([
  ["parseJson", readJson],
  ["urlEncode", urlEncode],
  ["urlDecode", urlDecode],
  ["base64Encode", (text) => Buffer.from(text, "utf8").toString("base64")],
  ["base64Decode", (text) => Buffer.from(text, "base64").toString("utf8")],
]);

function unicodeEscape(code: number): string {
  return `\\u${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

const named: ReadonlyMap<string, string> = new Map([
  ["\b", "\\b"],
  ["\t", "\\t"],
  ["\n", "\\n"],
  ["\f", "\\f"],
  ["\r", "\\r"],
  ['"', '\\"'],
  ["'", "\\'"],
  ["/", "\\/"],
  ["\\", "\\\\"],
]);

/** By code, what the characters of ASCII become; `undefined` for those that stay as they are. */
const escapes: readonly (string | undefined)[] = Array.from(
  { length: 128 },
  (_, code) => named.get(String.fromCharCode(code)) ?? (code < 32 ? unicodeEscape(code) : undefined),
);

const slash = "/".charCodeAt(0);

/** D: "Escapes the characters in a string using JavaScript string rules"; see {@link Behaviours} for what is not said. */
function escapeJavaScript(text: string, { escapeSlash, escapeNonAscii }: Behaviours): string {
  let escaped = "";
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const written = code < 128 ? escapes[code] : escapeNonAscii ? unicodeEscape(code) : undefined;
    if (written === undefined || (code === slash && !escapeSlash)) continue;
    escaped += text.slice(from, at) + written;
    from = at + 1;
  }
  return from === 0 ? text : escaped + text.slice(from);
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
