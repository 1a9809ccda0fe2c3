import type { Compiler, Run } from "../compiler.ts";
import { goOn } from "../flow.ts";
import type { SetNode } from "../syntax.ts";

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
