/** A value of a map by a name that a caller chose: `constructor` and the like are names as any other. */
export function own<V>(map: { readonly [name: string]: V } | undefined, name: string): V | undefined {
  return map !== undefined && Object.hasOwn(map, name) ? map[name] : undefined;
}

/** The map without one of its entries. */
export function without<V>(
  map: { readonly [name: string]: V } | undefined,
  name: string,
): { readonly [name: string]: V } {
  return Object.fromEntries(Object.entries(map ?? {}).filter(([other]) => other !== name));
}
