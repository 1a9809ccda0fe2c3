import { bareImage } from "../tree.ts";
import type { Print, PrintRule } from "./print-rule.ts";

/** `"a": $item.a,` of an item without `a`. */
export const missingValue: PrintRule = {
  code: "MissingValue",
  check(print) {
    const { node, origin, position } = print;
    if (position !== "value") return undefined;
    if (origin.kind === "json") {
      if (origin.path === "" || print.isGuarded(origin.path)) return undefined;
      return {
        message: "Where the payload has no such member nothing is printed, and JSON lacks a value",
        fix: `Require it in the model, or put ${guard(print)} … #end around the whole member`,
        severity: "info",
      };
    }
    if (origin.kind !== "payload" || origin.present || origin.path === "") return undefined;
    if (print.isGuarded(origin.path)) return undefined;
    return {
      message:
        "Where the payload has no such member nothing is printed, and JSON lacks a value; a text would lack its quotes",
      fix: `Write $input.json("…"), or put ${guard(print)} … #end around the whole member ${bareImage(node)} is in`,
    };
  },
};

/** `"$!x" != ""` is false for null and for the empty text in every version of Velocity. */
function guard({ node }: Print): string {
  const path = bareImage(node).replace(/^\$input\.json\(/, "$input.path(");
  return `#if("$!${path.slice(1)}" != "")`;
}
