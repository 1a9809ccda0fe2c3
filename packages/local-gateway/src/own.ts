/** A value of a map by a name that a caller chose: `constructor` and the like are names as any other. */
export function own<V>(map: { readonly [name: string]: V } | undefined, name: string): V | undefined {
  return map !== undefined && Object.hasOwn(map, name) ? map[name] : undefined;
}

/** As `Object.fromEntries`, in a third of its time. */
export function fromPairs<V>(pairs: Iterable<readonly [name: string, value: V]>): Record<string, V> {
  const map: Record<string, V> = {};
  for (const [name, value] of pairs) {
    // The one name that assigning would not make a member of.
    if (name === "__proto__") Object.defineProperty(map, name, { value, ...ordinary });
    else map[name] = value;
  }
  return map;
}

const ordinary = { configurable: true, enumerable: true, writable: true } as const;

/** Whether a map holds nothing. */
export function isEmpty(map: object): boolean {
  for (const name in map) if (Object.hasOwn(map, name)) return false;
  return true;
}

/** The map without one of its entries. */
export function without<V>(
  map: { readonly [name: string]: V } | undefined,
  name: string,
): { readonly [name: string]: V } {
  return Object.fromEntries(Object.entries(map ?? {}).filter(([other]) => other !== name));
}
