import { asDouble, type Value, whole } from "../java/values.ts";
import type { Expression } from "../parser/syntax.ts";

/** The value of a literal, `undefined` for what has to be evaluated. */
export function constantValue(node: Expression): Value | undefined {
  switch (node.type) {
    case "integer":
      return whole(node.value);
    case "float":
      return asDouble(node.value);
    case "boolean":
      return node.value;
    case "string":
      return node.block === undefined ? node.text : undefined;
    default:
      return undefined;
  }
}
