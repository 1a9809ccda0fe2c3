import { type Frame, spend } from "../../compile/frame.ts";
import { javaEquals, javaHash } from "../equality.ts";
import { display } from "../print.ts";
import { type Host, type JavaList, list, type Value } from "../values.ts";
import { any, collection, int, javaThrows, type MethodTable, method, nothing, table } from "./method.ts";

/** Positions of a list that Java would refuse. */
export function checkIndex(self: JavaList, at: number, end = self.items.length): void {
  if (at < 0 || at >= end)
    javaThrows("IndexOutOfBoundsException", `Index ${at} out of bounds for length ${self.items.length}`);
}

function position(self: JavaList, item: Value, frame: Frame): number {
  spend(frame, self.items.length >> 4);
  return self.items.findIndex((each) => javaEquals(each, item));
}

function removeAt(self: JavaList, at: number): Value {
  const [removed] = self.items.splice(at, 1);
  const keys = self.view?.keys;
  const key = keys === undefined ? removed : keys.splice(at, 1)[0];
  if (key !== undefined) self.view?.entries.delete(key);
  return removed ?? null;
}

function removeItem(self: JavaList, item: Value, frame: Frame): boolean {
  const at = position(self, item, frame);
  if (at < 0) return false;
  removeAt(self, at);
  return true;
}

function keep(self: JavaList, keeps: (item: Value) => boolean): boolean {
  const before = self.items.length;
  const kept = self.items.map(keeps);
  for (let at = before - 1; at >= 0 && self.view !== undefined; at -= 1) {
    if (kept[at] === false) removeAt(self, at);
  }
  if (self.view === undefined) {
    const items = self.items.filter((_, at) => kept[at]);
    self.items.length = 0;
    for (const item of items) self.items.push(item);
  }
  return self.items.length !== before;
}

/** A `java.util.Iterator`. */
function iterator(self: JavaList): Host {
  let at = 0;
  return {
    kind: "host",
    property: () => null,
    call(name, args) {
      if (args.length > 0) return undefined;
      if (name === "hasNext") return at < self.items.length;
      if (name !== "next") return undefined;
      if (at >= self.items.length) javaThrows("NoSuchElementException", "the iterator has no more items");
      at += 1;
      return self.items[at - 1] ?? null;
    },
  };
}

function addAll(self: JavaList, at: number, others: JavaList, frame: Frame): boolean {
  spend(frame, others.items.length);
  const tail = self.items.splice(at);
  for (const item of [...others.items]) self.items.push(item);
  for (const item of tail) self.items.push(item);
  return others.items.length > 0;
}

const containsAny = (others: JavaList, frame: Frame) => (item: Value) => position(others, item, frame) >= 0;

/** What every `java.util.Collection` can do; a map's keys, values and entries can do no more. */
const shared = {
  size: method<JavaList, []>([], (self) => self.items.length),
  isEmpty: method<JavaList, []>([], (self) => self.items.length === 0),
  toString: method<JavaList, []>([], (self) => display(self)),
  equals: method<JavaList, [Value]>([any], (self, [other]) => javaEquals(self, other)),
  contains: method<JavaList, [Value]>([any], (self, [item], frame) => position(self, item, frame) >= 0),
  containsAll: method<JavaList, [JavaList]>([collection], (self, [others], frame) =>
    others.items.every(containsAny(self, frame)),
  ),
  iterator: method<JavaList, []>([], iterator),
  hashCode: method<JavaList, []>([], (self) => javaHash(self)),
  clear: method<JavaList, []>([], (self) => {
    keep(self, () => false);
    return nothing;
  }),
  removeAll: method<JavaList, [JavaList]>([collection], (self, [others], frame) => {
    const listed = containsAny(others, frame);
    return keep(self, (item) => !listed(item));
  }),
  retainAll: method<JavaList, [JavaList]>([collection], (self, [others], frame) =>
    keep(self, containsAny(others, frame)),
  ),
  toArray: method<JavaList, []>([], (self) => list([...self.items], "array")),
};

export const collectionMethods: MethodTable<JavaList> = table<JavaList>({
  ...shared,
  remove: method([any], (self, [item], frame) => removeItem(self, item, frame)),
});

/** What lists and arrays can do, whose items have positions. */
const positional = {
  get: method<JavaList, [number]>([int], (self, [at]) => {
    checkIndex(self, at);
    return self.items[at] ?? null;
  }),
  set: method<JavaList, [number, Value]>([int, any], (self, [at, item]) => {
    checkIndex(self, at);
    const before = self.items[at] ?? null;
    self.items[at] = item;
    return before;
  }),
};

/** Velocity gives arrays the methods of a fixed list. */
export const arrayMethods: MethodTable<JavaList> = table<JavaList>({
  size: shared.size,
  isEmpty: shared.isEmpty,
  contains: shared.contains,
  ...positional,
  equals: shared.equals,
  toString: shared.toString,
});

/** `java.util.ArrayList` and the list of a JSON document. */
export const listMethods: MethodTable<JavaList> = table<JavaList>({
  ...shared,
  ...positional,
  add: [
    method([any], (self, [item]) => {
      self.items.push(item);
      return true;
    }),
    method([int, any], (self, [at, item], frame) => {
      checkIndex(self, at, self.items.length + 1);
      spend(frame, self.items.length >> 4);
      self.items.splice(at, 0, item);
      return nothing;
    }),
  ],
  addAll: [
    method([collection], (self, [others], frame) => addAll(self, self.items.length, others, frame)),
    method([int, collection], (self, [at, others], frame) => {
      checkIndex(self, at, self.items.length + 1);
      return addAll(self, at, others, frame);
    }),
  ],
  remove: [
    method([int], (self, [at]) => {
      checkIndex(self, at);
      return removeAt(self, at);
    }),
    method([any], (self, [item], frame) => removeItem(self, item, frame)),
  ],
  clone: method([], (self) => list([...self.items], self.flavour)),
  indexOf: method([any], (self, [item], frame) => position(self, item, frame)),
  lastIndexOf: method([any], (self, [item], frame) => {
    spend(frame, self.items.length >> 4);
    return self.items.findLastIndex((each) => javaEquals(each, item));
  }),
  subList: method([int, int], (self, [from, to]) => {
    if (from < 0 || to > self.items.length || from > to) {
      javaThrows("IndexOutOfBoundsException", `from ${from}, to ${to}, length ${self.items.length}`);
    }
    return list(self.items.slice(from, to), self.flavour);
  }),
});
