import type { ReservedCode } from "./problem.ts";
import type { Bytes, Outputs, Stream, Text } from "./reply.ts";
import type { Kind } from "./source.ts";

/*
 * The compile-time sentences. A wrong member of `input` gets a sentence as its type, so that the compiler's one
 * line says what is wrong; when nothing is wrong `Check` is `I` itself, which infers as well and costs least.
 * Their run-time twins, with a `code` each, are in `check-routes.ts`, outside of what a Lambda bundles.
 */

/** The parameters of a resource path: `"/a/{id}/{rest+}"` → `"id" | "rest"`. */
export type Params<P extends string> = P extends `${string}{${infer N}}${infer R}`
  ? (N extends `${infer G}+` ? G : N) | Params<R>
  : never;

/** A source's name on the wire: the one given, else the member's own. */
export type Wire<K, S> = S extends { readonly name: infer N extends string }
  ? N extends ""
    ? K & string
    : N
  : never;

/** What no two sources may share. API Gateway wants path, query and header names unique across all three. */
type Slot<K, S> = S extends { readonly kind: infer D extends Kind }
  ? D extends "body"
    ? "body:"
    : D extends "context" | "cookie"
      ? `${D}:${Wire<K, S>}`
      : Lowercase<Wire<K, S>>
  : never;

type Claims<I> = { [K in keyof I as Slot<K, I[K]>]: K };

type Wrong<M extends string, P extends string, Int, K, S, C> = S extends {
  readonly kind: infer D;
  readonly name: infer N;
  readonly "~types"?: readonly [infer Sent, unknown];
}
  ? D extends "path"
    ? (N extends "" ? K : N) extends Params<P>
      ? Taken<K, S, C>
      : `${P} has no {${Wire<K, S>}}`
    : D extends "context"
      ? never
      : D extends "body"
        ? M extends "GET" | "HEAD"
          ? `a ${M} request has no body`
          : [C] extends [K]
            ? Int extends "custom"
              ? undefined extends Sent
                ? "in a custom integration a missing body reads as {}: make the body required"
                : never
              : never
            : "a request has one body: put both into one schema"
        : [C] extends [K]
          ? Int extends "custom"
            ? List<Sent> extends true
              ? `a custom integration sees only the last ${Wire<K, S>}: use the proxy integration`
              : never
            : never
          : Taken<K, S, C>
  : "say where it comes from: path(...), query(...), header(...), cookie(...), body(...) or context(...)";

type Taken<K, S, C> = [C] extends [K] ? never : `another input is already called ${Wire<K, S>}`;

type List<Sent> = [Extract<Sent, readonly unknown[]>] extends [never] ? false : true;

type Problems<M extends string, P extends string, Int, I, C = Claims<I>> = {
  [K in keyof I]: Wrong<M, P, Int, K, I[K], C[Slot<K, I[K]> & keyof C]>;
};

/** `I` itself when nothing is wrong, else a record of sentences. */
export type Check<M extends string, P extends string, Int, I, X = Problems<M, P, Int, I>> = [
  X[keyof X & keyof I],
] extends [never]
  ? I
  : { [K in keyof I]: K extends keyof X ? ([X[K]] extends [never] ? I[K] : X[K]) : I[K] };

type CustomBody<B> = B extends Stream
  ? "a custom integration cannot stream: use the proxy integration"
  : B extends Bytes | Text
    ? "a custom integration answers JSON only: use the proxy integration"
    : never;

type CustomOutput<O> = O extends { readonly body: infer B } ? CustomBody<B> : CustomBody<O>;

/** `O` itself, or a sentence where a custom integration cannot answer so. */
export type CheckOutput<Int, O extends Outputs> = Int extends "custom"
  ? [CustomOutput<O>] extends [never]
    ? [O] extends [Readonly<Record<number, unknown>>]
      ? [CustomOutput<O[keyof O]>] extends [never]
        ? O
        : { [S in keyof O]: [CustomOutput<O[S]>] extends [never] ? O[S] : CustomOutput<O[S]> }
      : O
    : CustomOutput<O>
  : O;

/** `E` itself, or a sentence at a code that is the runtime's own. */
export type CheckErrors<E> = [keyof E & ReservedCode] extends [never]
  ? E
  : {
      [K in keyof E]: K extends ReservedCode ? `${K} is a code of the runtime itself: choose another` : E[K];
    };
