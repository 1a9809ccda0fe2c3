import { display } from "./print.ts";
import type { JavaEntry, JavaMap, MapEntries, Value } from "./values.ts";

/** A map in the order in which keys came. */
export function createMap(initial: Iterable<readonly [Value, Value]> = []): JavaMap {
  const entries = new HashEntries();
  for (const [key, value] of initial) entries.set(key, value);
  return { kind: "map", entries };
}

/** Up to so many keys are compared one by one; most maps have few, and an index costs more than they do. */
const fewKeys = 8;

/** A class, so that a map costs few objects and no closures: one rendering makes dozens. */
export class HashEntries implements MapEntries {
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

type MapKey = string | number | bigint | boolean | null;

/** Java's equality of keys: a text, an Integer and a Long of the same digits are three keys. */
function keyOf(key: Value): MapKey {
  if (key === null || typeof key !== "object") return key;
  return `\u0000${key.kind}\u0000${display(key)}`;
}
