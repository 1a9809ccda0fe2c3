import type { Behaviours } from "../../behaviours.ts";
import { type Frame, spend } from "../../compile/frame.ts";
import { ValueError } from "../../template-error.ts";
import { readingCost } from "../json.ts";
import type { JavaNumber } from "../numbers.ts";
import type { JavaList, Value } from "../values.ts";
import { arrayMethods, checkIndex, collectionMethods, listMethods } from "./list.ts";
import { entryMethods, mapMethods } from "./map.ts";
import { firstOverload, type MethodTable, type Overload } from "./method.ts";
import { bigMethods, doubleMethods, integerMethods, longMethods } from "./number.ts";
import { booleanMethods, characterMethods, renderedMethods } from "./scalar.ts";
import { textMethods } from "./text.ts";

/**
 * The only way from a name in a template to something that happens. Every name is looked up in a table that belongs to
 * the kind of the value; no name ever reaches a property of a JavaScript object.
 */

/** A method of some name: what it gives for a value and arguments, null when values of its kind have no such method. */
export type Method = (target: Exclude<Value, null>, args: readonly Value[], frame: Frame) => Value;

/** All methods of one name, found when a template is compiled. */
export function methodNamed(name: string, behaviours: Behaviours): Method {
  const call = bind(name);
  if (name !== "get" || behaviours.indexOutOfRange === "error") return call;
  return (target, args, frame) =>
    isList(target) && outside(target, args[0] ?? null) ? null : call(target, args, frame);
}

function bind(name: string): Method {
  const text = textMethods.get(name);
  const boolean = booleanMethods.get(name);
  const integer = integerMethods.get(name);
  const big = bigMethods.get(name);
  const map = mapMethods.get(name);
  const entry = entryMethods.get(name);
  const long = longMethods.get(name);
  const double = doubleMethods.get(name);
  const character = characterMethods.get(name);
  const rendered = renderedMethods.get(name);
  return (target, args, frame) => {
    switch (typeof target) {
      case "string":
        return run(text, target, args, frame);
      case "boolean":
        return run(boolean, target, args, frame);
      case "number":
        return run<JavaNumber>(integer, target, args, frame);
      case "bigint":
        return run<JavaNumber>(big, target, args, frame);
      default:
    }
    switch (target.kind) {
      case "host":
        spend(frame, hostCost(args));
        return target.call(name, args) ?? null;
      case "map":
        return run(map, target, args, frame);
      case "list":
        return run(listTable(target).get(name), target, args, frame);
      case "entry":
        return run(entry, target, args, frame);
      case "long":
        return run<JavaNumber>(long, target, args, frame);
      case "double":
        return run<JavaNumber>(double, target, args, frame);
      case "character":
        return run(character, target, args, frame);
      case "rendered":
        return run(rendered, target, args, frame);
    }
  };
}

/** `$util.parseJson` and the like look at the whole text. */
function hostCost(args: readonly Value[]): number {
  const [text] = args;
  return typeof text === "string" ? readingCost(text) : 0;
}

function run<Self extends Value>(
  overloads: readonly Overload<Self>[] | undefined,
  self: Self,
  args: readonly Value[],
  frame: Frame,
): Value {
  return overloads === undefined ? null : (firstOverload(overloads, args)?.run(self, args, frame) ?? null);
}

function listTable(value: JavaList): MethodTable<JavaList> {
  if (value.flavour === "collection") return collectionMethods;
  return value.flavour === "array" ? arrayMethods : listMethods;
}

/** `$target.name`: a map's member, a host's own property, else what a `getName` or `isName` without arguments gives. */
export function getProperty(target: Value, name: string, frame: Frame): Value {
  if (target === null || typeof target === "number" || typeof target === "bigint") return null;
  if (typeof target !== "object")
    return typeof target === "string" ? bean(textMethods, target, name, frame) : null;
  switch (target.kind) {
    case "map":
      return target.entries.get(name) ?? null;
    case "host":
      return target.property(name);
    case "entry":
      return bean(entryMethods, target, name, frame);
    case "list":
      return bean(listTable(target), target, name, frame);
    default:
      return null;
  }
}

/** JavaBeans' way to write a call of a getter. */
function bean<Self extends Value>(methods: MethodTable<Self>, self: Self, name: string, frame: Frame): Value {
  const capital = name.charAt(0).toUpperCase() + name.slice(1);
  const getter = methods.get(`get${capital}`) ?? methods.get(`is${capital}`);
  return run(getter, self, [], frame);
}

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
