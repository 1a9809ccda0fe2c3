import { type Behaviours, compile, type RenderInput, TemplateError } from "../src/index.ts";

/** A request with a few values of each kind; parts can be replaced. */
export function request(parts: Partial<RenderInput> = {}): RenderInput {
  return {
    body: "",
    params: { path: {}, querystring: {}, header: {} },
    context: {},
    stageVariables: {},
    ...parts,
  };
}

export function params(parts: Partial<RenderInput["params"]>): Partial<RenderInput> {
  return { params: { path: {}, querystring: {}, header: {}, ...parts } };
}

export function render(
  template: string,
  parts: Partial<RenderInput> = {},
  behaviours: Partial<Behaviours> = {},
): string {
  return compile(template, behaviours).render(request(parts)).text;
}

/** The error that compiling and rendering throws; anything else than a TemplateError fails the test. */
export function failure(template: string, parts: Partial<RenderInput> = {}): TemplateError {
  try {
    render(template, parts);
  } catch (error) {
    if (error instanceof TemplateError) return error;
    throw error;
  }
  throw new Error(`No error from ${template}`);
}
