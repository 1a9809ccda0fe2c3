import { apiGateway, type Behaviours } from "../behaviours.ts";
import { compileIf } from "../directives/if.ts";
import { compileMacroCall } from "../directives/macro-call.ts";
import { compileSet } from "../directives/set.ts";
import { parse } from "../parser/parse.ts";
import type { Block, MacroDefinition, Statement } from "../parser/syntax.ts";
import { nowhere, positionOf } from "../position.ts";
import { checkedInput, kindOf, type Rendered, type RenderInput } from "../render-input.ts";
import { TemplateError, ValueError } from "../template-error.ts";
import { carriesOverrides, createContext, noOverrides } from "../variables/context.ts";
import { createRoots, rootNames } from "../variables/roots.ts";
import { compileCondition, compileExpression } from "./compile-expression.ts";
import { compileAssignment, compileOutput } from "./compile-reference.ts";
import type { CompiledMacro, Compiler, Run } from "./compiler.ts";
import { goOn } from "./flow.ts";
import { budget, createNames, type Frame, maximumText, type Names, Stopped, spend } from "./frame.ts";

/** A compiled mapping template: immutable, renders any number of times. */
export interface Template {
  /**
   * @throws TemplateError when `input` is not what it should be (`TemplateInput`), when the template asks for what Java refuses (`TemplateMethod`), loops too long
   * (`TemplateLoopLimit`) or costs too much (`TemplateBudget`); see the codes.
   */
  render(input: RenderInput): Rendered;
}

/** D: "Mapping template size: 300 KB", quotas of REST APIs. */
export const maximumSource = 300 * 1024;

/**
 * Parses a mapping template and compiles it to closures.
 * @param overrides behaviours that differ from what is known of API Gateway; see {@link Behaviours}.
 * @throws TemplateError `TemplateSyntax`, `TemplateTooDeep` or `TemplateTooLarge`, with line, column and excerpt;
 * `TemplateInput` for a source that is no text.
 */
export function compile(source: string, overrides: Partial<Behaviours> = {}): Template {
  checkSource(source);
  const behaviours = { ...apiGateway, ...overrides };
  const names = createNames(rootNames);
  const root = createRoots(behaviours);
  const run = compileSource(source, behaviours, names);
  return {
    render(input) {
      const request = checkedInput(input);
      const frame = createFrame(request, names, root);
      try {
        run(frame);
        if (frame.out.length > maximumText) {
          throw new ValueError("TemplateBudget", `More than ${maximumText} characters of output`);
        }
      } catch (error) {
        if (!(error instanceof Stopped)) throw placed(error, source, 0);
      }
      if (frame.context === undefined && carriesOverrides(request.context)) {
        frame.context = createContext(request.context, behaviours);
      }
      const { requestOverride, responseOverride } = frame.context?.overrides() ?? noOverrides;
      return { text: frame.out, requestOverride, responseOverride };
    },
  };
}

function checkSource(source: unknown): void {
  if (typeof source !== "string") {
    const reason = `A mapping template is a text, not ${kindOf(source)}`;
    throw new TemplateError("TemplateInput", reason, nowhere);
  }
  if (source.length * 3 > maximumSource && Buffer.byteLength(source) > maximumSource) {
    const reason = `A mapping template has at most ${maximumSource} bytes, this one ${Buffer.byteLength(source)}`;
    throw new TemplateError("TemplateTooLarge", reason, positionOf(source, 0));
  }
}

function compileSource(source: string, behaviours: Behaviours, names: Names): Run {
  try {
    const parsed = parse(source);
    return createCompiler(source, behaviours, names, parsed.macros).block(parsed.block);
  } catch (error) {
    throw placed(error, source, 0);
  }
}

function createFrame(request: RenderInput, names: Names, root: Frame["root"]): Frame {
  return {
    out: "",
    variables: new Array(names.size),
    names,
    request,
    left: budget,
    depth: 0,
    input: undefined,
    context: undefined,
    stageVariables: undefined,
    loop: null,
    root,
  };
}

/** An error with its position; what JavaScript itself refuses (a stack or a text without end) becomes our error, too. */
function placed(error: unknown, source: string, offset: number): unknown {
  if (error instanceof ValueError) {
    return new TemplateError(error.code, error.message, positionOf(source, offset), error);
  }
  if (!(error instanceof RangeError)) return error;
  const deep = error.message.includes("call stack");
  const reason = deep ? "The template is nested too deep" : "The template makes a text that is too long";
  const code = deep ? "TemplateTooDeep" : "TemplateBudget";
  return new TemplateError(code, reason, positionOf(source, offset), error);
}

function createCompiler(
  source: string,
  behaviours: Behaviours,
  names: Names,
  macros: ReadonlyMap<string, MacroDefinition>,
  base = 0,
  compiledMacros = new Map<string, CompiledMacro>(),
): Compiler {
  const compiler: Compiler = {
    behaviours,
    names,
    macros,
    block: (block) => compileBlock(block, compiler),
    expression: (node) => compileExpression(node, compiler),
    condition: (node) => compileCondition(node, compiler),
    assignment: (node) => compileAssignment(node, compiler),
    macro(name) {
      const found = compiledMacros.get(name);
      const definition = macros.get(name);
      if (found !== undefined || definition === undefined) return found;
      const parameters = definition.parameters.map((parameter) => names.slot(parameter));
      const made = { parameters, body: compiler.inside(-base).block(definition.body) };
      compiledMacros.set(name, made);
      return made;
    },
    evaluate(text, frame, offset) {
      spend(frame, text.length);
      frame.names = frame.names.fork();
      try {
        const parsed = parse(text);
        const known = new Map([...macros, ...parsed.macros]);
        return createCompiler(text, behaviours, frame.names, known).block(parsed.block);
      } catch (error) {
        if (!(error instanceof TemplateError)) throw error;
        return compiler.fail(error.code, `In the text of #evaluate: ${error.reason}`, offset);
      }
    },
    fail(code, reason, offset) {
      throw new TemplateError(code, reason, positionOf(source, base + offset));
    },
    inside: (offset) => createCompiler(source, behaviours, names, macros, base + offset, compiledMacros),
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

function compileBlock(block: Block, compiler: Compiler): Run {
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
