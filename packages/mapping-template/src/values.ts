import { display } from "./print.ts";

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

type MapKey = string | number | bigint | boolean | null;

/** Java's equality of keys: a text, an Integer and a Long of the same digits are three keys. */
function keyOf(key: Value): MapKey {
  if (key === null || typeof key !== "object") return key;
  return `\u0000${key.kind}\u0000${display(key)}`;
}

/** A map in the order in which keys came. */
export function createMap(initial: Iterable<readonly [Value, Value]> = []): JavaMap {
  const entries = new HashEntries();
  for (const [key, value] of initial) entries.set(key, value);
  return { kind: "map", entries };
}

/** Up to so many keys are compared one by one; most maps have few, and an index costs more than they do. */
const fewKeys = 8;

// Classes, so that a map costs few objects and no closures: one rendering makes dozens.
class HashEntries implements MapEntries {
  #few: JavaEntry[] = [];
  /** Holds all entries as soon as there are many. */
  #many: Map<MapKey, JavaEntry> | undefined;

  get size(): number {
    return this.#many?.size ?? this.#few.length;
  }

  get(key: Value): Value | undefined {
    return this.#find(key)?.value;
  }

  set(key: Value, value: Value): void {
    const found = this.#find(key);
    if (found !== undefined) found.value = value;
    else this.#add({ kind: "entry", key, value });
  }

  delete(key: Value): void {
    const id = keyOf(key);
    if (this.#many === undefined) this.#few = this.#few.filter((entry) => keyOf(entry.key) !== id);
    else this.#many.delete(id);
  }

  clear(): void {
    this.#few = [];
    this.#many = undefined;
  }

  keys(): Value[] {
    return Array.from(this.all(), ({ key }) => key);
  }

  all(): Iterable<JavaEntry> {
    return this.#many?.values() ?? this.#few;
  }

  #find(key: Value): JavaEntry | undefined {
    const id = keyOf(key);
    if (this.#many !== undefined) return this.#many.get(id);
    const few = this.#few;
    for (let i = 0; i < few.length; i += 1) {
      const entry = few[i];
      if (entry !== undefined && keyOf(entry.key) === id) return entry;
    }
    return undefined;
  }

  #add(entry: JavaEntry): void {
    if (this.#many === undefined && this.#few.length < fewKeys) {
      this.#few.push(entry);
      return;
    }
    this.#many ??= new Map(this.#few.map((each) => [keyOf(each.key), each]));
    this.#many.set(keyOf(entry.key), entry);
  }
}

/**
 * A map over plain JSON that converts a member when it is asked for; a request's context has dozens, a template reads two.
 * Only own members are seen.
 */
export function createLazyMap(source: Readonly<Record<string, unknown>>): JavaMap {
  return { kind: "map", entries: new LazyEntries(source) };
}

class LazyEntries implements MapEntries {
  readonly #source: Readonly<Record<string, unknown>>;
  /** Members that were converted: a template that changes one must find it changed. */
  #children: HashEntries | undefined;
  #whole: HashEntries | undefined;

  constructor(source: Readonly<Record<string, unknown>>) {
    this.#source = source;
  }

  get size(): number {
    return this.#whole?.size ?? Object.keys(this.#source).length;
  }

  get(key: Value): Value | undefined {
    if (this.#whole !== undefined) return this.#whole.get(key);
    if (typeof key !== "string") return undefined;
    const value = ownMember(this.#source, key);
    return typeof value === "string" || value === undefined ? value : this.#convert(key, value);
  }

  set(key: Value, value: Value): void {
    this.#complete().set(key, value);
  }

  delete(key: Value): void {
    this.#complete().delete(key);
  }

  clear(): void {
    this.#complete().clear();
  }

  keys(): Value[] {
    return this.#whole?.keys() ?? Object.keys(this.#source);
  }

  all(): Iterable<JavaEntry> {
    return this.#complete().all();
  }

  #convert(key: string, value: unknown): Value {
    if (typeof value === "string") return value;
    const known = this.#children?.get(key);
    if (known !== undefined) return known;
    const made = fromJson(value);
    this.#children ??= new HashEntries();
    this.#children.set(key, made);
    return made;
  }

  #complete(): HashEntries {
    if (this.#whole === undefined) {
      const whole = new HashEntries();
      for (const key of Object.keys(this.#source)) whole.set(key, this.#convert(key, this.#source[key]));
      this.#whole = whole;
    }
    return this.#whole;
  }
}

/** An object as a record, without a copy: its members are read as unknown, and through {@link ownMember}. */
export function membersOf(source: object): Readonly<Record<string, unknown>> {
  return source as Readonly<Record<string, unknown>>;
}

/** A member of an object's own; nothing that it inherits is ever seen. */
export function ownMember(source: Readonly<Record<string, unknown>>, name: string): unknown {
  const found = source[name];
  if (found === undefined) return undefined;
  // What a plain object has and its prototype has not is its own; that is known sooner than by asking for it.
  if (inherited[name] === undefined && Object.getPrototypeOf(source) === inherited) return found;
  return Object.hasOwn(source, name) ? found : undefined;
}

const inherited = membersOf(Object.prototype);

/** Plain JSON as values: objects lazily, numbers as Java's smallest whole type or Double. */
export function fromJson(value: unknown): Value {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return Number.isSafeInteger(value) ? whole(BigInt(value)) : asDouble(value);
    case "bigint":
      return whole(value);
    case "object":
      if (value === null) return null;
      if (Array.isArray(value)) return list(value.map(fromJson), "json");
      return createLazyMap(membersOf(value));
    default:
      return null;
  }
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
