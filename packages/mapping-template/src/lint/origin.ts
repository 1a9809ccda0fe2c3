import type { Shape } from "./known-names.ts";

/** Where a value comes from and what it prints: one of the things that it may be when the template runs. */
export type Origin =
  | { readonly kind: "root"; readonly name: "input" | "util" | "context" | "stageVariables" }
  /** `$input.params()`, and one of its maps. */
  | { readonly kind: "params" }
  | { readonly kind: "parameterMap"; readonly group: string | undefined }
  /** Below `$context`. */
  | { readonly kind: "context"; readonly path: string; readonly shape: Shape }
  /** From `$input.path` or `$util.parseJson`: any Java value. Two of one path are the same. */
  | { readonly kind: "payload"; readonly path: string; readonly present: boolean }
  /** `$input.json`: JSON text. */
  | { readonly kind: "json"; readonly path: string }
  | TextOrigin
  /** Written in the template. */
  | { readonly kind: "literal"; readonly text: string }
  /** A key and its value, from `entrySet`. */
  | { readonly kind: "entry"; readonly key: Origin; readonly value: Origin }
  /** What a `#foreach` takes from a list that is none of the above. */
  | { readonly kind: "list"; readonly items: readonly Origin[] }
  | { readonly kind: "boolean" }
  /** Prints only what JSON allows anywhere in a value: a number, or what is encoded so. */
  | { readonly kind: "number" }
  /** Text without quotes, backslashes and control characters. */
  | { readonly kind: "plain" }
  /** An override that this template has made. */
  | { readonly kind: "assigned" }
  /** No value: the name was never set, on this way through the template. */
  | { readonly kind: "unset" }
  | { readonly kind: "unknown" };

export interface TextOrigin {
  readonly kind: "text";
  readonly source: TextSource;
  /** `javascript` is what `$util.escapeJavaScript` gives, `json` the same with `\'` undone. */
  readonly escape: "none" | "javascript" | "json";
  /** Null if the caller did not send it. */
  readonly optional: boolean;
}

/** Whose text it is. */
export type TextSource =
  /** Of a parameter, a parameter's name, or a header that `$context` repeats. */
  | "caller"
  | "name"
  /** `$input.body`. */
  | "body"
  /** Part of the payload. */
  | "payload"
  | "json"
  | "authorizer";

export const unset: Origin = { kind: "unset" };
export const unknownOrigin: Origin = { kind: "unknown" };
export const anything: readonly Origin[] = [unknownOrigin];

const maximumAlternatives = 8;

/** All that a value may be if it is one of these; too many are anything. */
export function either(...groups: readonly (readonly Origin[])[]): readonly Origin[] {
  const found = new Map<string, Origin>();
  for (const group of groups) for (const origin of group) found.set(keyOf(origin), origin);
  return found.size > maximumAlternatives ? anything : [...found.values()];
}

function keyOf(origin: Origin): string {
  switch (origin.kind) {
    case "payload":
      return `payload ${origin.present} ${origin.path}`;
    case "text":
      return `text ${origin.source} ${origin.escape} ${origin.optional}`;
    case "literal":
      return `literal ${origin.text}`;
    case "context":
    case "json":
      return `${origin.kind} ${origin.path}`;
    case "root":
      return `root ${origin.name}`;
    case "parameterMap":
      return `map ${origin.group}`;
    case "list":
      return `list ${origin.items.map(keyOf).join()}`;
    case "entry":
      return `entry ${keyOf(origin.key)} ${keyOf(origin.value)}`;
    default:
      return origin.kind;
  }
}

export function callerText(source: TextSource, optional = false): TextOrigin {
  return { kind: "text", source, escape: "none", optional };
}

/** Whether it may be null, so that nothing is printed. */
export function mayBeMissing(origin: Origin): boolean {
  return (origin.kind === "payload" && !origin.present) || (origin.kind === "text" && origin.optional);
}

/** What a `#foreach` over it gives. */
export function itemsOf(origin: Origin): readonly Origin[] {
  switch (origin.kind) {
    case "payload":
      return [{ kind: "payload", path: `${origin.path}[*]`, present: true }];
    case "list":
      return origin.items;
    case "parameterMap":
      return [callerText("caller")];
    case "params":
      return [{ kind: "parameterMap", group: undefined }];
    default:
      return anything;
  }
}
