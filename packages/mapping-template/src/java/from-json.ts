import { HashEntries } from "./map.ts";
import {
  asDouble,
  type JavaEntry,
  type JavaMap,
  list,
  type MapEntries,
  type Value,
  whole,
} from "./values.ts";

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
