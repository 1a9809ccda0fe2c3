import { nowhere } from "./position.ts";
import { TemplateError } from "./template-error.ts";

/**
 * Writes mapping templates that are safe for every value a caller can send: one line, and JSON whatever arrives.
 * Caller-controlled values are escaped, the values that API Gateway vouches for come last, so that nothing before them
 * can replace them (of two members with one name JSON keeps the last).
 */

/** A member of the event and where its value comes from. */
export interface RequestValue {
  /** The event's member. */
  readonly key: string;
  readonly kind: "query" | "header" | "path" | "cookie" | "body" | "context";
  /** The name on the wire; for `context` the path below `$context`; unused for `body`. */
  readonly name: string;
}

export interface RequestTemplate {
  /** `GET /greeting`: the function learns from it which route it serves. */
  readonly route: string;
  readonly values: readonly RequestValue[];
}

/**
 * The request template of a custom Lambda integration. Query parameters and headers that are missing are members that are
 * missing; headers are found in any spelling; all cookies arrive as the one member `@cookie`, the header as it was sent;
 * `@` holds the route and `$context.extendedRequestId`. Apart from the body every value is a text.
 * @throws TemplateError `TemplateName` for a name that cannot be written, or that two members share.
 */
export function writeRequestTemplate({ route, values }: RequestTemplate): string {
  checkKeys(values);
  const trusted = values.filter(({ kind }) => kind === "context");
  const sent = values.filter(({ kind }) => kind !== "context" && kind !== "cookie");
  const cookies: readonly RequestValue[] = values.some(({ kind }) => kind === "cookie")
    ? [{ key: "@cookie", kind: "header", name: "cookie" }]
    : [];
  const members = [...sent, ...cookies, ...trusted].map(writeMember).join("");
  const last = `"@":{"route":${jsonText(route)},"id":"$context.extendedRequestId"}`;
  return `${writeVariables(values)}{${members}${last}}`;
}

function checkKeys(values: readonly RequestValue[]): void {
  const seen = new Set(["@", "@cookie"]);
  for (const { key, kind } of values) {
    if (kind === "cookie") continue;
    if (seen.has(key)) {
      const why = key.startsWith("@") ? "is reserved" : "is used twice";
      refuse(`The member ${JSON.stringify(key)} ${why}: give the value another name`);
    }
    seen.add(key);
  }
  const bodies = values.filter(({ kind }) => kind === "body");
  if (bodies.length > 1) refuse("A request has one body: put both into one schema");
}

/** `#set` only what is used. */
function writeVariables(values: readonly RequestValue[]): string {
  const kinds = new Set(values.map(({ kind }) => kind));
  const header = kinds.has("header") || kinds.has("cookie");
  const query = kinds.has("query");
  if (!header && !query && !kinds.has("path")) return "";
  const parts = ["#set($p=$input.params())"];
  if (query) parts.push("#set($q=$p.querystring)");
  if (header) parts.push("#set($h=$p.header)");
  return parts.join("");
}

/** A member and its comma; the last member of the event is always `@`. */
function writeMember({ key, kind, name }: RequestValue): string {
  const member = jsonText(key);
  switch (kind) {
    case "query": {
      const quoted = templateText(name);
      return `#if($q.containsKey(${quoted}))${member}:"${escaped(`$q.get(${quoted})`)}",#end`;
    }
    case "header":
    case "cookie": {
      const sameName = `$n.equalsIgnoreCase(${templateText(name)})`;
      return `#foreach($n in $h.keySet())#if(${sameName})${member}:"${escaped("$h.get($n)")}",#end#end`;
    }
    case "path":
      return `${member}:"${escaped(`$p.path.get(${templateText(name)})`)}",`;
    case "body":
      return `${member}:$input.json("$"),`;
    case "context":
      return `${member}:"${escaped(`$context.${contextPath(name)}`)}",`;
  }
}

/** D: `escapeJavaScript` makes `'` into `\'`, which is not JSON; AWS's own advice is to undo it with `replaceAll`. */
function escaped(reference: string): string {
  return `$util.escapeJavaScript(${reference}).replaceAll("\\\\'","'")`;
}

/** A JSON text that has no character of the template language in it. */
function jsonText(text: string): string {
  return `"${text.replace(/[^ !%-[\]-~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)}"`;
}

/** A text inside the template language: single quotes where double ones would interpolate. */
function templateText(name: string): string {
  if (name === "") refuse("A name is empty");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused.
  if (/[\\\u0000-\u001f\u007f-\uffff]/.test(name)) {
    refuse(
      `The name ${JSON.stringify(name)} cannot be written into a template: use printable ASCII without backslashes`,
    );
  }
  if (!/["$#]/.test(name)) return `"${name}"`;
  if (name.includes("'")) {
    refuse(
      `The name ${JSON.stringify(name)} cannot be written into a template: ' cannot stand together with ", $ or #`,
    );
  }
  return `'${name}'`;
}

const identifier = /^[A-Za-z][A-Za-z0-9_-]*$/;

function contextPath(name: string): string {
  if (!name.split(".").every((part) => identifier.test(part))) {
    refuse(
      `$context.${name} cannot be written into a template: each part begins with a letter and has letters, digits, _ and -`,
    );
  }
  return name;
}

/** A status that a route answers with when all is well. */
export interface ResultOutput {
  /** HTTP status, 200 to 399. */
  readonly status: number;
  readonly hasBody: boolean;
  /** Declared response headers, in lower case. */
  readonly headers: readonly string[];
}

/**
 * The template of the default integration response. With one output and no headers the function's result is the body;
 * otherwise it is `{"status":201,"headers":{"location":"/x"},"body":…}`.
 * @throws TemplateError `TemplateName` for a header that cannot be written.
 */
export function writeResultTemplate(outputs: readonly ResultOutput[]): string {
  const headers = [...new Set(outputs.flatMap((output) => output.headers))];
  const [only] = outputs;
  if (only !== undefined && outputs.length === 1 && headers.length === 0) {
    // An empty template would mean passthrough.
    return only.hasBody ? '$input.json("$")' : "#* no body *#";
  }
  const status = "#set($context.responseOverride.status=$o.status)";
  return `#set($o=$input.path("$"))${status}${headers.map(writeHeader).join("")}${writeBody(outputs)}`;
}

function writeHeader(name: string): string {
  if (!identifier.test(name)) {
    refuse(
      `The header ${JSON.stringify(name)} cannot be written into a template: use letters, digits, _ and -`,
    );
  }
  return `#if($o.headers.${name})#set($context.responseOverride.header.${name}=$o.headers.${name})#end`;
}

function writeBody(outputs: readonly ResultOutput[]): string {
  const body = '$input.json("$.body")';
  const bodiless = outputs.filter(({ hasBody }) => !hasBody);
  if (bodiless.length === 0) return body;
  if (bodiless.length === outputs.length) return "";
  return `#if(${bodiless.map(({ status }) => `$o.status!=${status}`).join("&&")})${body}#end`;
}

/** The template of an error's integration response: the function's error message is the problem document. */
export function writeErrorTemplate(): string {
  return '$input.path("$.errorMessage")';
}

/** The template of the response that catches crashes and timeouts: nothing of what happened is shown. */
export function writeNetTemplate(): string {
  return '{"status":500,"code":"InternalError","title":"Internal Server Error","detail":"The request could not be completed.","id":"$context.extendedRequestId"}';
}

/**
 * The selection pattern, a Java regular expression for the whole error message, of a declared error's status: the problem
 * document begins with it. `[\s\S]` because `.` stops at a line's end; the patterns of two statuses never both match.
 */
export function errorSelectionPattern(status: number): string {
  if (!Number.isInteger(status) || status < 100 || status > 599) refuse(`${status} is not an HTTP status`);
  return `\\{"status":${status},[\\s\\S]*`;
}

/**
 * The selection pattern of everything else: a declared 500, and any message that is no problem document, for Lambda's own
 * messages never begin with `{`. It does not match a success, which API Gateway tries as the empty text.
 */
export function netSelectionPattern(): string {
  return '(\\{"status":500,|[^{])[\\s\\S]*';
}

function refuse(reason: string): never {
  throw new TemplateError("TemplateName", reason, nowhere);
}
