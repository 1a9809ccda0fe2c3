/**
 * Reads the value at a dotted path such as `order.items[0].name` or `['a.b']`, as parameter mappings write
 * JSONPath after `method.request.body.` and `integration.response.body.` (the leading `$` is left out there).
 */
export function valueAt(document: unknown, path: string): unknown {
  const steps = path.match(/[^.[\]'"]+|\['[^']*'\]|\["[^"]*"\]/g) ?? [];
  let value = document;
  for (const step of steps) {
    const key = step.startsWith("[") ? step.slice(2, -2) : step;
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}
