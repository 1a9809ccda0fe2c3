import { bareImage } from "../tree.ts";
import { escapedText, type PrintRule } from "./print-rule.ts";

/** A parameter, or a text of `$context`, where JSON wants a value. */
export const unquotedText: PrintRule = {
  code: "UnquotedText",
  check({ node, origin, position }) {
    if (position !== "value") return undefined;
    if (origin.kind === "context" && origin.shape === "text") {
      return {
        message: `$context.${origin.path} is a text, and JSON's texts have quotes; where it is missing, nothing is printed`,
        fix: `Write "${bareImage(node)}"`,
        severity: "warning",
      };
    }
    const isParameter = origin.kind === "text" && (origin.source === "caller" || origin.source === "name");
    const isCallers = isParameter || (origin.kind === "context" && origin.shape === "client");
    if (!isCallers) return undefined;
    const isEscaped = origin.kind === "text" && origin.escape !== "none";
    return {
      message:
        "What the caller sends stands where a value must: it can be nothing, a word, or further members, and never a quoted text",
      fix: `Write "${isEscaped ? bareImage(node) : escapedText(node)}", and let the receiver read a number from the text`,
    };
  },
};
