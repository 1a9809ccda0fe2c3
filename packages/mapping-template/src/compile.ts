import { apiGateway, type Behaviours } from "./behaviours.ts";
import { compileCondition, compileExpression } from "./compile-expression.ts";
import { compileAssignment, compileOutput } from "./compile-reference.ts";
import type { CompiledMacro, Compiler, Run } from "./compiler.ts";
import { carriesOverrides, createContext, noOverrides } from "./context.ts";
import { compileIf } from "./directives/if.ts";
import { compileMacroCall } from "./directives/macro-call.ts";
import { compileSet } from "./directives/set.ts";
import { goOn } from "./flow.ts";
import { budget, createNames, type Frame, maximumText, type Names, Stopped, spend } from "./frame.ts";
import { createInput } from "./input.ts";
import { parse } from "./parser.ts";
import type { Rendered, RenderInput } from "./render-input.ts";
import type { Block, MacroDefinition, Statement } from "./syntax.ts";
import { positionOf, TemplateError, ValueError } from "./template-error.ts";
import { createUtil } from "./util.ts";
import { createLazyMap, type Value } from "./values.ts";

/** A compiled mapping template: immutable, renders any number of times. */
export interface Template {
  /**
   * @throws TemplateError when the template asks for what Java refuses (`TemplateMethod`), loops too long
   * (`TemplateLoopLimit`) or costs too much (`TemplateBudget`); see the codes.
   */
  render(input: RenderInput): Rendered;
}

/** D: "Mapping template size: 300 KB", quotas of REST APIs. */
const maximumSource = 300 * 1024;

/**
 * Parses a mapping template and compiles it to closures.
 * @param overrides behaviours that differ from what is known of API Gateway; see {@link Behaviours}.
 * @throws TemplateError `TemplateSyntax`, `TemplateTooDeep` or `TemplateTooLarge`, with line, column and excerpt.
 */
export function compile(source: string, overrides: Partial<Behaviours> = {}): Template {
  if (source.length * 3 > maximumSource && Buffer.byteLength(source) > maximumSource) {
    const reason = `A mapping template has at most ${maximumSource} bytes, this one ${Buffer.byteLength(source)}`;
    throw new TemplateError("TemplateTooLarge", reason, positionOf(source, 0));
  }
  const behaviours = { ...apiGateway, ...overrides };
  const names = createNames();
  const run = guarded(source, () => {
    const parsed = parse(source);
    return createCompiler(source, behaviours, names, parsed.macros).block(parsed.block);
  });
  const provide = createRoots(behaviours);
  return {
    render(request) {
      const frame: Frame = {
        out: "",
        variables: [],
        names,
        request,
        left: budget,
        depth: 0,
        context: undefined,
        loop: null,
        provide,
      };
      guarded(source, () => {
        provide(frame);
        untilStopped(() => run(frame));
        if (frame.out.length > maximumText) {
          throw new ValueError("TemplateBudget", `More than ${maximumText} characters of output`);
        }
      });
      if (frame.context === undefined && carriesOverrides(request.context)) {
        frame.context = createContext(request.context, behaviours);
      }
      const { requestOverride, responseOverride } = frame.context?.overrides() ?? noOverrides;
      return { text: frame.out, requestOverride, responseOverride };
    },
  };
}

/** Puts `$input`, `$util`, `$context` and `$stageVariables` into the variables, those of them that have a number. */
function createRoots(behaviours: Behaviours): (frame: Frame) => void {
  const util = createUtil(behaviours);
  const roots: readonly (readonly [string, (frame: Frame) => Value])[] = [
    ["input", (frame) => createInput(frame.request, behaviours)],
    ["util", () => util],
    [
      "context",
      (frame) => {
        frame.context = createContext(frame.request.context, behaviours);
        return frame.context.value;
      },
    ],
    ["stageVariables", (frame) => createLazyMap(frame.request.stageVariables)],
  ];
  return (frame) => {
    for (const [name, create] of roots) {
      const slot = frame.names.find(name);
      if (slot !== undefined && frame.variables[slot] === undefined) frame.variables[slot] = create(frame);
    }
  };
}

function untilStopped(run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  }
}

/** Turns what JavaScript itself refuses (a stack or a text without end) into our error. */
function guarded<T>(source: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof ValueError)
      throw new TemplateError(error.code, error.message, positionOf(source, 0), error);
    if (error instanceof RangeError) {
      const deep = error.message.includes("call stack");
      const reason = deep ? "The template is nested too deep" : "The template makes a text that is too long";
      throw new TemplateError(
        deep ? "TemplateTooDeep" : "TemplateBudget",
        reason,
        positionOf(source, 0),
        error,
      );
    }
    throw error;
  }
}

function createCompiler(
  source: string,
  behaviours: Behaviours,
  names: Names,
  macros: ReadonlyMap<string, MacroDefinition>,
): Compiler {
  const compiledMacros = new Map<string, CompiledMacro>();

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
      const made = { parameters, body: compiler.block(definition.body) };
      compiledMacros.set(name, made);
      return made;
    },
    evaluate(text, frame, offset) {
      spend(frame, text.length);
      frame.names = frame.names.fork();
      try {
        const parsed = parse(text);
        const known = new Map([...macros, ...parsed.macros]);
        const run = createCompiler(text, behaviours, frame.names, known).block(parsed.block);
        frame.provide(frame);
        return run;
      } catch (error) {
        if (!(error instanceof TemplateError)) throw error;
        return compiler.fail(error.code, `In the text of #evaluate: ${error.reason}`, offset);
      }
    },
    fail(code, reason, offset) {
      throw new TemplateError(code, reason, positionOf(source, offset));
    },
    located(offset, run) {
      try {
        return run();
      } catch (error) {
        if (!(error instanceof ValueError)) throw error;
        throw new TemplateError(error.code, error.message, positionOf(source, offset), error);
      }
    },
  };
  return compiler;
}

function compileBlock(block: Block, compiler: Compiler): Run {
  const runs = block.map((statement) => compileStatement(statement, compiler));
  const [first, second] = runs;
  if (first === undefined) return () => goOn;
  if (second === undefined) return first;
  return (frame) => {
    for (const run of runs) {
      const flow = run(frame);
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
      return compileOutput(statement, compiler);
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
