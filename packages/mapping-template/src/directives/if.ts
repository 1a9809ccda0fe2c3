import type { Compiler, Run } from "../compiler.ts";
import type { IfNode } from "../syntax.ts";

/** `#if (condition) … #elseif (condition) … #else … #end`. */
export function compileIf(node: IfNode, compiler: Compiler): Run {
  const branches = node.branches.map(({ condition, body }) => ({
    holds: compiler.condition(condition),
    run: compiler.block(body),
  }));
  const otherwise = compiler.block(node.otherwise);
  return (frame) => {
    for (const { holds, run } of branches) {
      if (holds(frame)) return run(frame);
    }
    return otherwise(frame);
  };
}
