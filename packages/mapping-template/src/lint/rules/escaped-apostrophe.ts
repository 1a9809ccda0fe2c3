import { bareImage } from "../tree.ts";
import { insideString, type PrintRule, undoApostrophe } from "./print-rule.ts";

/** `$util.escapeJavaScript` without undoing the one escape that JSON does not have. */
export const escapedApostrophe: PrintRule = {
  code: "EscapedApostrophe",
  check({ node, origin, position }) {
    if (!insideString(position) || origin.kind !== "text" || origin.escape !== "javascript") return undefined;
    return {
      message:
        "$util.escapeJavaScript makes ' into \\', which JSON does not have: O'Brien breaks the document",
      fix: `Write ${withoutReplacing(bareImage(node))}${undoApostrophe}`,
    };
  },
};

/** A wrong way to undo it is left out. */
function withoutReplacing(image: string): string {
  return image.replace(/\.replace(?:All|First)?\([^()]*\)$/, "");
}
