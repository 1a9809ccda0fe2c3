import type { Context } from "aws-lambda/handler.js";
import type { Auth, ContextGot, LambdaAuthorizer } from "./auth.ts";
import type { CheckErrors, CheckInput, CheckOutput, Listed, Params } from "./check.ts";
import type { HttpMethod } from "./description.ts";
import { adapt } from "./handler.ts";
import type { Logger } from "./logger.ts";
import type { Errors, ErrorsOf } from "./problem.ts";
import type { Answer, Outputs, OutputsOf, ReplyOf } from "./reply.ts";
import type { AnySource, Source } from "./source.ts";
import * as uses from "./uses.ts";

/**
 * A route: method, resource path, and what goes in and out. `T` holds computed, flat types and no schemas, so
 * that hovers, declaration files and messages stay short.
 */
export interface Route<Name extends string, T extends Shape> {
  readonly name: Name;
  /** What the route was declared with, for the adapters and for `describe`. */
  readonly declaration: Declaration;
  /** Makes the Lambda handler of this route. */
  handler(run: (call: Call<T>) => Answer<T["output"]> | Promise<Answer<T["output"]>>): Handler<Name>;
}

/** The types of a route: what its handler gets, what a caller sends, the outputs by status, the errors by code. */
export interface Shape {
  readonly input: unknown;
  readonly sent: unknown;
  readonly output: object;
  readonly errors: object;
}

/** A plain Lambda handler that knows its routes. */
export interface Handler<Name extends string> {
  (event: unknown, context?: Context): Promise<unknown>;
  /** Adds a middy middleware. */
  use(middleware: Middleware): this;
  readonly routes: readonly { readonly name: Name; readonly declaration: Declaration }[];
}

/** Any middy middleware. */
export interface Middleware {
  readonly before?: ((request: never) => unknown) | undefined;
  readonly after?: ((request: never) => unknown) | undefined;
  readonly onError?: ((request: never) => unknown) | undefined;
}

/** What a handler is called with. */
export interface Call<T extends Shape> {
  readonly input: T["input"];
  /** Ends the call with a declared error. It throws by itself; `throw fail.X(…)` also narrows types. */
  readonly fail: {
    readonly [K in keyof T["errors"] & string]: (
      detail: string,
      ...details: undefined extends T["errors"][K] ? [] : [details: T["errors"][K]]
    ) => never;
  } & {};
  /** Answers with a declared status, its body and its headers. */
  readonly reply: ReplyOf<T["output"]>;
  readonly logger: Logger;
  /** Aborted shortly before Lambda's own deadline. */
  readonly signal: AbortSignal;
  /** Lambda's context object. */
  readonly lambda: Context;
}

export type Integration = "proxy" | "custom";

/** A route's declaration as a value. */
export interface Declaration {
  readonly method: HttpMethod;
  readonly path: string;
  readonly integration: Integration;
  /** Absent when the route leaves it to its API. */
  readonly auth?: Auth | undefined;
  readonly input: Readonly<Record<string, AnySource>>;
  readonly output: Outputs;
  readonly errors: Errors;
}

type Members<P extends string, I> = keyof I | Exclude<Params<P>, Listed<I>>;

/** What the handler gets; a `{parameter}` of the path that `input` does not list is a string. */
type Got<P extends string, A, I> = {
  [K in Members<P, I>]: K extends keyof I ? GotOf<A, I[K]> : string;
} & {};

type GotOf<A, S> =
  S extends Source<infer D, infer N, unknown, infer G>
    ? D extends "context"
      ? ContextGot<A, N, G>
      : G
    : never;

type SentOf<S> = S extends Source<unknown, unknown, infer X, unknown> ? X : never;

type Filled<I> = {
  [K in keyof I]: I[K] extends { readonly kind: "context" | "stageVariable" } ? K : never;
}[keyof I];

type Optional<I> = { [K in keyof I]: undefined extends SentOf<I[K]> ? K : never }[keyof I];

type Flat<T> = { [K in keyof T]: T[K] } & {};

/** What a caller sends: all but what API Gateway fills in. */
type Sent<P extends string, I> = Flat<
  {
    [K in Exclude<Members<P, I>, Optional<I> | Filled<I>>]: K extends keyof I ? SentOf<I[K]> : string;
  } & { [K in Exclude<Optional<I>, Filled<I>>]?: SentOf<I[K]> }
>;

type Define<M extends HttpMethod> = <
  const P extends string,
  O extends CheckOutput<Int, O>,
  // biome-ignore lint/complexity/noBannedTypes: `{}` is the record without members, which no other type infers to.
  I extends CheckInput<M, P, Int, A, I> = {},
  // biome-ignore lint/complexity/noBannedTypes: as above.
  E extends CheckErrors<E> = {},
  const Int extends Integration = "proxy",
  A extends Auth | undefined = undefined,
>(
  path: P,
  options: {
    /** `proxy` (default): the function gets the whole request. `custom`: a mapping template makes the event. */
    readonly integration?: Int;
    /** Who may call: `none`, `iam` (signed with SigV4), `apiKey`, or an authorizer. Default: what the API says. */
    readonly auth?: A;
    readonly input?: I;
    readonly output: O;
    readonly errors?: E;
  },
) => Route<`${M} ${P}`, { input: Got<P, A, I>; sent: Sent<P, I>; output: OutputsOf<O>; errors: ErrorsOf<E> }>;

/** Declares a `GET` route. */
export const get: Define<"GET"> = /* @__PURE__ */ define("GET");
/** Declares a `POST` route. */
export const post: Define<"POST"> = /* @__PURE__ */ define("POST");
/** Declares a `PUT` route. */
export const put: Define<"PUT"> = /* @__PURE__ */ define("PUT");
/** Declares a `PATCH` route. */
export const patch: Define<"PATCH"> = /* @__PURE__ */ define("PATCH");
/** Declares a `DELETE` route. */
export const del: Define<"DELETE"> = /* @__PURE__ */ define("DELETE");
/** Declares a `HEAD` route. */
export const head: Define<"HEAD"> = /* @__PURE__ */ define("HEAD");
/** Declares an `OPTIONS` route. */
export const options: Define<"OPTIONS"> = /* @__PURE__ */ define("OPTIONS");
/** Declares a route of every method that its resource has no other route for: API Gateway's `ANY`. */
export const any: Define<"ANY"> = /* @__PURE__ */ define("ANY");

interface Given {
  readonly integration?: Integration;
  readonly auth?: Auth | undefined;
  readonly input?: Readonly<Record<string, AnySource>>;
  readonly output: Outputs;
  readonly errors?: Errors;
}

function define<M extends HttpMethod>(method: M): Define<M> {
  const declare = (path: string, given: Given) => {
    const declaration = {
      method,
      path,
      integration: "proxy",
      input: {},
      ...given,
      // A record of its own: those of the API are added (see `withApi`).
      errors: uses.errors ? { ...given.errors } : {},
    } satisfies Declaration;
    if (uses.typed)
      declaration.input =
        (given.auth as Partial<LambdaAuthorizer<unknown>> | undefined)?.typed?.(declaration.input) ??
        declaration.input;
    const route = {
      declaration,
      name: `${method} ${path}`,
      handler: (run: (call: never) => unknown): Handler<string> => adapt(route, run),
    };
    return route;
  };
  // The options have been checked by `Define`; from here on only their values matter.
  return declare as unknown as Define<M>;
}
