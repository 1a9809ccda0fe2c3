/**
 * Where in a JSON text a template's output stands. The text is read as it grows, character by character; what a
 * reference prints is not known and takes the place of a value.
 */
export interface JsonState {
  readonly mode: Mode;
  /** The open brackets, outermost first. */
  readonly stack: string;
}

type Mode =
  /** A value must come: at the start, or after `:`. */
  | "value"
  /** After `[`: a value or `]`. */
  | "firstItem"
  /** After a comma in a list. */
  | "item"
  /** After `{`: a key or `}`. */
  | "firstKey"
  /** After a comma in an object. */
  | "key"
  | "keyText"
  | "keyEscape"
  | "colon"
  | "text"
  | "escape"
  /** A number or a word. */
  | "literal"
  /** What a reference printed, and what belongs to it. */
  | "printed"
  /** After a value. */
  | "after"
  /** Not JSON, but still something with double quotes. */
  | "lost"
  | "lostText"
  | "lostEscape"
  /** Not JSON from the first character on. */
  | "unknown";

export const start: JsonState = { mode: "value", stack: "" };
export const unknown: JsonState = { mode: "unknown", stack: "" };
const lost: JsonState = { mode: "lost", stack: "" };

/** How deep JSON is followed. */
const maximumDepth = 64;

/** Where something is printed: in a string that is a value or a key, as a value, as the whole output, or nobody knows. */
export type JsonPosition = "string" | "key" | "value" | "whole" | "unknown";

export function positionIn({ mode, stack }: JsonState): JsonPosition {
  switch (mode) {
    case "text":
    case "lostText":
      return "string";
    case "keyText":
      return "key";
    case "value":
    case "firstItem":
    case "item":
      return stack === "" ? "whole" : "value";
    default:
      return "unknown";
  }
}

/** After something was printed that is not known: a value where one may stand, the same string inside one. */
export function afterPrinted(state: JsonState): JsonState {
  switch (state.mode) {
    case "value":
    case "firstItem":
    case "item":
    case "literal":
    case "printed":
      return { mode: "printed", stack: state.stack };
    case "text":
    case "keyText":
    case "lost":
    case "lostText":
    case "unknown":
      return state;
    default:
      return givenUp(state);
  }
}

/** After something that may have been anything, or that JSON does not allow. */
export function givenUp({ mode, stack }: JsonState): JsonState {
  return mode === "unknown" || (stack === "" && !mode.startsWith("lost")) ? unknown : lost;
}

/** After one more character; undefined if it cannot stand there. */
export function advance(state: JsonState, c: string): JsonState | undefined {
  const { mode, stack } = state;
  switch (mode) {
    case "text":
      return c === '"' ? to("after", stack) : c === "\\" ? to("escape", stack) : state;
    case "keyText":
      return c === '"' ? to("colon", stack) : c === "\\" ? to("keyEscape", stack) : state;
    case "escape":
      return to("text", stack);
    case "keyEscape":
      return to("keyText", stack);
    case "lost":
      return c === '"' ? to("lostText", stack) : state;
    case "lostText":
      return c === '"' ? lost : c === "\\" ? to("lostEscape", stack) : state;
    case "lostEscape":
      return to("lostText", stack);
    case "unknown":
      return state;
    default:
  }
  if (c === " " || c === "\n" || c === "\r" || c === "\t") {
    return mode === "literal" || mode === "printed" ? to("after", stack) : state;
  }
  switch (mode) {
    case "value":
    case "item":
      return value(c, stack);
    case "firstItem":
      return c === "]" ? closed(stack) : value(c, stack);
    case "firstKey":
      return c === "}" ? closed(stack) : c === '"' ? to("keyText", stack) : undefined;
    case "key":
      return c === '"' ? to("keyText", stack) : undefined;
    case "colon":
      return c === ":" ? to("value", stack) : undefined;
    case "literal":
    case "printed":
      return /[-+.\w]/.test(c) ? state : afterValue(c, stack);
    case "after":
      return afterValue(c, stack);
  }
}

function to(mode: Mode, stack: string): JsonState {
  return { mode, stack };
}

function value(c: string, stack: string): JsonState | undefined {
  if (c === '"') return to("text", stack);
  if (c === "{" || c === "[") {
    return stack.length < maximumDepth ? to(c === "{" ? "firstKey" : "firstItem", stack + c) : undefined;
  }
  return /[-\w]/.test(c) ? to("literal", stack) : undefined;
}

function afterValue(c: string, stack: string): JsonState | undefined {
  const open = stack.at(-1);
  if (c === "," && open !== undefined) return to(open === "{" ? "key" : "item", stack);
  if ((c === "}" && open === "{") || (c === "]" && open === "[")) return closed(stack);
  return undefined;
}

function closed(stack: string): JsonState {
  return to("after", stack.slice(0, -1));
}

/** `}` or `]` right after a comma: what stands there if the comma is forgiven. */
export function withoutLastComma({ mode, stack }: JsonState, c: string): JsonState | undefined {
  return c !== "," && (mode === "key" || mode === "item") ? afterValue(c, stack) : undefined;
}

/** A comma with no value before it: what stands there if it is forgiven. */
export function withoutThisComma({ mode, stack }: JsonState, c: string): JsonState | undefined {
  const isEarly = mode === "firstKey" || mode === "key" || mode === "firstItem" || mode === "item";
  return c === "," && isEarly ? afterValue(c, stack) : undefined;
}

/** A value or key right after a value: what stands there if the missing comma is thought. */
export function withComma({ mode, stack }: JsonState, c: string): JsonState | undefined {
  const open = stack.at(-1);
  if ((mode !== "after" && mode !== "literal") || open === undefined || !/["[{\d-]/.test(c)) return undefined;
  return open === "[" ? value(c, stack) : c === '"' ? to("keyText", stack) : undefined;
}
