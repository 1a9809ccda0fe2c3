import type { Compiler, Evaluate, Run } from "./compiler.ts";
import { goOn } from "./flow.ts";
import { type Frame, readSlot, spend, spendText } from "./frame.ts";
import { callMethod, getIndex, getProperty, setIndex, setProperty } from "./methods/dispatch.ts";
import { display } from "./print.ts";
import type { ReferenceNode, Step } from "./syntax.ts";
import type { Value } from "./values.ts";

/** A reference's value; null as soon as one of its steps has none. */
export function compileReference(node: ReferenceNode, compiler: Compiler): Evaluate {
  if (node.bare) return () => null;
  return walk(compiler.names.slot(node.root), node.steps, compiler);
}

function walk(slot: number, steps: readonly Step[], compiler: Compiler): Evaluate {
  const [first, ...rest] = steps.map((step) => compileStep(step, compiler));
  if (first === undefined) return (frame) => readSlot(frame, slot);
  if (rest.length === 0) {
    return (frame) => {
      const root = readSlot(frame, slot);
      return root === null ? null : first(root, frame);
    };
  }
  return (frame) => {
    let value = readSlot(frame, slot);
    if (value !== null) value = first(value, frame);
    for (const step of rest) {
      if (value === null) return null;
      value = step(value, frame);
    }
    return value;
  };
}

type Follow = (target: Value, frame: Frame) => Value;

function compileStep(step: Step, compiler: Compiler): Follow {
  const { behaviours } = compiler;
  switch (step.type) {
    case "property": {
      const { name } = step;
      return (target) => getProperty(target, name);
    }
    case "index": {
      const index = compiler.expression(step.index);
      return (target, frame) => {
        const at = index(frame);
        return compiler.located(step.offset, () => getIndex(target, at, behaviours));
      };
    }
    case "method": {
      const { name, offset } = step;
      const args = step.args.map((arg) => compiler.expression(arg));
      return (target, frame) => {
        const values = evaluateAll(args, frame);
        try {
          spend(frame, 1);
          const result = callMethod(target, name, values, frame, behaviours);
          if (typeof result === "string") spendText(frame, result);
          return result;
        } catch (error) {
          return compiler.located(offset, () => {
            throw error;
          });
        }
      };
    }
  }
}

const noValues: readonly Value[] = [];

/** Most methods have one argument or none; they are what most templates do. */
function evaluateAll(args: readonly Evaluate[], frame: Frame): readonly Value[] {
  const [only] = args;
  if (only === undefined) return noValues;
  return args.length === 1 ? [only(frame)] : args.map((arg) => arg(frame));
}

/** A reference in text: its value, or what a null one prints. */
export function compileOutput(node: ReferenceNode, compiler: Compiler): Run {
  const evaluate = compileReference(node, compiler);
  const { before, backslashes, escaped, image } = node;
  const source = compiler.behaviours.nullReference === "source" || node.bare;
  const nothing = node.quiet ? "" : source ? image : "";
  const prefix = backslashes + before;
  if (escaped) {
    return (frame) => {
      frame.out += evaluate(frame) === null ? `${backslashes}\\${image}` : backslashes + image;
      return goOn;
    };
  }
  const missing = `${backslashes}${prefix}${nothing}`;
  return (frame) => {
    const value = evaluate(frame);
    if (value === null) {
      frame.out += missing;
      return goOn;
    }
    const text = typeof value === "string" ? value : compiler.located(node.offset, () => display(value));
    frame.out += prefix === "" ? text : prefix + text;
    if (text.length > 64) compiler.located(node.offset, () => spendText(frame, text));
    return goOn;
  };
}

/** `#set($name = …)`, `#set($map.key = …)`, `#set($list[0] = …)`. A target that is not there takes nothing. */
export function compileAssignment(
  node: ReferenceNode,
  compiler: Compiler,
): (frame: Frame, value: Value) => void {
  const slot = compiler.names.slot(node.root);
  const last = node.steps.at(-1);
  if (last === undefined && !node.plain) return () => {};
  if (last === undefined) {
    return (frame, value) => {
      frame.variables[slot] = value;
    };
  }
  const owner = walk(slot, node.steps.slice(0, -1), compiler);
  if (last.type === "method") return () => {};
  if (last.type === "property") {
    return (frame, value) => {
      const target = owner(frame);
      compiler.located(last.offset, () => setProperty(target, last.name, value));
    };
  }
  const index = compiler.expression(last.index);
  return (frame, value) => {
    const target = owner(frame);
    const at = index(frame);
    compiler.located(last.offset, () => setIndex(target, at, value));
  };
}
