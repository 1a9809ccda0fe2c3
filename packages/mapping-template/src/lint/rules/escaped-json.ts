import type { ReferenceNode } from "../../parser/syntax.ts";
import { bareImage } from "../tree.ts";
import type { PrintRule } from "./print-rule.ts";

/** `$util.escapeJavaScript($input.json('$.a'))` outside quotes, which AWS's documentation itself once had. */
export const escapedJson: PrintRule = {
  code: "EscapedJson",
  check({ node, origin, position }) {
    const isEscaped = origin.kind === "text" && origin.escape !== "none";
    if (position !== "value" || !isEscaped || (origin.source !== "json" && origin.source !== "payload")) {
      return undefined;
    }
    return {
      message: "Escaped outside a string: every quote gets a backslash, which no JSON value begins with",
      fix: `Write ${unescaped(node)}`,
    };
  },
};

function unescaped(node: ReferenceNode): string {
  const [call] = node.steps;
  const argument = call?.type === "method" && call.name === "escapeJavaScript" ? call.args[0] : undefined;
  return argument?.type === "reference" ? bareImage(argument) : '$input.json("…"), unescaped';
}
