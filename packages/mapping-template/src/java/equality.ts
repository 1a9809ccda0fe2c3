import { display } from "./print.ts";
import type { JavaMap, JavaObject, Value } from "./values.ts";
import { deeper, newWalk, type Walk } from "./walk.ts";

/** Java's `equals`: kinds must agree, lists and maps are equal by their content. */
export function javaEquals(left: Value, right: Value, walk: Walk = newWalk()): boolean {
  if (left === right) return true;
  if (left === null || right === null || typeof left !== "object" || typeof right !== "object") return false;
  return left.kind === right.kind && deeper(walk, () => objectsEqual(left, right, walk));
}

function objectsEqual(left: JavaObject, right: JavaObject, walk: Walk): boolean {
  if (left.kind === "list" && right.kind === "list") {
    if (left.flavour === "array" || right.flavour === "array" || left.items.length !== right.items.length)
      return false;
    return left.items.every((item, i) => javaEquals(item, right.items[i] ?? null, walk));
  }
  if (left.kind === "map" && right.kind === "map") return mapsEqual(left, right, walk);
  if (left.kind === "entry" && right.kind === "entry") {
    return javaEquals(left.key, right.key, walk) && javaEquals(left.value, right.value, walk);
  }
  if (left.kind === "rendered" || left.kind === "host") return false;
  return display(left) === display(right);
}

function mapsEqual(left: JavaMap, right: JavaMap, walk: Walk): boolean {
  if (left.entries.size !== right.entries.size) return false;
  for (const each of left.entries.all()) {
    const other = right.entries.get(each.key);
    if (other === undefined || !javaEquals(each.value, other, walk)) return false;
  }
  return true;
}

/** Java's `hashCode` of a text: `31 * hash + unit`. */
export function hashText(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i += 1) hash = (Math.imul(31, hash) + text.charCodeAt(i)) | 0;
  return hash;
}

/** Java's `hashCode`. */
export function javaHash(value: Value, walk: Walk = newWalk()): number {
  if (value === null) return 0;
  if (typeof value === "string") return hashText(value);
  if (typeof value === "boolean") return value ? 1231 : 1237;
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return hashText(String(value));
  return deeper(walk, () => hashObject(value, walk));
}

function hashObject(value: JavaObject, walk: Walk): number {
  switch (value.kind) {
    case "list":
      return value.items.reduce((hash: number, item) => (Math.imul(31, hash) + javaHash(item, walk)) | 0, 1);
    case "map": {
      let sum = 0;
      for (const each of value.entries.all()) sum = (sum + javaHash(each, walk)) | 0;
      return sum;
    }
    case "entry":
      return javaHash(value.key, walk) ^ javaHash(value.value, walk);
    case "long":
      return Number(BigInt.asIntN(32, value.value ^ (value.value >> 32n)));
    case "double":
      return hashDouble(value.value);
    default:
      return hashText(display(value, walk));
  }
}

function hashDouble(value: number): number {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  return bits.getInt32(0) ^ bits.getInt32(4);
}
