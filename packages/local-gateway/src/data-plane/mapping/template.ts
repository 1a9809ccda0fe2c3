import { compile, TemplateError } from "@gatewright/mapping-template";
import { errorText } from "../../error-text.ts";
import { fromPairs, isEmpty, own } from "../../own.ts";
import type { MethodRequest, Overrides } from "../passing.ts";
import { Refusal } from "../refusal.ts";
import { acceptedType } from "./accepted-type.ts";
import { singleValues } from "./headers.ts";

export interface TemplateInput {
  readonly body: string;
  readonly request: MethodRequest;
  readonly stageVariables: Readonly<Record<string, string>>;
  /** What an earlier template of this request has set. */
  readonly overrides: Overrides;
}

export interface Rendered {
  readonly text: string;
  readonly overrides: Overrides;
}

export const noOverrides: Overrides = {
  request: { path: {}, querystring: {}, header: {} },
  response: { header: {} },
};

/** Renders a mapping template; a template that fails is a configuration error of the API. */
export function renderTemplate(source: string, where: string, input: TemplateInput): Rendered {
  const { request, overrides } = input;
  try {
    const template = compiled(source);
    if (template.constant !== undefined) return { text: template.constant, overrides };
    const rendered = template.render({
      body: input.body,
      params: {
        path: decodedValues(request.pathParameters),
        querystring: lastValues(request.query),
        header: singleValues(request.headers),
      },
      context: {
        ...request.context,
        requestOverride: overrides.request,
        responseOverride: overrides.response,
      },
      stageVariables: input.stageVariables,
    });
    return { text: rendered.text, overrides: merged(overrides, rendered) };
  } catch (cause) {
    const message = errorText(cause);
    throw new Refusal("configuration-error", `${where} of ${methodName(request)} failed: ${message}`, {
      cause,
      details: positionOf(cause),
      logged: `Unable to transform ${where.startsWith("the request") ? "request" : "response"}`,
    });
  }
}

/** `GET /orders/{id}`. */
export function methodName(request: MethodRequest): string {
  return `${request.method} ${request.resourcePath}`;
}

/** The response template for what the request accepts. */
export function responseTemplateFor(
  templates: Readonly<Record<string, string>>,
  request: MethodRequest,
): string | undefined {
  if (isEmpty(templates)) return undefined;
  return own(templates, acceptedType(templates, request.headers) ?? "");
}

/** Where in the template, for the record. */
function positionOf(cause: unknown): Record<string, string> {
  if (!(cause instanceof TemplateError) || cause.line === 0) return {};
  return { line: String(cause.line), column: String(cause.column), excerpt: cause.excerpt };
}

type Compiled = ReturnType<typeof compile>;

/** The most recently compiled templates; a bound, because a template's text is whatever a user deploys. */
const cache = new Map<string, Compiled>();
const cachedTemplates = 500;

function compiled(source: string): Compiled {
  const existing = cache.get(source);
  if (existing !== undefined) return existing;
  const template = compile(source);
  if (cache.size >= cachedTemplates) cache.clear();
  cache.set(source, template);
  return template;
}

/** Path parameters as templates see them: decoded (D, known issues: custom integrations get decoded values). */
function decodedValues(parameters: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (isEmpty(parameters)) return parameters;
  return fromPairs(Object.entries(parameters).map(([name, value]) => [name, decoded(value)]));
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function lastValues(query: ReadonlyMap<string, readonly string[]>): Readonly<Record<string, string>> {
  if (query.size === 0) return none;
  return fromPairs(Array.from(query, ([name, values]) => [name, values.at(-1) ?? ""]));
}

const none: Readonly<Record<string, string>> = {};

function merged(before: Overrides, rendered: ReturnType<Compiled["render"]>): Overrides {
  const { requestOverride, responseOverride } = rendered;
  if (before === noOverrides) return { request: requestOverride, response: responseOverride };
  const status = responseOverride.status ?? before.response.status;
  return {
    request: {
      path: { ...before.request.path, ...requestOverride.path },
      querystring: { ...before.request.querystring, ...requestOverride.querystring },
      header: { ...before.request.header, ...requestOverride.header },
    },
    response: {
      ...(status === undefined ? {} : { status }),
      header: { ...before.response.header, ...responseOverride.header },
    },
  };
}
