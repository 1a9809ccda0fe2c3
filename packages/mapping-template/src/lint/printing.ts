import type { ReferenceNode } from "../parser/syntax.ts";
import { type JsonPosition, positionIn } from "./json-state.ts";
import type { Origin } from "./origin.ts";
import { distinct, feed, feedUnknown, type ReportComma, unsure } from "./paths.ts";
import type { Print } from "./rules/print-rule.ts";
import { printRules } from "./rules/registry.ts";
import { originsOf } from "./trace.ts";
import type { Walker } from "./walker.ts";

/** A text on every way to here. */
export function printText(walker: Walker, text: string, offset: number): void {
  walker.left -= (text.length * walker.paths.length) / 16;
  const isWhole = walker.source.startsWith(text, offset);
  walker.paths = feed(
    walker.paths,
    text,
    (i) => (isWhole ? offset + i : offset),
    (...comma) => reportComma(walker, ...comma),
  );
}

/** Whatever a reference may print. */
export function printReference(walker: Walker, node: ReferenceNode): void {
  walker.inspect(node, "printed");
  const origins = originsOf(node, walker.environment);
  if (walker.isJson && !node.escaped) lintPrinted(walker, node, origins);
  const report: ReportComma = (...comma) => reportComma(walker, ...comma);
  if (node.before !== "") walker.paths = feed(walker.paths, node.before, () => node.offset, report);
  const texts = origins.flatMap((origin) => (origin.kind === "literal" ? [origin.text] : []));
  if (texts.length > 0 && texts.length === origins.length) {
    const before = texts.length === 1 ? walker.paths : unsure(walker.paths);
    walker.paths = distinct(texts.flatMap((text) => feed(before, text, () => node.offset, report)));
  } else {
    const isKnown = origins.every(({ kind }) => kind !== "unknown" && kind !== "unset");
    walker.paths = feedUnknown(walker.paths, isKnown);
  }
}

function lintPrinted(walker: Walker, node: ReferenceNode, origins: readonly Origin[]): void {
  const { kind, guards, report } = walker;
  const position = jsonPositionOf(walker);
  for (const origin of origins) {
    const shown: Print = { node, origin, position, kind, isGuarded: guards.isAsked };
    for (const { code, check } of printRules) {
      const advice = check(shown);
      if (advice !== undefined) report(code, node.offset, advice);
    }
  }
}

/** Where all ways to here agree to be. */
function jsonPositionOf({ paths }: Walker): JsonPosition {
  const found = new Set(paths.map(({ json }) => positionIn(json)));
  const [only = "unknown"] = found;
  return found.size === 1 ? only : "unknown";
}

function reportComma({ report }: Walker, ...[code, offset]: Parameters<ReportComma>): void {
  if (code === "StrayComma") {
    report(code, offset, {
      message:
        "On one way through the template this comma has no value before it or none after it, and JSON wants both",
      fix: "Write the comma only where a value follows: in a #foreach #if($foreach.hasNext),#end; else put a member that is always there last",
    });
  } else {
    report(code, offset, {
      message:
        "On one way through the template another value stands before this one, without a comma between",
      fix: "Write a comma between them: in a #foreach #if($foreach.hasNext),#end",
    });
  }
}
