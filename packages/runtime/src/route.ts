import type { Context } from "aws-lambda/handler.js";
import type { Check, CheckErrors, CheckOutput, Params, Wire } from "./check.ts";
import type { HttpMethod } from "./description.ts";
import { adapt } from "./handler.ts";
import type { Logger } from "./logger.ts";
import type { Errors, ErrorsOf } from "./problem.ts";
import type { Answer, Outputs, OutputsOf, Reply } from "./reply.ts";
import type { AnySource } from "./source.ts";

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
  readonly reply: <S extends keyof T["output"] & number>(
    status: S,
    ...answer: T["output"][S] extends readonly unknown[] ? T["output"][S] : never
  ) => Reply<S>;
  readonly logger: Logger;
  /** Aborted shortly before Lambda's own deadline. */
  readonly signal: AbortSignal;
  /** Lambda's context object. */
  readonly lambda: Context;
}

export type Auth = "none" | "iam";

export type Integration = "proxy" | "custom";

/** A route's declaration as a value. */
export interface Declaration {
  readonly method: HttpMethod;
  readonly path: string;
  readonly integration: Integration;
  readonly auth: Auth;
  readonly input: Readonly<Record<string, AnySource>>;
  readonly output: Outputs;
  readonly errors: Errors;
}

type Listed<I> = { [K in keyof I]: I[K] extends { readonly kind: "path" } ? Wire<K, I[K]> : never }[keyof I];

type Members<P extends string, I> = keyof I | Exclude<Params<P>, Listed<I>>;

/** What the handler gets; a `{parameter}` of the path that `input` does not list is a string. */
type Got<P extends string, I> = {
  [K in Members<P, I>]: K extends keyof I
    ? I[K] extends { readonly "~types"?: readonly [unknown, infer G] }
      ? G
      : never
    : string;
} & {};

type SentOf<S> = S extends { readonly "~types"?: readonly [infer X, unknown] } ? X : never;

type Filled<I> = { [K in keyof I]: I[K] extends { readonly kind: "context" } ? K : never }[keyof I];

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
  O extends Outputs,
  // biome-ignore lint/complexity/noBannedTypes: `{}` is the record without members, which no other type infers to.
  I extends Readonly<Record<string, unknown>> = {},
  // biome-ignore lint/complexity/noBannedTypes: as above.
  E extends Errors = {},
  const Int extends Integration = "proxy",
>(
  path: P,
  options: {
    /** `proxy` (default): the function gets the whole request. `custom`: a mapping template makes the event. */
    readonly integration?: Int;
    /** `none` (default) or `iam`: the caller signs with SigV4. */
    readonly auth?: Auth;
    readonly input?: Check<M, P, Int, I>;
    readonly output: CheckOutput<Int, O>;
    readonly errors?: CheckErrors<E>;
  },
) => Route<`${M} ${P}`, { input: Got<P, I>; sent: Sent<P, I>; output: OutputsOf<O>; errors: ErrorsOf<E> }>;

/** Declares a `GET` route. */
export const get: Define<"GET"> = define("GET");
/** Declares a `POST` route. */
export const post: Define<"POST"> = define("POST");
/** Declares a `PUT` route. */
export const put: Define<"PUT"> = define("PUT");
/** Declares a `PATCH` route. */
export const patch: Define<"PATCH"> = define("PATCH");
/** Declares a `DELETE` route. */
export const del: Define<"DELETE"> = define("DELETE");
/** Declares a `HEAD` route. */
export const head: Define<"HEAD"> = define("HEAD");
/** Declares an `OPTIONS` route. */
export const options: Define<"OPTIONS"> = define("OPTIONS");

interface Given {
  readonly integration?: Integration;
  readonly auth?: Auth;
  readonly input?: Readonly<Record<string, AnySource>>;
  readonly output: Outputs;
  readonly errors?: Errors;
}

function define<M extends HttpMethod>(method: M): Define<M> {
  const route = (path: string, given: Given) => {
    const declaration: Declaration = {
      method,
      path,
      integration: given.integration ?? "proxy",
      auth: given.auth ?? "none",
      input: given.input ?? {},
      output: given.output,
      errors: given.errors ?? {},
    };
    const name = `${method} ${path}`;
    return { name, declaration, handler: (run: (call: never) => unknown) => adapt(name, declaration, run) };
  };
  // The options have been checked by `Define`; from here on only their values matter.
  return route as unknown as Define<M>;
}
