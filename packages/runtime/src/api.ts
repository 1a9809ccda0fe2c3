import type { Auth } from "./auth.ts";
import type { Errors } from "./problem.ts";
import type { Declaration } from "./route.ts";
import type { Cors } from "./settings.ts";

/** Several routes that are deployed as one REST API. */
export interface Api<R> {
  readonly name: string;
  readonly stage: string;
  readonly endpointType: EndpointType;
  readonly description?: string | undefined;
  readonly routes: R;
  /** Who may call the routes that do not say so themselves. Default `none`. */
  readonly auth?: Auth | undefined;
  /** Which origins a browser may call from. Preflight requests are answered by API Gateway. */
  readonly cors?: Cors | undefined;
  /** Headers of every answer, by name. */
  readonly headers?: { readonly [name: string]: string } | undefined;
  /** Errors that any route may answer with, such as those of a middleware. */
  readonly errors?: Errors | undefined;
}

/** API Gateway's endpoint types. `EDGE` is its own default. */
export type EndpointType = "EDGE" | "REGIONAL" | "PRIVATE";

/** A route of any types: what an API needs of it. */
export interface AnyRoute {
  readonly name: string;
  readonly declaration: Declaration;
}

/**
 * Puts routes together into a REST API that is deployed to `stage` (default `prod`). What it says for all
 * routes is part of the API's description; a function gets its share from its environment (see `withApi`).
 */
export const api = <const R extends Readonly<Record<string, AnyRoute>>>(options: {
  readonly name: string;
  readonly routes: R;
  readonly stage?: string;
  readonly endpointType?: EndpointType;
  readonly description?: string;
  readonly auth?: Auth;
  readonly cors?: Cors;
  readonly headers?: { readonly [name: string]: string };
  readonly errors?: Errors;
}): Api<R> => ({ stage: "prod", endpointType: "EDGE", ...options });
