import { createMap } from "../java/map.ts";
import { display } from "../java/print.ts";
import type { Host, JavaList, JavaMap, Value } from "../java/values.ts";
import { ValueError } from "../template-error.ts";

/** `$foreach`; a template may keep values of its own in it. */
export class Loop implements Host {
  readonly kind = "host";
  readonly #turns: Cursor;
  readonly #parent: Value;
  #custom: JavaMap | undefined;
  hasEnded = false;

  constructor(turns: Cursor, parent: Value) {
    this.#turns = turns;
    this.#parent = parent;
  }

  property(name: string): Value {
    switch (name) {
      case "index":
        return this.#turns.index;
      case "count":
        return this.#turns.index + 1;
      case "hasNext":
        return this.#turns.hasNext();
      case "first":
        return this.#turns.index === 0;
      case "last":
        return !this.#turns.hasNext();
      case "parent":
        return this.#parent;
      case "topmost":
        return this.#parent instanceof Loop ? this.#parent.property("topmost") : this;
      default:
        return this.#custom?.entries.get(name) ?? null;
    }
  }

  setProperty(name: string, value: Value): void {
    this.#custom ??= createMap();
    this.#custom.entries.set(name, value);
  }

  display(): string {
    return this.#custom === undefined ? "{}" : display(this.#custom);
  }

  call(name: string, args: readonly Value[]): Value | undefined {
    if (name === "stop" && args.length === 0) {
      if (this.hasEnded)
        throw new ValueError("TemplateMethod", "stop() of a #foreach that has ended already");
      throw new LoopStopped(this);
    }
    const property = args.length === 0 ? getters.get(name) : undefined;
    return property === undefined ? undefined : this.property(property);
  }
}

const getters: ReadonlyMap<string, string> = new Map([
  ["hasNext", "hasNext"],
  ["getIndex", "index"],
  ["getCount", "count"],
  ["isFirst", "first"],
  ["isLast", "last"],
  ["getParent", "parent"],
  ["getTopmost", "topmost"],
]);

/** `$foreach.stop()`, on its way to the loop that it ends: the innermost one, or a parent. */
export class LoopStopped extends Error {
  override readonly name = "LoopStopped";
  readonly loop: Loop;

  constructor(loop: Loop) {
    super("$foreach.stop()");
    this.loop = loop;
  }
}

/** A cursor over what a `#foreach` can run over; `undefined` for what it cannot. */
export function openCursor(value: Value): Cursor | undefined {
  if (value === null || typeof value !== "object") return undefined;
  return value.kind === "list" || value.kind === "map" ? new Cursor(value) : undefined;
}

/** Where a loop is: a Java iterator, which refuses to go on over a list that has grown or shrunk meanwhile. */
export class Cursor {
  readonly #source: JavaList | JavaMap;
  readonly #items: readonly Value[];
  readonly #expected: number;
  /** Of the item that `next` gave last; -1 before the first. */
  index = -1;

  constructor(source: JavaList | JavaMap) {
    this.#source = source;
    this.#items =
      source.kind === "list" ? source.items : Array.from(source.entries.all(), ({ value }) => value);
    this.#expected = this.#items.length;
  }

  hasNext(): boolean {
    return this.index + 1 !== this.#items.length;
  }

  next(): Value {
    const source = this.#source;
    const size = source.kind === "list" ? source.items.length : source.entries.size;
    if (size !== this.#expected) {
      throw new ValueError(
        "TemplateMethod",
        "ConcurrentModificationException: the list changed while #foreach ran over it",
      );
    }
    this.index += 1;
    return this.#items[this.index] ?? null;
  }
}
