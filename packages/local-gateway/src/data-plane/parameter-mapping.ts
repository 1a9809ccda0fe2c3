import { type Headers, valuesOf } from "./headers.ts";
import { valueAt } from "./json-path.ts";
import type { MethodRequest } from "./passing.ts";
import { Refusal } from "./refusal.ts";

/**
 * Parameter mappings: `integration.request.header.X: method.request.querystring.y` and, on the way back,
 * `method.response.header.X: integration.response.body.y`. Sources as AWS's "parameter mapping source
 * reference for REST APIs" lists them; header names are compared with their case.
 */
export interface MappedParameters {
  readonly path: Readonly<Record<string, string>>;
  readonly querystring: Readonly<Record<string, string>>;
  readonly header: Readonly<Record<string, string>>;
}

export interface MappingVariables {
  readonly context: object;
  readonly stageVariables: Readonly<Record<string, string>>;
}

export function mapRequestParameters(
  mappings: Readonly<Record<string, string>>,
  request: MethodRequest,
  variables: MappingVariables,
): MappedParameters {
  const mapped = { path: new Map(), querystring: new Map(), header: new Map() };
  for (const [target, source] of Object.entries(mappings)) {
    const [, location, name = ""] =
      /^integration\.request\.(path|querystring|header)\.(.+)$/.exec(target) ?? [];
    const value = requestValue(source, request, variables);
    if (value === undefined || value === "") continue;
    if (location === "path" || location === "querystring" || location === "header") {
      mapped[location].set(name, value);
    }
  }
  return {
    path: Object.fromEntries(mapped.path),
    querystring: Object.fromEntries(mapped.querystring),
    header: Object.fromEntries(mapped.header),
  };
}

export function mapResponseHeaders(
  mappings: Readonly<Record<string, string>>,
  answer: { readonly body: string; readonly headers: Headers },
  variables: MappingVariables,
): Headers {
  return Object.entries(mappings).flatMap(([target, source]) => {
    const [, name] = /^method\.response\.header\.(.+)$/.exec(target) ?? [];
    const value = responseValue(source, answer, variables);
    return name === undefined || value === undefined || value === "" ? [] : [[name, value] as const];
  });
}

function requestValue(
  source: string,
  request: MethodRequest,
  variables: MappingVariables,
): string | undefined {
  const [, location, name = ""] = /^method\.request\.(\w+)(?:\.(.+))?$/.exec(source) ?? [];
  switch (location) {
    case undefined:
      return variable(source, variables);
    case "path":
      return Object.hasOwn(request.pathParameters, name) ? request.pathParameters[name] : undefined;
    case "querystring":
      return request.query.get(name)?.at(-1);
    case "multivaluequerystring":
      return request.query.get(name)?.join(",");
    case "header":
      return exactly(request.headers, name).at(-1);
    case "multivalueheader":
      return exactly(request.headers, name).join(",");
    case "body": {
      const body = new TextDecoder().decode(request.body);
      return fromBody(body, name, (cause) => {
        throw new Refusal("body-not-json", `${source} needs a JSON body, and this one is not`, { cause });
      });
    }
    default:
      throw unknownSource(source);
  }
}

function responseValue(
  source: string,
  answer: { readonly body: string; readonly headers: Headers },
  variables: MappingVariables,
): string | undefined {
  const [, location, name = ""] = /^integration\.response\.(\w+)(?:\.(.+))?$/.exec(source) ?? [];
  switch (location) {
    case undefined:
      return variable(source, variables);
    case "header":
      return valuesOf(answer.headers, name).at(-1);
    case "multivalueheader":
      return valuesOf(answer.headers, name).join(",");
    case "body":
      return fromBody(answer.body, name, (cause) => {
        throw new Refusal("configuration-error", `${source} needs a JSON answer, and this one is not`, {
          cause,
        });
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

function fromBody(body: string, path: string, refuse: (cause: unknown) => never): string | undefined {
  const text = body.trim() === "" ? "{}" : body.trim();
  // R (LocalStack's test of parameter mapping): only what looks like JSON is read as JSON
  if (!/^[{["']/.test(text)) return path === "" ? text : undefined;
  try {
    const document: unknown = JSON.parse(text);
    return path === "" ? text : asText(valueAt(document, path));
  } catch (cause) {
    return refuse(cause);
  }
}

function asText(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
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
