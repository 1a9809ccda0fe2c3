import type { Step } from "../parser/syntax.ts";
import { anything, type Origin, type TextOrigin } from "./origin.ts";
import { literalText } from "./tree.ts";

/** What a method of a text gives. */
export function textMethod(from: TextOrigin, step: Step, name: string): readonly Origin[] {
  if (undoesApostrophe(step) && from.escape === "javascript") return [{ ...from, escape: "json" }];
  if (name === "split") return [{ kind: "list", items: [{ ...from, optional: false }] }];
  if (sameText.has(name)) return from.escape === "none" ? [from] : anything;
  const measure = measured(name);
  if (measure !== undefined) return measure;
  // What a template replaces itself may be escaping; nothing is said about it. But a wrong way to undo `\'` is none.
  return from.escape === "javascript" && /^replace/.test(name) && mentionsApostrophe(step)
    ? [from]
    : anything;
}

/** Methods that cut or recase a text; quotes go through. */
const sameText: ReadonlySet<string> = new Set([
  "charAt",
  "concat",
  "intern",
  "strip",
  "substring",
  "toLowerCase",
  "toString",
  "toUpperCase",
  "trim",
]);

/**
 * `.replaceAll("\\'","'")`, as AWS writes it: a regular expression of an escaped backslash and a quote. The same
 * with one backslash matches the bare quote and leaves the backslash where it is; `replace` takes it as it stands.
 */
function undoesApostrophe(step: Step): boolean {
  if (step.type !== "method") return false;
  const [pattern, replacement] = step.args.map(literalText);
  if (pattern === undefined || replacement !== "'") return false;
  if (step.name === "replace") return pattern === "\\'";
  return step.name === "replaceAll" && (pattern === "\\\\'" || pattern === "[\\\\]'");
}

function mentionsApostrophe(step: Step): boolean {
  return step.type === "method" && step.args.some((each) => literalText(each)?.includes("'"));
}

/** What says something about a value without repeating it. */
export function measured(name: string): readonly Origin[] | undefined {
  if (truths.has(name)) return [{ kind: "boolean" }];
  return numbers.has(name) ? [{ kind: "number" }] : undefined;
}

const truths: ReadonlySet<string> = new Set([
  "contains",
  "containsKey",
  "containsValue",
  "endsWith",
  "equals",
  "equalsIgnoreCase",
  "isEmpty",
  "matches",
  "startsWith",
]);
const numbers: ReadonlySet<string> = new Set([
  "compareTo",
  "hashCode",
  "indexOf",
  "intValue",
  "lastIndexOf",
  "length",
  "longValue",
  "size",
]);
