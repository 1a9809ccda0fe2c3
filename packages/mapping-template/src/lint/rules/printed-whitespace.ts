import type { Statement, TextNode } from "../../parser/syntax.ts";
import type { Advice } from "../finding.ts";

/** `PrintedWhitespace`: line breaks that are there for the template's reader and reach the output's. */
export function printedWhitespace(
  node: TextNode,
  before: Statement | undefined,
  after: Statement | undefined,
  contentType: string,
): Advice | undefined {
  const type = contentType.toLowerCase();
  if (/\bjson\b|xml\b|html\b/.test(type)) return undefined;
  const isForm = type.startsWith("application/x-www-form-urlencoded");
  const at = node.text.search(/[\r\n]/);
  if (at < 0) return undefined;
  // In other texts a line break may be meant; one that stands between directives is not.
  const isLayout = node.text.trim() === "" && (isDirective(before) || isDirective(after));
  if (!isForm && !isLayout) return undefined;
  return {
    message: `In ${contentType} a line break is part of what is sent`,
    fix: "Write the template on one line, or end its lines with ##",
    offset: node.offset + at,
  };
}

function isDirective(statement: Statement | undefined): boolean {
  return statement !== undefined && statement.type !== "text" && statement.type !== "reference";
}
