import type { Behaviours } from "../behaviours.ts";
import type { Frame } from "../frame.ts";
import type { JavaNumber } from "../numbers.ts";
import { ValueError } from "../template-error.ts";
import type { JavaList, Value } from "../values.ts";
import { arrayMethods, checkIndex, collectionMethods, listMethods } from "./list.ts";
import { entryMethods, mapMethods } from "./map.ts";
import { findOverload, type MethodTable } from "./method.ts";
import { bigMethods, doubleMethods, integerMethods, longMethods } from "./number.ts";
import { booleanMethods, characterMethods, renderedMethods } from "./scalar.ts";
import { textMethods } from "./text.ts";

/**
 * The only way from a name in a template to something that happens. Every name is looked up in a table that belongs to
 * the kind of the value; no name ever reaches a property of a JavaScript object.
 */

/** Calls a method; null when values of this kind have none of this name for these arguments. */
export function callMethod(
  target: Value,
  name: string,
  args: readonly Value[],
  frame: Frame,
  behaviours: Behaviours,
): Value {
  if (target === null) return null;
  if (
    behaviours.indexOutOfRange === "null" &&
    name === "get" &&
    isList(target) &&
    outside(target, args[0] ?? null)
  ) {
    return null;
  }
  return call(target, name, args, frame) ?? null;
}

function call(
  target: Exclude<Value, null>,
  name: string,
  args: readonly Value[],
  frame: Frame,
): Value | undefined {
  switch (typeof target) {
    case "string":
      return run(textMethods, target, name, args, frame);
    case "boolean":
      return run(booleanMethods, target, name, args, frame);
    case "number":
      return run<JavaNumber>(integerMethods, target, name, args, frame);
    case "bigint":
      return run<JavaNumber>(bigMethods, target, name, args, frame);
    default:
  }
  switch (target.kind) {
    case "host":
      return target.call(name, args);
    case "map":
      return run(mapMethods, target, name, args, frame);
    case "list":
      return run(listTable(target), target, name, args, frame);
    case "entry":
      return run(entryMethods, target, name, args, frame);
    case "long":
      return run<JavaNumber>(longMethods, target, name, args, frame);
    case "double":
      return run<JavaNumber>(doubleMethods, target, name, args, frame);
    case "character":
      return run(characterMethods, target, name, args, frame);
    case "rendered":
      return run(renderedMethods, target, name, args, frame);
  }
}

function run<Self extends Value>(
  methods: MethodTable<Self>,
  self: Self,
  name: string,
  args: readonly Value[],
  frame: Frame,
): Value | undefined {
  return findOverload(methods, name, args)?.run(self, args, frame);
}

function listTable(value: JavaList): MethodTable<JavaList> {
  if (value.flavour === "collection") return collectionMethods;
  return value.flavour === "array" ? arrayMethods : listMethods;
}

/** `$target.name`: a map's member, a host's own property, else what a `getName` or `isName` without arguments gives. */
export function getProperty(target: Value, name: string): Value {
  if (target === null || typeof target === "number" || typeof target === "bigint") return null;
  if (typeof target !== "object") return typeof target === "string" ? bean(textMethods, target, name) : null;
  switch (target.kind) {
    case "map":
      return target.entries.get(name) ?? null;
    case "host":
      return target.property(name);
    case "entry":
      return bean(entryMethods, target, name);
    case "list":
      return bean(listTable(target), target, name);
    default:
      return null;
  }
}

function bean<Self extends Value>(methods: MethodTable<Self>, self: Self, name: string): Value {
  const capital = name.charAt(0).toUpperCase() + name.slice(1);
  const getter = findOverload(methods, `get${capital}`, []) ?? findOverload(methods, `is${capital}`, []);
  // None of these methods needs the rendering that calls it.
  return getter?.run(self, [], idle) ?? null;
}

const idle: Frame = {
  out: "",
  variables: [],
  names: { slot: () => 0, find: () => undefined, fork: () => idle.names },
  request: { body: "", params: { path: {}, querystring: {}, header: {} }, context: {}, stageVariables: {} },
  left: Number.MAX_SAFE_INTEGER,
  depth: 0,
  context: undefined,
  loop: null,
  provide: () => {},
};

/** `#set($target.name = value)`. */
export function setProperty(target: Value, name: string, value: Value): void {
  if (target === null || typeof target !== "object") return;
  if (target.kind === "map") target.entries.set(name, value);
  else if (target.kind === "host") target.setProperty?.(name, value);
  else if (target.kind === "entry" && name === "value") target.value = value;
}

/** `$target[index]`: of a list by position, of a map by key. */
export function getIndex(target: Value, index: Value, behaviours: Behaviours): Value {
  if (target === null || typeof target !== "object") return null;
  if (target.kind === "map") return target.entries.get(index) ?? null;
  if (!isList(target) || typeof index !== "number") return null;
  const at = index < 0 ? index + target.items.length : index;
  if (outside(target, at) && behaviours.indexOutOfRange === "null") return null;
  if (outside(target, at)) {
    throw new ValueError(
      "TemplateMethod",
      `IndexOutOfBoundsException: Index ${index} out of bounds for length ${target.items.length}`,
    );
  }
  return target.items[at] ?? null;
}

/** `#set($target[index] = value)`. */
export function setIndex(target: Value, index: Value, value: Value): void {
  if (target === null || typeof target !== "object") return;
  if (target.kind === "map") {
    target.entries.set(index, value);
  } else if (isList(target) && typeof index === "number") {
    const at = index < 0 ? index + target.items.length : index;
    checkIndex(target, at);
    target.items[at] = value;
  }
}

function isList(value: Value): value is JavaList {
  return (
    value !== null && typeof value === "object" && value.kind === "list" && value.flavour !== "collection"
  );
}

function outside(value: JavaList, at: Value): boolean {
  return typeof at === "number" && (at < 0 || at >= value.items.length);
}
