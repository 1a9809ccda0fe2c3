import type { Element, Statement } from "./document.ts";

/** A statement as policy documents write it, in lists throughout. */
export function printStatement({ effect, principal, action, resource, conditions }: Statement): object {
  const condition: Record<string, Record<string, readonly string[]>> = {};
  for (const { operator, key, values } of conditions) {
    condition[operator] = { ...condition[operator], [key]: values };
  }
  return {
    Effect: effect,
    ...(principal && { [principal.negated ? "NotPrincipal" : "Principal"]: principal.of }),
    ...printElement("Action", action),
    ...printElement("Resource", resource),
    ...(conditions.length > 0 && { Condition: condition }),
  };
}

function printElement(name: string, { negated, patterns }: Element): object {
  return { [negated ? `Not${name}` : name]: patterns };
}
