import type { Expression, Step } from "../parser/syntax.ts";
import { contextShape, memberOf, type Shape } from "./known-names.ts";
import { anything, callerText, type Origin, type TextSource, unknownOrigin } from "./origin.ts";
import { measured, textMethod } from "./text-methods.ts";
import { literalText } from "./tree.ts";

/** What following one step from a value gives. `args` are what the arguments or the index may be. */
export function follow(from: Origin, step: Step, args: readonly (readonly Origin[])[]): readonly Origin[] {
  const asked = askedBy(step, args);
  const { name, arity, key } = asked;
  switch (from.kind) {
    case "root":
      return ofRoot(from.name, asked);
    case "params":
      return ofParams(asked);
    case "parameterMap":
      return ofParameters(from.group, asked);
    case "context":
      return ofContext(from, key ?? (arity < 0 ? name : undefined), name);
    case "payload":
      return ofPayload(from, asked);
    case "text":
      return textMethod(from, step, name);
    case "json":
      return textMethod(callerText("json"), step, name);
    case "entry":
      if (name === "key" || name === "getKey") return [from.key];
      return name === "value" || name === "getValue" ? [from.value] : anything;
    case "list":
      return ofList(from.items, step, name);
    case "boolean":
    case "number":
    case "plain":
    case "literal":
      return measured(name) ?? anything;
    case "unset":
      return [from];
    default:
      return anything;
  }
}

/** A step, and what it asks for. */
interface Asked {
  readonly step: Step;
  /** Of the property or method; empty for an index. */
  readonly name: string;
  /** How many arguments a method has; -1 for others. */
  readonly arity: number;
  /** The key of a map, as far as the template says it. */
  readonly key: string | undefined;
  /** What the arguments or the index may be. */
  readonly args: readonly (readonly Origin[])[];
}

function askedBy(step: Step, args: Asked["args"]): Asked {
  const name = step.type === "index" ? "" : step.name;
  const arity = step.type === "method" ? step.args.length : -1;
  return { step, name, arity, key: keyOf(step), args };
}

/** `key` of `["key"]`, `.get("key")` and `.key`. */
function keyOf(step: Step): string | undefined {
  switch (step.type) {
    case "property":
      return step.name;
    case "index":
      return literalKey(step.index);
    case "method":
      return step.name === "get" || step.name === "getOrDefault" ? literalKey(step.args[0]) : undefined;
  }
}

function literalKey(expression: Expression | undefined): string | undefined {
  return expression?.type === "integer" ? String(expression.value) : literalText(expression);
}

function ofRoot(root: string, { name, arity, key, args }: Asked): readonly Origin[] {
  switch (root) {
    case "input":
      return ofInput(name, arity, args[0] ?? anything);
    case "util":
      return arity === 1 ? (args[0] ?? anything).flatMap((argument) => ofUtil(name, argument)) : anything;
    case "context":
      return ofContext({ path: "", shape: contextShape }, key, name);
    default:
      // D: a stage variable's value has letters, digits and -._~:/?#&=, only (API reference, Stage).
      return key === undefined ? (measured(name) ?? anything) : [{ kind: "plain" }];
  }
}

function ofInput(name: string, arity: number, argument: readonly Origin[]): readonly Origin[] {
  const [path] = argument;
  const known = argument.length === 1 && path?.kind === "literal" ? memberPath(path.text) : "?";
  if (name === "body" && arity < 0) return [callerText("body")];
  if (name === "params" && arity === 0) return [{ kind: "params" }];
  if (arity !== 1) return anything;
  switch (name) {
    case "params":
      return [callerText("caller")];
    case "json":
      return [{ kind: "json", path: known }];
    case "path":
      return [{ kind: "payload", path: known, present: known === "" }];
    default:
      return anything;
  }
}

/** `$.a['b']` as `.a.b`, the form in which members are added. */
function memberPath(path: string): string {
  return path.replace(/^\$/, "").replace(/\[(['"])([^'"\]]*)\1\]/g, ".$2");
}

function ofUtil(name: string, argument: Origin): readonly Origin[] {
  switch (name) {
    case "escapeJavaScript":
      return [escaped(argument)];
    case "urlEncode":
    case "base64Encode":
      return [{ kind: "plain" }];
    case "urlDecode":
    case "base64Decode":
      return [callerText("caller")];
    case "parseJson":
      return [{ kind: "payload", path: "?parsed", present: true }];
    default:
      return anything;
  }
}

/** Text that cannot have a quote in it stays what it is. */
function escaped(origin: Origin): Origin {
  const text = (source: TextSource, optional = false): Origin => ({
    kind: "text",
    source,
    escape: "javascript",
    optional,
  });
  switch (origin.kind) {
    case "text":
      return origin.escape === "none" ? text(origin.source, origin.optional) : unknownOrigin;
    case "payload":
      return text("payload", !origin.present);
    case "json":
      return text("json");
    case "context":
      if (origin.shape === "client") return text("caller");
      return origin.shape === "authorizer" ? text("authorizer") : { kind: "plain" };
    case "literal":
      return /['\\"/\p{Cc}]/u.test(origin.text) ? unknownOrigin : origin;
    default:
      return origin;
  }
}

function ofParams({ name, arity, key }: Asked): readonly Origin[] {
  if (key !== undefined) return [{ kind: "parameterMap", group: key }];
  if (name === "keySet") return [{ kind: "list", items: [{ kind: "plain" }] }];
  if (name === "values") return [{ kind: "list", items: [{ kind: "parameterMap", group: undefined }] }];
  if (name === "entrySet") {
    const value: Origin = { kind: "parameterMap", group: undefined };
    return [{ kind: "list", items: [{ kind: "entry", key: { kind: "plain" }, value }] }];
  }
  return name === "get" && arity === 1
    ? [{ kind: "parameterMap", group: undefined }]
    : (measured(name) ?? anything);
}

function ofParameters(group: string | undefined, { name, arity, key, args }: Asked): readonly Origin[] {
  if (key !== undefined) return [callerText("caller", group !== "path")];
  // The names of path parameters are the API's own.
  const names: Origin = group === "path" ? { kind: "plain" } : callerText("name");
  switch (name) {
    case "":
    case "get":
      return [callerText("caller", arity === 1 && !isKey(args[0]))];
    case "keySet":
      return [{ kind: "list", items: [names] }];
    case "values":
      return [{ kind: "list", items: [callerText("caller")] }];
    case "entrySet":
      return [{ kind: "list", items: [{ kind: "entry", key: names, value: callerText("caller") }] }];
    default:
      return measured(name) ?? anything;
  }
}

/** Whether it is a name that the map itself gave. */
function isKey(argument: readonly Origin[] = []): boolean {
  return argument.every(
    (origin) => origin.kind === "plain" || (origin.kind === "text" && origin.source === "name"),
  );
}

function ofContext(
  from: { readonly path: string; readonly shape: Shape },
  key: string | undefined,
  name: string,
): readonly Origin[] {
  if (key === undefined) return measured(name) ?? anything;
  const shape = memberOf(from.shape, key);
  if (shape === undefined) return measured(name) ?? anything;
  const path = from.path === "" ? key : `${from.path}.${key}`;
  return [{ kind: "context", path, shape }];
}

function ofPayload(
  from: { readonly path: string; readonly present: boolean },
  { step, name, arity, key, args }: Asked,
): readonly Origin[] {
  const child = (part: string, present: boolean): Origin => ({
    kind: "payload",
    path: from.path.startsWith("?") ? "?" : `${from.path}${part}`,
    present,
  });
  if (key !== undefined) return [child(/^\d+$/.test(key) ? `[${key}]` : `.${key}`, false)];
  const names = callerText("name");
  switch (name) {
    case "":
    case "get":
      return [child("[?]", arity === 1 && isKey(args[0]))];
    case "keySet":
      return [{ kind: "list", items: [names] }];
    case "values":
    case "subList":
      return [{ kind: "list", items: [child("[*]", true)] }];
    case "entrySet":
      return [{ kind: "list", items: [{ kind: "entry", key: names, value: child("[*]", true) }] }];
    default:
      return textMethod(callerText("payload", !from.present), step, name);
  }
}

function ofList(items: readonly Origin[], step: Step, name: string): readonly Origin[] {
  if (step.type === "index" || name === "get") return items;
  return measured(name) ?? anything;
}
