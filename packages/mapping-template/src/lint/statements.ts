import { lintIf } from "../directives/if.ts";
import { lintMacroCall } from "../directives/macro-call.ts";
import { lintSet } from "../directives/set.ts";
import type { Block, DirectiveNode, SetNode, Statement, TextNode } from "../parser/syntax.ts";
import { walkBranches } from "./branches.ts";
import { walkLoop } from "./loops.ts";
import { walkMacro, walkMacroCall } from "./macros.ts";
import { anything, either, mayBeMissing } from "./origin.ts";
import { overrideKey, overridePath } from "./overrides.ts";
import { assuming, costOf, unsure } from "./paths.ts";
import { printReference, printText } from "./printing.ts";
import { printedWhitespace } from "./rules/printed-whitespace.ts";
import { originsOf } from "./trace.ts";
import { expressionsOf } from "./tree.ts";
import { aside, forgetVariable, giveUp, type Walker } from "./walker.ts";

/** Walks the statements of a block in turn, as long as there is a way that goes on. */
export function walkBlock(block: Block, walker: Walker): void {
  for (const [i, statement] of block.entries()) {
    if (walker.paths.length === 0) return;
    walker.left -= costOf(walker.paths);
    if (statement.type === "text") walkText(statement, block[i - 1], block[i + 1], walker);
    else walkStatement(statement, walker);
  }
}

function walkText(
  node: TextNode,
  before: Statement | undefined,
  after: Statement | undefined,
  walker: Walker,
): void {
  const advice = printedWhitespace(node, before, after, walker.contentType);
  if (advice !== undefined) walker.report("PrintedWhitespace", advice.offset ?? node.offset, advice);
  printText(walker, node.text, node.offset);
}

function walkStatement(statement: Exclude<Statement, TextNode>, walker: Walker): void {
  switch (statement.type) {
    case "reference":
      printReference(walker, statement);
      break;
    case "set":
      walkSet(statement, walker);
      break;
    case "if":
      for (const { condition } of statement.branches) walker.inspect(condition, "read");
      lintIf(statement, walker.linter);
      walkBranches(statement, walker);
      break;
    case "macroCall":
      lintMacroCall(statement, walker.linter);
      walkMacroCall(statement, walker);
      break;
    case "directive":
      for (const each of expressionsOf(statement)) walker.inspect(each, "target");
      statement.directive.lint?.(statement, walker.linter);
      walkDirective(statement, walker);
  }
}

function walkSet(node: SetNode, walker: Walker): void {
  const { environment, guards } = walker;
  walker.inspect(node.target, "target");
  walker.inspect(node.value, "read");
  lintSet(node, walker.linter);
  const override = overridePath(node.target, environment);
  if (override !== undefined) environment.set(overrideKey(override), [{ kind: "assigned" }]);
  const { root, steps, plain } = node.target;
  if (steps.length > 0 || !plain) return;
  const values = originsOf(node.value, environment).map((origin) =>
    origin.kind === "payload" && guards.isGuarded(origin) ? { ...origin, present: true } : origin,
  );
  const isOptional = values.some(mayBeMissing);
  // Null leaves the old value.
  const kept = isOptional ? environment.get(root).filter(({ kind }) => kind !== "unset") : [];
  environment.set(root, either(values, kept));
  if (!isOptional) walker.loop?.settled.add(root);
  forgetVariable(walker, root);
  if (node.value.type === "boolean") walker.paths = assuming(walker.paths, [[`$${root}`, node.value.value]]);
}

function walkDirective(node: DirectiveNode, walker: Walker): void {
  switch (node.directive.name) {
    case "foreach":
      walkLoop(node, walker);
      break;
    case "macro":
      walkMacro(node, walker);
      break;
    case "define": {
      const [target] = node.args;
      if (target?.type === "reference") walker.environment.set(target.root, anything);
      aside(walker, () => walker.run(node.body));
      break;
    }
    case "break":
      walker.loop?.left.push(...unsure(walker.paths));
      walker.paths = [];
      break;
    case "stop":
      walker.paths = [];
      break;
    case "literal":
      printText(walker, node.bodySource, node.offset);
      break;
    case "evaluate":
      giveUp(walker);
      break;
    default:
  }
}
