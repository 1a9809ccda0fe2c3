import type { Errors } from "./problem.ts";

/**
 * What `api({ cors, headers, errors })` says for all routes, as a function gets it: a handler imports its route and
 * not the API, so `deploy` puts it into the function's environment, as JSON in `GATEWRIGHT_API`, and `withApi` around
 * the function's handler.
 */
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

/** The name of the environment variable. */
export const settingsVariable = "GATEWRIGHT_API";

/** The environment variable that is `1` for a function whose integrations have the response transfer mode STREAM. */
export const streamVariable = "GATEWRIGHT_STREAM";

/** The settings in a function's environment, none where there are none. */
export const apiSettings = (env: Readonly<Record<string, string | undefined>>): ApiSettings =>
  JSON.parse(env[settingsVariable] ?? "{}");

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
