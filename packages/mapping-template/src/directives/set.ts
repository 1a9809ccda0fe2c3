import type { Compiler, Run } from "../compile/compiler.ts";
import { goOn } from "../compile/flow.ts";
import type { Linter } from "../lint/linter.ts";
import { bareImage, literalText } from "../lint/tree.ts";
import type { SetNode } from "../parser/syntax.ts";

/** `#set($name = value)`. Null leaves a variable as it was, unless told otherwise. */
export function compileSet(node: SetNode, compiler: Compiler): Run {
  const value = compiler.expression(node.value);
  const assign = compiler.assignment(node.target);
  const assignsNull = compiler.behaviours.setNull === "assign";
  return (frame) => {
    const result = value(frame);
    if (result !== null || assignsNull) assign(frame, result);
    return goOn;
  };
}

/** Assignments that do nothing, keep an old value, or change what may not be changed. */
export function lintSet({ offset, target, value }: SetNode, linter: Linter): void {
  const last = target.steps.at(-1);
  const isWhole = last === undefined;
  if ((isWhole && !target.plain) || last?.type === "method") {
    linter.report("AssignsNothing", target.offset, {
      message: "Velocity 1.7 assigns only to a plain $name, or to a member of it; this #set does nothing",
      fix: isWhole
        ? `Write #set($${target.root} = …)`
        : `Call it by itself: #set($ignored = ${bareImage(target)})`,
    });
    return;
  }
  if (isWhole && linter.inLoop && !linter.wasSetInTurn(target.root) && linter.mayBeMissing(value)) {
    const name = `$${target.root}`;
    linter.report("KeepsOldValue", offset, {
      message: `Where this value is null, Velocity 1.7 leaves ${name} as it was: with the value of the turn before`,
      fix: `Write #set(${name} = "") before it`,
    });
  }
  lintOverride({ offset, target, value }, linter);
}

/** D: "Override your API's request and response parameters and status codes". */
function lintOverride(
  { offset, target, value }: Pick<SetNode, "offset" | "target" | "value">,
  linter: Linter,
): void {
  const path = linter.overridePath(target);
  if (path === undefined) return;
  if (linter.isOverridden(path)) {
    linter.report("OverriddenTwice", offset, {
      message: `$context.${path} is set twice on one way through the template; API Gateway answers that with a 5XX`,
      fix: "Put the value into a variable first, and set the override once at the end",
    });
  }
  if (linter.kind === "response" && path.startsWith("requestOverride")) {
    linter.report("IgnoredOverride", offset, {
      message: "The integration has answered already: a response template cannot change its request",
      fix: "Set it in the request template",
    });
  }
  const status = value.type === "integer" ? String(value.value) : literalText(value);
  if (path === "responseOverride.status" && status !== undefined && !/^[1-5][0-9]{2}$/.test(status)) {
    linter.report("IgnoredOverride", offset, {
      message: `${JSON.stringify(status)} is no status from 100 to 599, and is ignored`,
      fix: "Write an integer: #set($context.responseOverride.status = 404)",
    });
  }
}
