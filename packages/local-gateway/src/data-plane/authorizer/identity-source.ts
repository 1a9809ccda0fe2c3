import type { RequestContext } from "../context/request-context.ts";
import { lastValue } from "../mapping/headers.ts";
import type { RoutedRequest } from "../passing.ts";

/** What identity sources are read from. */
export interface IdentityInput {
  readonly request: RoutedRequest;
  readonly context: RequestContext;
  readonly stageVariables: Readonly<Record<string, string>>;
}

/** The expressions of an identity source, such as `method.request.header.Auth, context.identity.sourceIp`. */
export function identitySources(identitySource: string | undefined): readonly string[] {
  return (identitySource ?? "")
    .split(",")
    .map((expression) => expression.trim())
    .filter((expression) => expression !== "");
}

/**
 * The value of one expression; undefined when it is missing or empty (D, CreateAuthorizer: `identitySource`). Header
 * names are compared without their case: clients that speak HTTP/2 send them in lower case.
 */
export function identityValue(expression: string, input: IdentityInput): string | undefined {
  const { request, context, stageVariables } = input;
  const [, place = "", name = ""] =
    /^(method\.request\.header|method\.request\.querystring|stageVariables|context)\.(.+)$/.exec(
      expression,
    ) ?? [];
  switch (place) {
    case "method.request.header":
      return orUndefined(lastValue(request.headers, name));
    case "method.request.querystring":
      return orUndefined(request.query.get(name)?.at(-1));
    case "stageVariables":
      return Object.hasOwn(stageVariables, name) ? orUndefined(stageVariables[name]) : undefined;
    case "context":
      return orUndefined(textAt(context, name.split(".")));
    default:
      return undefined;
  }
}

function textAt(value: unknown, [name, ...rest]: readonly string[]): string | undefined {
  if (name === undefined)
    return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  return textAt(Reflect.get(value, name), rest);
}

function orUndefined(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === "" ? undefined : text;
}
