import { bareImage } from "../tree.ts";
import type { PrintRule } from "./print-rule.ts";

/** A whole map, as Java prints it. */
export const javaValue: PrintRule = {
  code: "JavaValue",
  check({ node, origin, position }) {
    if (position === "unknown") return undefined;
    switch (origin.kind) {
      case "payload":
        // Inside a string it is text of the payload, which is another trap.
        if (origin.path !== "" || position === "string" || position === "key") return undefined;
        return {
          message: "$input.path gives a Java value: an object prints as {a=1}, a text without quotes",
          fix: 'Write $input.json("$")',
        };
      case "params":
      case "parameterMap":
        return {
          message: `${bareImage(node)} is a map and prints as {a=1}`,
          fix: "Write a #foreach over its keySet(), or one parameter by name",
        };
      case "context":
        if (typeof origin.shape === "string") return undefined;
        return {
          message: `$context.${origin.path} is a map and prints as {a=1}`,
          fix: `Write its members one by one: "$context.${origin.path}.…"`,
        };
      default:
        return undefined;
    }
  },
};
