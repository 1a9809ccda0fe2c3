import { compileIf } from "../directives/if.ts";
import { compileMacroCall } from "../directives/macro-call.ts";
import { compileSet } from "../directives/set.ts";
import type { Block, Statement } from "../parser/syntax.ts";
import { compileOutput } from "./compile-reference.ts";
import type { Compiler, Run } from "./compiler.ts";
import { goOn } from "./flow.ts";

/** Statements in turn, until one of them ends more than itself. */
export function compileBlock(block: Block, compiler: Compiler): Run {
  const runs = block.flatMap((statement, i) => {
    const [before, after] = [block[i - 1], block[i + 1]];
    // A reference writes the text before it, too.
    if (statement.type === "text" && after?.type === "reference") return [];
    if (statement.type !== "reference") return [compileStatement(statement, compiler)];
    return [compileOutput(statement, before?.type === "text" ? before.text : "", compiler)];
  });
  const [first, second] = runs;
  if (first === undefined) return () => goOn;
  if (second === undefined) return first;
  if (runs.length === 2) return (frame) => first(frame) || second(frame);
  return (frame) => {
    for (let i = 0; i < runs.length; i += 1) {
      const flow = runs[i]?.(frame) ?? goOn;
      if (flow !== goOn) return flow;
    }
    return goOn;
  };
}

function compileStatement(statement: Statement, compiler: Compiler): Run {
  switch (statement.type) {
    case "text": {
      const { text } = statement;
      return (frame) => {
        frame.out += text;
        return goOn;
      };
    }
    case "reference":
      return compileOutput(statement, "", compiler);
    case "set":
      return compileSet(statement, compiler);
    case "if":
      return compileIf(statement, compiler);
    case "directive":
      return statement.directive.compile(statement, compiler);
    case "macroCall":
      return compileMacroCall(statement, compiler);
  }
}
