import { spend } from "../../compile/frame.ts";
import { javaEquals, javaHash } from "../equality.ts";
import { createMap } from "../map.ts";
import { display } from "../print.ts";
import type { JavaEntry, JavaList, JavaMap, Value } from "../values.ts";
import { any, type MethodTable, map, method, nothing, table } from "./method.ts";

/** `java.util.LinkedHashMap`. */
export const mapMethods: MethodTable<JavaMap> = table<JavaMap>({
  get: method([any], (self, [key]) => self.entries.get(key) ?? null),
  getOrDefault: method([any, any], (self, [key, otherwise]) => self.entries.get(key) ?? otherwise),
  put: method([any, any], (self, [key, value]) => put(self, key, value)),
  putIfAbsent: method([any, any], (self, [key, value]) => {
    const before = self.entries.get(key) ?? null;
    if (before === null) self.entries.set(key, value);
    return before;
  }),
  putAll: method([map], (self, [others], frame) => {
    spend(frame, others.entries.size);
    for (const { key, value } of [...others.entries.all()]) self.entries.set(key, value);
    return nothing;
  }),
  remove: method([any], (self, [key]) => {
    const before = self.entries.get(key) ?? null;
    self.entries.delete(key);
    return before;
  }),
  clear: method([], (self) => {
    self.entries.clear();
    return nothing;
  }),
  containsKey: method([any], (self, [key]) => self.entries.get(key) !== undefined),
  containsValue: method([any], (self, [value], frame) => {
    spend(frame, self.entries.size >> 4);
    return Array.from(self.entries.all()).some((entry) => javaEquals(entry.value, value));
  }),
  size: method([], (self) => self.entries.size),
  isEmpty: method([], (self) => self.entries.size === 0),
  keySet: method([], keySet),
  values: method([], (self) => view(self, ({ value }) => value)),
  entrySet: method([], (self) => view(self, (entry) => entry)),
  toString: method([], (self) => display(self)),
  equals: method([any], (self, [other]) => javaEquals(self, other)),
  hashCode: method([], (self) => javaHash(self)),
  clone: method([], copy),
  replace: method([any, any], (self, [key, value]) =>
    self.entries.get(key) === undefined ? null : put(self, key, value),
  ),
});

/** `java.util.Map.Entry`. */
export const entryMethods: MethodTable<JavaEntry> = table<JavaEntry>({
  getKey: method([], (self) => self.key),
  getValue: method([], (self) => self.value),
  setValue: method([any], (self, [value]) => {
    const before = self.value;
    self.value = value;
    return before;
  }),
  toString: method([], (self) => display(self)),
  equals: method([any], (self, [other]) => javaEquals(self, other)),
});

function put(self: JavaMap, key: Value, value: Value): Value {
  const before = self.entries.get(key) ?? null;
  self.entries.set(key, value);
  return before;
}

/** A view: removing from it removes from the map. */
function view(self: JavaMap, pick: (entry: JavaEntry) => Value): JavaList {
  const all = [...self.entries.all()];
  const keys = all.map(({ key }) => key);
  return { kind: "list", flavour: "collection", items: all.map(pick), view: { entries: self.entries, keys } };
}

function keySet({ entries }: JavaMap): JavaList {
  return { kind: "list", flavour: "collection", items: entries.keys(), view: { entries, keys: undefined } };
}

function copy(self: JavaMap): JavaMap {
  return createMap(Array.from(self.entries.all(), ({ key, value }) => [key, value] as const));
}
