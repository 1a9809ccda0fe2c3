import type { ReferenceNode } from "../../parser/syntax.ts";
import type { Advice, LintCode } from "../finding.ts";
import type { JsonPosition } from "../json-state.ts";
import type { Origin } from "../origin.ts";
import { bareImage } from "../tree.ts";

/** A reference that is printed: what it may be, and where in the JSON it stands. */
export interface Print {
  readonly node: ReferenceNode;
  readonly origin: Origin;
  readonly position: JsonPosition;
  readonly kind: "request" | "response";
  /** Whether a condition around it has asked for this part of the payload. */
  isGuarded(path: string): boolean;
}

/** A rule about what is printed where. */
export interface PrintRule {
  readonly code: LintCode;
  readonly check: (print: Print) => Advice | undefined;
}

/** The text as a member of a JSON string, with AWS's own way to undo `\'`. */
export function escapedText(node: ReferenceNode): string {
  return `$util.escapeJavaScript(${bareImage(node)})${undoApostrophe}`;
}

export const undoApostrophe = `.replaceAll("\\\\'","'")`;

export function insideString(position: JsonPosition): boolean {
  return position === "string" || position === "key";
}
