import type { Value } from "../java/values.ts";
import type { RenderInput } from "../render-input.ts";
import { ValueError } from "../template-error.ts";
import type { Context } from "../variables/context.ts";
import { halt } from "./flow.ts";

/** The state of one rendering. A template is immutable; everything that changes is here. */
export interface Frame {
  /** What has been written. */
  out: string;
  /** The variables, by the number that {@link Names} gave each. */
  readonly variables: (Slot | undefined)[];
  /** Names known to this rendering; `#evaluate` may add to it. */
  names: Names;
  readonly request: RenderInput;
  /** Work left; see {@link spend}. */
  left: number;
  /** Macro calls, blocks of `#define` and `#evaluate` that are running. */
  depth: number;
  /** `$input`, `$context` and `$stageVariables`, as far as the template has asked for them; see {@link root}. */
  input: Value | undefined;
  context: Context | undefined;
  stageVariables: Value | undefined;
  /** The innermost `#foreach`. */
  loop: Value;
  /** The value of a variable that nothing was assigned to: one of API Gateway's own, or null. */
  readonly root: (frame: Frame, slot: number) => Value;
}

export type Slot = Value | MacroArgument;

/** An argument of a macro, evaluated anew where the macro uses it. */
export interface MacroArgument {
  readonly kind: "argument";
  readonly evaluate: (frame: Frame) => Value;
}

/** Numbers for variable names; `fork` lets a rendering add names without changing the template. */
export interface Names {
  slot(name: string): number;
  fork(): Names;
  /** How many there are. */
  readonly size: number;
}

export function createNames(initial: Iterable<string>): Names {
  const slots = new Map(Array.from(initial, (name, slot) => [name, slot]));
  return {
    slot(name) {
      const known = slots.get(name);
      if (known !== undefined) return known;
      slots.set(name, slots.size);
      return slots.size - 1;
    },
    fork: () => createNames(slots.keys()),
    get size() {
      return slots.size;
    },
  };
}

/** Units of work in one rendering: a statement, a method call or a turn of a loop is one, eight characters are one. */
export const budget = 5_000_000;
/** Characters that one rendering may write, and one text may have: API Gateway's payload limit of 10 MB. */
export const maximumText = 10_000_000;

/** @throws ValueError `TemplateBudget` when nothing is left. */
export function spend(frame: Frame, units: number): void {
  frame.left -= units;
  if (frame.left < 0)
    throw new ValueError("TemplateBudget", "The template does more work than one rendering may cost");
}

/** Pays for a text that was made. */
export function spendText(frame: Frame, text: string): void {
  if (text.length > maximumText)
    throw new ValueError("TemplateBudget", `A text has more than ${maximumText} characters`);
  spend(frame, text.length >> 3);
}

/** Calls inside calls: macros, `#define` blocks and `#evaluate`. V: `velocimacro.max.depth`. */
const maximumCalls = 20;

export function nested<T>(frame: Frame, run: () => T): T {
  frame.depth += 1;
  if (frame.depth > maximumCalls) {
    throw new ValueError("TemplateTooDeep", `More than ${maximumCalls} macros or blocks inside each other`);
  }
  try {
    return run();
  } finally {
    frame.depth -= 1;
  }
}

/** The value in a slot; an argument of a macro is evaluated. */
export function readSlot(frame: Frame, slot: number): Value {
  const found = frame.variables[slot];
  if (typeof found === "string") return found;
  if (found === undefined) return frame.root(frame, slot);
  if (found === null || typeof found !== "object") return found;
  return found.kind === "argument" ? found.evaluate(frame) : found;
}

/** `#stop` inside a text that is being made: nothing more is rendered, and the text is not written. */
export class Stopped extends Error {
  override readonly name = "Stopped";
}

/** What `run` writes, instead of writing it. */
export function capture(frame: Frame, run: () => unknown): string {
  const before = frame.out;
  frame.out = "";
  try {
    if (run() === halt) throw new Stopped();
    spendText(frame, frame.out);
    return frame.out;
  } finally {
    frame.out = before;
  }
}
