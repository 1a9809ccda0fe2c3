import { parse } from "../parser/parse.ts";
import { positionOf } from "../position.ts";
import { TemplateError, ValueError } from "../template-error.ts";
import { compileBlock } from "./compile-block.ts";
import { compileCondition, compileExpression } from "./compile-expression.ts";
import { compileAssignment } from "./compile-reference.ts";
import type { CompiledMacro, Compiler } from "./compiler.ts";
import { type Names, spend } from "./frame.ts";
import { placed } from "./placed.ts";

/** What is compiled, and with what. */
interface Unit extends Pick<Compiler, "behaviours" | "macros"> {
  readonly source: string;
  readonly names: Names;
}

/**
 * @param base where in the source the text begins whose offsets the tree counts: not 0 inside a string.
 * @param compiled the macros that have been asked for.
 */
export function createCompiler(unit: Unit, base = 0, compiled = new Map<string, CompiledMacro>()): Compiler {
  const { source, behaviours, names, macros } = unit;
  const compiler: Compiler = {
    behaviours,
    names,
    macros,
    block: (block) => compileBlock(block, compiler),
    expression: (node) => compileExpression(node, compiler),
    condition: (node) => compileCondition(node, compiler),
    assignment: (node) => compileAssignment(node, compiler),
    macro(name) {
      const found = compiled.get(name);
      const definition = macros.get(name);
      if (found !== undefined || definition === undefined) return found;
      const parameters = definition.parameters.map((parameter) => names.slot(parameter));
      const made = { parameters, body: compiler.inside(-base).block(definition.body) };
      compiled.set(name, made);
      return made;
    },
    evaluate(text, frame, offset) {
      spend(frame, text.length);
      frame.names = frame.names.fork();
      try {
        const parsed = parse(text);
        const known = new Map([...macros, ...parsed.macros]);
        const inner = { source: text, behaviours, names: frame.names, macros: known };
        return createCompiler(inner).block(parsed.block);
      } catch (error) {
        if (!(error instanceof TemplateError)) throw error;
        return compiler.fail(error.code, `In the text of #evaluate: ${error.reason}`, offset);
      }
    },
    fail(code, reason, offset) {
      throw new TemplateError(code, reason, positionOf(source, base + offset));
    },
    inside: (offset) => createCompiler(unit, base + offset, compiled),
    located(offset, run) {
      try {
        return run();
      } catch (error) {
        throw compiler.placed(error, offset);
      }
    },
    placed: (error, offset) => (error instanceof ValueError ? placed(error, source, base + offset) : error),
  };
  return compiler;
}
