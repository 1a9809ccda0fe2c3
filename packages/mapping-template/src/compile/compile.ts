import { apiGateway, type Behaviours } from "../behaviours.ts";
import { parse } from "../parser/parse.ts";
import { nowhere, positionOf } from "../position.ts";
import { checkedInput, kindOf, type Rendered, type RenderInput } from "../render-input.ts";
import { TemplateError, ValueError } from "../template-error.ts";
import { carriesOverrides, createContext, noOverrides } from "../variables/context.ts";
import { createRoots, rootNames } from "../variables/roots.ts";
import type { Run } from "./compiler.ts";
import { createCompiler } from "./create-compiler.ts";
import { budget, createNames, type Frame, maximumText, type Names, Stopped } from "./frame.ts";
import { placed } from "./placed.ts";

/** A compiled mapping template: immutable, renders any number of times. */
export interface Template {
  /**
   * @throws TemplateError when `input` is not what it should be (`TemplateInput`), when the template asks for what Java
   * refuses (`TemplateMethod`), loops too long (`TemplateLoopLimit`) or costs too much (`TemplateBudget`); see the codes.
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
    return createCompiler({ source, behaviours, names, macros: parsed.macros }).block(parsed.block);
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
