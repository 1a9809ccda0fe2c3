import { isEmpty, own } from "../../own.ts";
import type { RoutedRequest } from "../passing.ts";
import { Refusal } from "../refusal.ts";
import { bodyValue } from "./body-value.ts";
import { firstValue, type Headers } from "./headers.ts";
import { valueAt } from "./json-path.ts";

/**
 * Parameter mappings: `integration.request.header.X: method.request.querystring.y` and, on the way back,
 * `method.response.header.X: integration.response.body.y`. Sources as AWS's "parameter mapping source
 * reference for REST APIs" lists them; header names are compared with their case.
 */
export interface MappedParameters {
  readonly path: Readonly<Record<string, string>>;
  /** `method.request.multivaluequerystring` gives several values (C). */
  readonly querystring: Readonly<Record<string, readonly string[]>>;
  readonly header: Readonly<Record<string, string>>;
}

/** What nothing is mapped to. */
const noParameters: MappedParameters = { path: {}, querystring: {}, header: {} };

export interface MappingVariables {
  readonly context: object;
  readonly stageVariables: Readonly<Record<string, string>>;
}

/** What mappings see of a request. */
export type MappedRequest = Pick<RoutedRequest, "headers" | "query" | "pathParameters" | "body">;

export function mapRequestParameters(
  mappings: Readonly<Record<string, string>>,
  request: MappedRequest,
  variables: MappingVariables,
): MappedParameters {
  if (isEmpty(mappings)) return noParameters;
  const mapped = {
    path: new Map<string, string>(),
    querystring: new Map<string, readonly string[]>(),
    header: new Map<string, string>(),
  };
  for (const [target, source] of Object.entries(mappings)) {
    const [, location, name = ""] =
      /^integration\.request\.(path|querystring|header)\.(.+)$/.exec(target) ?? [];
    const values = requestValues(source, request, variables);
    const value = values.join(",");
    if (value === "") continue;
    if (location === "querystring") mapped.querystring.set(name, values);
    else if (location === "path" || location === "header") mapped[location].set(name, value);
  }
  return {
    path: Object.fromEntries(mapped.path),
    querystring: Object.fromEntries(mapped.querystring),
    header: Object.fromEntries(mapped.header),
  };
}

export function mapResponseHeaders(
  mappings: Readonly<Record<string, string>>,
  answer: { readonly body: Uint8Array; readonly headers: Headers },
  variables: MappingVariables,
): Headers {
  if (isEmpty(mappings)) return [];
  return Object.entries(mappings).flatMap(([target, source]) => {
    const [, name] = /^method\.response\.header\.(.+)$/.exec(target) ?? [];
    const value = responseValue(source, answer, variables);
    return name === undefined || value === undefined || value === "" ? [] : [[name, value] as const];
  });
}

/** `gatewayresponse.header.X: …`. What cannot be read is left out: a failed request fails once. */
export function mapGatewayResponseHeaders(
  mappings: Readonly<Record<string, string>>,
  request: MappedRequest,
  variables: MappingVariables,
): Headers {
  return Object.entries(mappings).flatMap(([target, source]) => {
    const [, name] = /^gatewayresponse\.header\.(.+)$/.exec(target) ?? [];
    const value = valueIfAny(source, request, variables);
    return name === undefined || value === undefined || value === "" ? [] : [[name, value] as const];
  });
}

/**
 * The template of a gateway response, which is no VTL: `$context.…`, `$stageVariables.…` and `$method.request.…`
 * are replaced, with nothing where they have no value (D, "Gateway responses for REST APIs").
 */
export function substitute(template: string, request: MappedRequest, variables: MappingVariables): string {
  return template.replaceAll(
    variablePattern,
    (_, braced: string | undefined, bare: string | undefined) =>
      valueIfAny(dotted(braced ?? bare ?? ""), request, variables) ?? "",
  );
}

const variablePattern =
  /\$(?:\{((?:[\w.-]|\['[^']*'\])+)\}|((?:context|stageVariables|method\.request)(?:\.[\w-]+|\['[^']*'\])+))/g;

/** D, "$stageVariables": `stageVariables['name']` is `stageVariables.name`. */
const dotted = (name: string) => name.replaceAll(/\['([^']*)'\]/g, ".$1");

function valueIfAny(source: string, request: MappedRequest, variables: MappingVariables): string | undefined {
  try {
    return requestValues(source, request, variables).join(",");
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function requestValues(
  source: string,
  request: MappedRequest,
  variables: MappingVariables,
): readonly string[] {
  const [, name] = /^method\.request\.multivaluequerystring\.(.+)$/.exec(source) ?? [];
  if (name !== undefined) return request.query.get(name) ?? [];
  const value = requestValue(source, request, variables);
  return value === undefined ? [] : [value];
}

function requestValue(
  source: string,
  request: MappedRequest,
  variables: MappingVariables,
): string | undefined {
  const anywhere = /^method\.input\.params\.(.+)$/.exec(source)?.[1];
  if (anywhere !== undefined) return parameterAnywhere(anywhere, request);
  const [, location, name = ""] = /^method\.request\.(\w+)(?:\.(.+))?$/s.exec(source) ?? [];
  switch (location) {
    case undefined:
      return variable(source, variables);
    case "path":
      return Object.hasOwn(request.pathParameters, name) ? request.pathParameters[name] : undefined;
    case "querystring":
      return request.query.get(name)?.at(-1);
    case "header":
      return exactly(request.headers, name).at(-1);
    case "multivalueheader":
      return exactly(request.headers, name).join(",");
    case "body":
      return bodyValue(request.body, name, {
        source,
        notJson: ["body-not-json", `${source} needs a JSON body, and this one is not`],
      });
    default:
      throw unknownSource(source);
  }
}

/**
 * D, "Set up gateway response customization in OpenAPI": `method.input.params.petId`, as `$input.params` looks for it.
 */
function parameterAnywhere(name: string, request: MappedRequest): string | undefined {
  return (
    own(request.pathParameters, name) ??
    request.query.get(name)?.at(-1) ??
    exactly(request.headers, name).at(-1)
  );
}

function responseValue(
  source: string,
  answer: { readonly body: Uint8Array; readonly headers: Headers },
  variables: MappingVariables,
): string | undefined {
  const [, location, name = ""] = /^integration\.response\.(\w+)(?:\.(.+))?$/.exec(source) ?? [];
  switch (location) {
    case undefined:
      return variable(source, variables);
    // D, known issues: "Header names and query parameters are processed in a case-sensitive way"; C too
    case "header":
      return exactly(answer.headers, name).at(-1);
    case "multivalueheader":
      return exactly(answer.headers, name).join(",");
    case "body":
      return bodyValue(answer.body, name, {
        source,
        notJson: ["configuration-error", `${source} needs a JSON answer, and this one is not`],
        isFunctionError: firstValue(answer.headers, "x-amz-function-error") !== undefined,
      });
    default:
      throw unknownSource(source);
  }
}

function variable(source: string, { context, stageVariables }: MappingVariables): string | undefined {
  const quoted = /^'(.*)'$/s.exec(source);
  if (quoted !== null) return quoted[1];
  const [, kind, name = ""] = /^(context|stageVariables)\.(.+)$/.exec(source) ?? [];
  if (kind === "context") return asText(valueAt(context, name));
  if (kind === "stageVariables")
    return Object.hasOwn(stageVariables, name) ? stageVariables[name] : undefined;
  throw unknownSource(source);
}

/** Of `$context`, single values alone: an object such as `context.authorizer.claims` is null (D, context variables). */
function asText(value: unknown): string | undefined {
  return value === null || typeof value === "object" || value === undefined ? undefined : String(value);
}

function exactly(headers: Headers, name: string): string[] {
  return headers.filter(([key]) => key === name).map(([, value]) => value);
}

function unknownSource(source: string): Refusal {
  return new Refusal(
    "configuration-error",
    `"${source}" is no source of a parameter mapping: use method.request.…, integration.response.…, context.…, stageVariables.… or '…'`,
  );
}
