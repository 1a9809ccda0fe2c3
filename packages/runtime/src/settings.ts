import { isRecord, member, textOf } from "./adapter.ts";
import { type Headed, headerValues } from "./header.ts";
import { type Errors, knownProblem, ProblemError, statusOf } from "./problem.ts";
import { declareOutputs } from "./reply.ts";
import type { Handler, Middleware } from "./route.ts";

/** What `api({ cors, headers, errors })` says for all routes. */
export interface ApiSettings {
  readonly cors?: Cors | undefined;
  /** Headers of every answer, by name. */
  readonly headers?: { readonly [name: string]: string } | undefined;
  /** Errors that any route may answer with, and codes for the statuses of a middleware's errors. */
  readonly errors?: Errors | undefined;
}

/** Cross-origin resource sharing (fetch.spec.whatwg.org). */
export interface Cors {
  /** `["*"]`, or the origins that may call: `https://shop.example`. */
  readonly origins: readonly string[];
  /** Request headers that a caller may send beyond those of the routes. */
  readonly headers?: readonly string[];
  /** Response headers that a script may read beyond the safe ones. */
  readonly expose?: readonly string[];
  /** Whether a browser may send cookies; not with `*`. */
  readonly credentials?: boolean;
  /** For how many seconds a browser keeps the answer to its preflight request. */
  readonly maxAge?: number;
}

/**
 * Makes a handler answer as its API says for all routes: with its headers and those of CORS, errors too, and with its
 * codes for the statuses of errors that middlewares throw. A handler imports its route and not the API, so `deploy`
 * puts this around the handler of each function, with `settingsOf(description)`; whoever bundles otherwise writes
 * `export const handler = withApi(route.handler(…), shared)`, as the last thing that is done to a handler.
 *
 * Headers of custom integrations are set by their integration responses and not here.
 */
export const withApi = <H extends Handler<string>>(handler: H, settings: ApiSettings): H => {
  const { errors = {} } = settings;
  const plain = "~plain" in handler ? (handler["~plain"] as H) : handler;
  const { routes } = plain;
  for (const { declaration } of routes)
    Object.assign(declaration.errors, { ...errors, ...declaration.errors });
  plain.use({ onError: nameErrors(errors) });
  const around = Object.assign(
    async (...[event, context]: Parameters<Handler<string>>) => {
      const answer = await plain(event, context);
      return isCustom(routes, event) || !isRecord(answer) ? answer : withHeaders(answer, settings, event);
    },
    {
      use(middleware: Middleware) {
        plain.use(middleware);
        return around;
      },
      routes,
    },
  ) as unknown as H;
  const outputs = routes.flatMap(({ declaration }) => declareOutputs(declaration.output));
  for (const { body } of outputs) if (body !== null && "~deliver" in body) return body["~deliver"](around);
  return around;
};

/** Gives an error of a middleware the code that the API has for its status. */
const nameErrors =
  (errors: Errors) =>
  (request: { error: unknown }): void => {
    const problem = knownProblem(request.error);
    const code =
      problem === request.error
        ? undefined
        : Object.keys(errors).find((code) => statusOf(errors[code] ?? 0) === problem?.status);
    if (problem && code !== undefined)
      request.error = new ProblemError(problem.status, code, problem.message, { cause: request.error });
  };

const isCustom = (routes: Handler<string>["routes"], event: unknown): boolean => {
  const named = member(member(event, "@"), "route");
  const route = routes.find(({ name }) => name === named) ?? routes[0];
  return route?.declaration.integration === "custom";
};

type Answer = Readonly<Record<string, unknown>>;

/** Adds the settings' headers, in the form of headers that the answer has. Its own win, but for `Vary`, a list. */
const withHeaders = (answer: Answer, settings: ApiSettings, event: unknown): Answer => {
  const [origin] = headerValues(event as Headed, "origin");
  const headers = answer["headers"] as object | undefined;
  const multiValueHeaders = answer["multiValueHeaders"] as object | undefined;
  // A load balancer with multi-value headers takes no others.
  const lists = headers === undefined && multiValueHeaders !== undefined;
  const changed: Record<string, unknown> = { ...(lists ? multiValueHeaders : headers) };
  const names = [...Object.keys(headers ?? {}), ...Object.keys(multiValueHeaders ?? {})];
  for (const [name, value] of Object.entries(settingsHeaders(settings, textOf(origin)))) {
    const own = names.find((one) => one.toLowerCase() === name.toLowerCase());
    if (own === undefined) changed[name] = lists ? [value] : value;
    else if (name === "Vary" && own in changed)
      changed[own] = lists ? [...[changed[own]].flat(), value] : `${changed[own]}, ${value}`;
  }
  return { ...answer, [lists ? "multiValueHeaders" : "headers"]: changed };
};

/** The headers that the settings add to an answer, for a request from `origin` (its `Origin` header). */
export const settingsHeaders = (
  { cors, headers }: ApiSettings,
  origin: string | undefined,
): Readonly<Record<string, string>> => {
  if (cors === undefined) return headers ?? {};
  const any = cors.origins.includes("*");
  // Even a refused origin: a cache must not give one origin's answer to another.
  const vary = any ? {} : { Vary: "Origin" };
  if (!any && (origin === undefined || !cors.origins.includes(origin))) return { ...headers, ...vary };
  return {
    ...headers,
    ...vary,
    "Access-Control-Allow-Origin": any ? "*" : String(origin),
    ...(cors.credentials === true && { "Access-Control-Allow-Credentials": "true" }),
    ...(cors.expose !== undefined && { "Access-Control-Expose-Headers": cors.expose.join(", ") }),
  };
};
