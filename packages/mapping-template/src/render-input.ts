import { nowhere } from "./position.ts";
import { TemplateError } from "./template-error.ts";

/** What a template is rendered for. A part that a caller without types leaves out is empty. */
export interface RenderInput {
  /** The payload: of the request, or for a response template of the integration's response. `""` when there is none. */
  readonly body: string;
  /** The request's parameters, one value each. Names are case-sensitive, headers' too, as in API Gateway. */
  readonly params: {
    readonly path: Readonly<Record<string, string>>;
    readonly querystring: Readonly<Record<string, string>>;
    readonly header: Readonly<Record<string, string>>;
  };
  /** `$context` as plain JSON. Overrides set by an earlier template go in as `requestOverride` and `responseOverride`. */
  readonly context: object;
  readonly stageVariables: Readonly<Record<string, string>>;
}

/** What a rendering gives. */
export interface Rendered {
  readonly text: string;
  /** `$context.requestOverride` as the template left it. */
  readonly requestOverride: {
    readonly path: Readonly<Record<string, string>>;
    readonly querystring: Readonly<Record<string, string>>;
    readonly header: Readonly<Record<string, string>>;
  };
  /** `$context.responseOverride` as the template left it; a status that is no integer from 100 to 599 is left out. */
  readonly responseOverride: {
    readonly status?: number;
    readonly header: Readonly<Record<string, string>>;
  };
}

/**
 * The input with all its parts.
 * @throws TemplateError `TemplateInput` for a part of another type.
 */
export function checkedInput(input: RenderInput): RenderInput {
  return isComplete(input) ? input : completed(input);
}

/** The usual case; callers without types are why there is another. */
function isComplete(input: RenderInput | undefined): boolean {
  return (
    isObject(input) &&
    typeof input.body === "string" &&
    isObject(input.params) &&
    isObject(input.params.path) &&
    isObject(input.params.querystring) &&
    isObject(input.params.header) &&
    isObject(input.context) &&
    isObject(input.stageVariables)
  );
}

function completed(input: unknown): RenderInput {
  const parts = members("The input of a rendering", input);
  const params = members("params", parts["params"]);
  return {
    body: text("body", parts["body"]),
    params: {
      path: texts("params.path", params["path"]),
      querystring: texts("params.querystring", params["querystring"]),
      header: texts("params.header", params["header"]),
    },
    context: members("context", parts["context"]),
    stageVariables: texts("stageVariables", parts["stageVariables"]),
  };
}

function text(name: string, value: unknown): string {
  if (typeof value === "string") return value;
  return isMissing(value) ? "" : refuse(name, "a text", value);
}

function members(name: string, value: unknown): Readonly<Record<string, unknown>> {
  if (isObject(value)) return Object.fromEntries(Object.entries(value));
  return isMissing(value) ? {} : refuse(name, "an object", value);
}

function texts(name: string, value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(members(name, value)).map(([key, each]) => [key, text(`${name}.${key}`, each)]),
  );
}

function isMissing(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function refuse(name: string, wanted: string, value: unknown): never {
  throw new TemplateError("TemplateInput", `${name} should be ${wanted}, not ${kindOf(value)}`, nowhere);
}

/** `Undefined`, `Number`, `Uint8Array`: what a value is, for a message. */
export function kindOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice("[object ".length, -1);
}
