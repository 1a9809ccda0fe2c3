import type { Compiler, Evaluate, Run } from "../compile/compiler.ts";
import { type Flow, goOn, halt } from "../compile/flow.ts";
import { capture, type Frame, nested, type Slot, spend } from "../compile/frame.ts";
import { nearest } from "../lint/known-names.ts";
import type { Linter } from "../lint/linter.ts";
import type { DirectiveArgument, MacroCallNode } from "../parser/syntax.ts";

/**
 * `#name(…)`: the macro's body with its arguments, or the source as text if there is no such macro. An argument that is a
 * reference, text or list is evaluated each time the body uses it, with the variables as the caller sees them.
 */
export function compileMacroCall(node: MacroCallNode, compiler: Compiler): Run {
  if (!compiler.macros.has(node.name)) return compileUnknown(node, compiler);
  const args = node.args.map((argument) => compileArgument(argument, compiler));
  const bodySlot = compiler.names.slot("bodyContent");
  const body = node.body === undefined ? undefined : compiler.block(node.body);
  return (frame) => {
    const macro = compiler.macro(node.name);
    if (macro === undefined) return goOn;
    const slots = body === undefined ? macro.parameters : [...macro.parameters, bodySlot];
    const saved = slots.map((slot) => frame.variables[slot]);
    const bound: (Slot | undefined)[] = macro.parameters.map((_, i) => {
      const argument = args[i];
      return argument === undefined ? null : lazily(argument, slots, saved);
    });
    if (body !== undefined) {
      bound.push({ kind: "rendered", render: () => capture(frame, () => body(frame)) });
    }
    return compiler.located(node.offset, () =>
      nested(frame, (): Flow => {
        spend(frame, 1 + slots.length);
        put(frame, slots, bound);
        const flow = macro.body(frame);
        restore(frame, slots, saved, bound);
        return flow === halt ? halt : goOn;
      }),
    );
  };
}

/** Directives that nobody knows are text; of a block call the whole block is. */
function compileUnknown(node: MacroCallNode, compiler: Compiler): Run {
  // References inside are still compiled, so that names get their numbers in a stable order.
  for (const argument of node.args) compileArgument(argument, compiler);
  const { image } = node;
  return (frame) => {
    frame.out += image;
    return goOn;
  };
}

function compileArgument(argument: DirectiveArgument, compiler: Compiler): Evaluate {
  return argument.type === "word" ? () => null : compiler.expression(argument);
}

function lazily(evaluate: Evaluate, slots: readonly number[], saved: readonly (Slot | undefined)[]): Slot {
  return {
    kind: "argument",
    evaluate(frame) {
      const inside = slots.map((slot) => frame.variables[slot]);
      put(frame, slots, saved);
      try {
        return nested(frame, () => evaluate(frame));
      } finally {
        put(frame, slots, inside);
      }
    },
  };
}

function put(frame: Frame, slots: readonly number[], values: readonly (Slot | undefined)[]): void {
  slots.forEach((slot, i) => {
    frame.variables[slot] = values[i];
  });
}

/** What the body assigned to one of its parameters stays as a variable of that name; the others are as before. */
function restore(
  frame: Frame,
  slots: readonly number[],
  saved: readonly (Slot | undefined)[],
  bound: readonly (Slot | undefined)[],
): void {
  slots.forEach((slot, i) => {
    if (frame.variables[slot] === bound[i]) frame.variables[slot] = saved[i];
  });
}

/** The directives and keywords that a misspelled one may have been meant as. */
const directiveNames: readonly string[] = [
  "break",
  "define",
  "else",
  "elseif",
  "end",
  "evaluate",
  "foreach",
  "if",
  "macro",
  "set",
  "stop",
];

/** `#forech($x in $y)` and `#tag` are text as long as no macro has that name. */
export function lintMacroCall({ name, args, body, offset }: MacroCallNode, linter: Linter): void {
  const known = linter.macros;
  if (known.includes(name)) return;
  const meant = nearest(name, [...directiveNames, ...known]);
  const isCall = args.length > 0 || body !== undefined;
  linter.report("UnknownDirective", offset, {
    message: `#${name} is no directive and no macro: it is printed as it stands`,
    fix: `Write ${meant === undefined ? "" : `#${meant}, or `}#[[#]]#${name} if the text is meant`,
    // A colour or a tag is text that does what it should; a call, or what looks like a directive, does not.
    severity: isCall || meant !== undefined ? "warning" : "info",
  });
}
