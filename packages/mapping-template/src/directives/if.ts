import type { Compiler, Run } from "../compile/compiler.ts";
import type { Linter } from "../lint/linter.ts";
import { bareImage, forEachReference, printed } from "../lint/tree.ts";
import type { Expression, IfNode, ReferenceNode } from "../parser/syntax.ts";

/** `#if (condition) … #elseif (condition) … #else … #end`. */
export function compileIf(node: IfNode, compiler: Compiler): Run {
  const branches = node.branches.map(({ condition, body }) => ({
    holds: compiler.condition(condition),
    run: compiler.block(body),
  }));
  const otherwise = compiler.block(node.otherwise);
  const [only] = branches;
  if (branches.length === 1 && only !== undefined) {
    const { holds, run } = only;
    return (frame) => (holds(frame) ? run(frame) : otherwise(frame));
  }
  return (frame) => {
    for (const { holds, run } of branches) {
      if (holds(frame)) return run(frame);
    }
    return otherwise(frame);
  };
}

/** Conditions that are always the same, or are so in one of the Velocity versions. */
export function lintIf(node: IfNode, linter: Linter): void {
  for (const { condition } of node.branches) {
    const mentions = countMentions(condition);
    lintCondition(condition, node.offset, linter, (each) => (mentions.get(printed(each)) ?? 0) > 1);
  }
}

/** How often each reference, or one that goes on from it, is in a condition. */
function countMentions(condition: Expression): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  forEachReference(condition, 0, (node) => {
    for (let length = 0; length <= Math.min(node.steps.length, 4); length += 1) {
      const text = printed({ ...node, steps: node.steps.slice(0, length) });
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
  });
  return counts;
}

/** @param isMeasured whether more is asked about it: then it is not taken for true on its own. */
function lintCondition(
  condition: Expression,
  offset: number,
  linter: Linter,
  isMeasured: (node: ReferenceNode) => boolean,
): void {
  switch (condition.type) {
    case "not":
      lintCondition(condition.operand, offset, linter, isMeasured);
      break;
    case "binary":
      if (condition.operator !== "&&" && condition.operator !== "||") return;
      lintCondition(condition.left, offset, linter, isMeasured);
      lintCondition(condition.right, offset, linter, isMeasured);
      break;
    case "string":
    case "integer":
    case "float":
      linter.report("ConstantCondition", "offset" in condition ? condition.offset : offset, {
        message: "Whether a text or a number is true depends on the version of Velocity, not on the request",
        fix: 'Compare: == "…", or != 0',
      });
      break;
    case "reference":
      if (!isMeasured(condition)) lintTruth(condition, linter);
      break;
    default:
  }
}

function lintTruth(condition: ReferenceNode, linter: Linter): void {
  const isText = linter
    .origins(condition)
    .every(
      (origin) =>
        origin.kind === "literal" || origin.kind === "json" || (origin.kind === "text" && !origin.optional),
    );
  if (!isText) return;
  const image = bareImage(condition);
  linter.report("ConstantCondition", condition.offset, {
    message: `${image} is a text and never null: in Velocity 1.7 that is true, also for the empty text`,
    fix: `Write ${image} != ""`,
  });
}
