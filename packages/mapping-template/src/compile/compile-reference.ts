import { getIndex, getProperty, methodNamed, setIndex, setProperty } from "../java/methods/dispatch.ts";
import { display } from "../java/print.ts";
import type { Value } from "../java/values.ts";
import type { ReferenceNode, Step } from "../parser/syntax.ts";
import type { Compiler, Evaluate, Run } from "./compiler.ts";
import { constantValue } from "./constant.ts";
import { goOn } from "./flow.ts";
import { type Frame, readSlot, spend, spendText } from "./frame.ts";
import { findShortcut } from "./shortcuts.ts";

/** A reference's value; null as soon as one of its steps has none. */
export function compileReference(node: ReferenceNode, compiler: Compiler): Evaluate {
  if (node.bare) return () => null;
  return walk(node.root, node.steps, compiler);
}

function walk(root: string, steps: readonly Step[], compiler: Compiler): Evaluate {
  const slot = compiler.names.slot(root);
  const links = steps.map((step) => compileStep(step, compiler));
  const general = followAll(slot, links);
  const shortcut = findShortcut(root, steps, links[0]?.args ?? [], compiler);
  if (shortcut === undefined) return general;
  const { read } = shortcut;
  const rest = links.slice(shortcut.length);
  return (frame) => {
    let value = frame.variables[slot] === undefined ? read(frame) : undefined;
    if (value === undefined) return general(frame);
    for (let i = 0; i < rest.length && value !== null; i += 1) value = rest[i]?.follow(value, frame) ?? null;
    return value;
  };
}

function followAll(slot: number, links: readonly Link[]): Evaluate {
  const [first, second] = links;
  if (first === undefined) return (frame) => readSlot(frame, slot);
  if (second === undefined) {
    return (frame) => {
      const root = readSlot(frame, slot);
      return root === null ? null : first.follow(root, frame);
    };
  }
  return (frame) => {
    let value = readSlot(frame, slot);
    for (let i = 0; i < links.length && value !== null; i += 1)
      value = links[i]?.follow(value, frame) ?? null;
    return value;
  };
}

/** A compiled step. */
interface Link {
  readonly follow: (target: Exclude<Value, null>, frame: Frame) => Value;
  /** Of a method. */
  readonly args: readonly Evaluate[];
}

function compileStep(step: Step, compiler: Compiler): Link {
  const { behaviours } = compiler;
  switch (step.type) {
    case "property": {
      const { name } = step;
      return { follow: (target, frame) => getProperty(target, name, frame), args: [] };
    }
    case "index": {
      const index = compiler.expression(step.index);
      const follow: Link["follow"] = (target, frame) => {
        const at = index(frame);
        return compiler.located(step.offset, () => getIndex(target, at, behaviours));
      };
      return { follow, args: [] };
    }
    case "method": {
      const args = step.args.map((arg) => compiler.expression(arg));
      const follow =
        step.name === "get" ? compileGet(step, args, compiler) : compileCall(step, args, compiler);
      return { follow, args };
    }
  }
}

type Call = Extract<Step, { type: "method" }>;

function compileCall(
  { name, args: nodes, offset }: Call,
  args: Link["args"],
  compiler: Compiler,
): Link["follow"] {
  const call = methodNamed(name, compiler.behaviours);
  const constants = nodes.map(constantValue);
  const known = constants.every(isKnown) ? constants : undefined;
  return (target, frame) => {
    const values = known ?? evaluateAll(args, frame);
    try {
      spend(frame, 1);
      const result = call(target, values, frame);
      if (typeof result === "string") spendText(frame, result);
      return result;
    } catch (error) {
      throw compiler.placed(error, offset);
    }
  };
}

/** `$map.get(key)`, the call that templates make most, goes to the map without a look at the tables of methods. */
function compileGet(step: Call, args: Link["args"], compiler: Compiler): Link["follow"] {
  const call = compileCall(step, args, compiler);
  const [key] = args;
  if (args.length !== 1 || key === undefined) return call;
  return (target, frame) => {
    if (typeof target !== "object" || target.kind !== "map") return call(target, frame);
    const at = key(frame);
    try {
      spend(frame, 1);
      const found = target.entries.get(at) ?? null;
      if (typeof found === "string") spendText(frame, found);
      return found;
    } catch (error) {
      throw compiler.placed(error, step.offset);
    }
  };
}

function isKnown(value: Value | undefined): value is Value {
  return value !== undefined;
}

/** Most methods have one argument; they are what most templates call. */
function evaluateAll(args: readonly Evaluate[], frame: Frame): readonly Value[] {
  const [only] = args;
  return args.length === 1 && only !== undefined ? [only(frame)] : args.map((arg) => arg(frame));
}

/**
 * A reference in text: its value, or what a null one prints.
 * @param text what precedes it.
 */
export function compileOutput(node: ReferenceNode, text: string, compiler: Compiler): Run {
  const evaluate = compileReference(node, compiler);
  const { before, backslashes, escaped, image } = node;
  const source = compiler.behaviours.nullReference === "source" || node.bare;
  const nothing = node.quiet ? "" : source ? image : "";
  const prefix = backslashes + before;
  if (escaped) {
    return (frame) => {
      frame.out += text;
      frame.out += evaluate(frame) === null ? `${backslashes}\\${image}` : backslashes + image;
      return goOn;
    };
  }
  const missing = `${backslashes}${prefix}${nothing}`;
  return (frame) => {
    // First, for #stop within the reference ends the rendering behind it.
    frame.out += text;
    const value = evaluate(frame);
    if (value === null) frame.out += missing;
    else if (typeof value === "string" && value.length <= 64)
      frame.out += prefix === "" ? value : prefix + value;
    else frame.out += prefix + printed(value, frame);
    return goOn;
  };

  function printed(value: Value, frame: Frame): string {
    try {
      const text = display(value);
      if (text.length > 64) spendText(frame, text);
      return text;
    } catch (error) {
      throw compiler.placed(error, node.offset);
    }
  }
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
  const owner = walk(node.root, node.steps.slice(0, -1), compiler);
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
