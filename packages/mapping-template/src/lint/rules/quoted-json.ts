import { bareImage } from "../tree.ts";
import { escapedText, insideString, type PrintRule } from "./print-rule.ts";

/** `"$input.json('$.a')"`. */
export const quotedJson: PrintRule = {
  code: "QuotedJson",
  check({ node, origin, position }) {
    if (!insideString(position) || origin.kind !== "json") return undefined;
    return {
      message: "$input.json gives JSON, a text with its own quotes: inside a string they end it",
      fix: `Write ${bareImage(node)} without quotes around it, or, for JSON inside a text, ${escapedText(node)}`,
    };
  },
};
