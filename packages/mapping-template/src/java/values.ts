/**
 * Java's values, as templates see them. A JavaScript `number` is a Java Integer, a `bigint` a BigInteger; what has no
 * JavaScript twin is an object with a `kind`. Nothing here is ever asked for a property by a name from a template:
 * names go through the tables of `methods/`.
 */
export type Value =
  | null
  | string
  | boolean
  | number
  | bigint
  | JavaLong
  | JavaDouble
  | JavaCharacter
  | JavaList
  | JavaMap
  | JavaEntry
  | Rendered
  | Host;

/** Values that are objects here, too. */
export type JavaObject = Extract<Value, object>;

export interface JavaLong {
  readonly kind: "long";
  readonly value: bigint;
}

export interface JavaDouble {
  readonly kind: "double";
  readonly value: number;
}

export interface JavaCharacter {
  readonly kind: "character";
  readonly value: string;
}

/**
 * An ArrayList, an array, the list of a JSON document, or a collection without positions (a map's keys, values, entries).
 * They differ in how they print and in what can be asked of them.
 */
export interface JavaList {
  readonly kind: "list";
  readonly flavour: "list" | "array" | "json" | "collection";
  readonly items: Value[];
  /** For a view of a map: the key of each item, unless the items are the keys; removing an item removes its key. */
  readonly view?: { readonly entries: MapEntries; readonly keys: Value[] | undefined };
}

/** A LinkedHashMap. */
export interface JavaMap {
  readonly kind: "map";
  readonly entries: MapEntries;
}

/** What a map does with its entries; plain, or read from a document only as far as a template asks. */
export interface MapEntries {
  get(key: Value): Value | undefined;
  set(key: Value, value: Value): void;
  delete(key: Value): void;
  clear(): void;
  readonly size: number;
  keys(): Value[];
  all(): Iterable<JavaEntry>;
}

/** A Map.Entry; it is the map's own, so that setting its value changes the map. */
export interface JavaEntry {
  readonly kind: "entry";
  readonly key: Value;
  value: Value;
}

/** The value of `#define`: text that is rendered anew whenever it is printed. */
export interface Rendered {
  readonly kind: "rendered";
  readonly render: () => string;
}

/**
 * An object that API Gateway or Velocity itself provides: `$input`, `$util`, `$foreach`, an iterator. These members are
 * all that a template can reach of it; each compares names with the few that it knows.
 */
export interface Host {
  readonly kind: "host";
  property(name: string): Value;
  setProperty?(name: string, value: Value): void;
  /** What it prints; nothing if absent. */
  display?(): string;
  /** `undefined` when there is no such method for these arguments. */
  call(name: string, args: readonly Value[]): Value | undefined;
}

export const asDouble = (value: number): JavaDouble => ({ kind: "double", value });

export function list(items: Value[], flavour: JavaList["flavour"] = "list"): JavaList {
  return { kind: "list", flavour, items };
}

const intMin = -(2n ** 31n);
const intMax = 2n ** 31n - 1n;
const longMin = -(2n ** 63n);
const longMax = 2n ** 63n - 1n;

/** A whole number as the smallest of Integer, Long and BigInteger that holds it, as Velocity and JSON readers choose. */
export function whole(value: bigint): Value {
  if (value >= intMin && value <= intMax) return Number(value);
  return fitsLong(value) ? { kind: "long", value } : value;
}

export function fitsInt(value: bigint): boolean {
  return value >= intMin && value <= intMax;
}

export function fitsLong(value: bigint): boolean {
  return value >= longMin && value <= longMax;
}
