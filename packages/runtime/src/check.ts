import type { Errors, ReservedCode } from "./problem.ts";
import type { Bytes, Outputs, Stream, Text } from "./reply.ts";
import type { Out, Schema } from "./schema.ts";
import type { ContextValues, Source } from "./source.ts";

/*
 * The compile-time sentences. They are constraints of the type parameters of `get`, `post`, …: `unknown` when
 * nothing is wrong, else a record with a sentence at each wrong member, so that the compiler's one line says what is
 * wrong. A constraint is looked at once, where the type of a parameter would be at every step of inference. Their
 * run-time twins, with a `code` each, are in `check-routes.ts`; `sentences.ts` lists both.
 */

/** The parameters of a resource path: `"/a/{id}/{rest+}"` → `"id" | "rest"`. */
export type Params<P extends string> = P extends `${string}{${infer N}}${infer R}`
  ? (N extends `${infer G}+` ? G : N) | Params<R>
  : never;

/** A source's name on the wire: the one given, else the member's own. */
export type Wire<K, N> = N extends "" ? K & string : N & string;

/** The parameters of the path that `input` lists. */
export type Listed<I> = {
  [K in keyof I]: I[K] extends { readonly kind: "path"; readonly name: infer N } ? Wire<K, N> : never;
}[keyof I];

/**
 * What `input` must be. Most records are found to be right by comparing the union of their sources with what is
 * allowed, which costs next to nothing; only what is left is looked at member by member.
 */
export type CheckInput<M, P extends string, Int, A, I, S = I[keyof I]> = [S] extends [
  Plain[Int & keyof Plain],
]
  ? Unclaimed<M, P, Int, A, I>
  : [S] extends [
        M extends "GET" | "HEAD"
          ? Fine[Int & keyof Fine]
          : Fine[Int & keyof Fine] | Bodies[Int & keyof Bodies],
      ]
    ? [Clash<I, Movable<I>>] extends [never]
      ? [S] extends [Pathless]
        ? Unclaimed<M, P, Int, A, I>
        : KnownPaths<M, P, Int, A, I>
      : [Shared<Claims<I>>] extends [never]
        ? KnownPaths<M, P, Int, A, I>
        : Sentences<M, P, Int, A, I>
    : Sentences<M, P, Int, A, I>;

type Texts = string | number | boolean | undefined;
type Given = Source<"context", keyof ContextValues, unknown, unknown>;

/** Sources that cannot be wrong: under their own names, and neither of the path nor of the body. */
interface Plain {
  readonly proxy: Given | Source<"query" | "header" | "cookie" | "stageVariable", "", unknown, unknown>;
  readonly custom:
    | Given
    | Source<"query" | "header", "", Texts, unknown>
    | Source<"cookie" | "stageVariable", "", unknown, unknown>;
}

/** Sources that are right when no two have one name, and the path has those of the path. */
interface Fine {
  readonly proxy:
    | Given
    | Source<"path" | "query" | "header" | "cookie" | "stageVariable", string, unknown, unknown>;
  readonly custom:
    | Given
    | Source<"query" | "header", string, Texts, unknown>
    | Source<"path" | "cookie" | "stageVariable", string, unknown, unknown>;
}

interface Bodies {
  readonly proxy: Source<"body" | "form" | "binary", string, unknown, unknown>;
  readonly custom: Source<"body" | "form", string, NonNullable<unknown> | null, unknown>;
}

type Pathless = Source<
  "query" | "header" | "cookie" | "stageVariable" | "context" | "body" | "form" | "binary",
  string,
  unknown,
  unknown
>;

/** No member is called as a parameter of the path that is none itself. */
type Unclaimed<M, P extends string, Int, A, I> = [keyof I & Params<P>] extends [never]
  ? unknown
  : Sentences<M, P, Int, A, I>;

type KnownPaths<M, P extends string, Int, A, I> = [
  Exclude<Listed<I>, Params<P>> | Exclude<keyof I & Params<P>, Listed<I>>,
] extends [never]
  ? unknown
  : Sentences<M, P, Int, A, I>;

/** Slot → member, for those that could meet in one: bodies, and what has a name other than its member's. */
type Movable<I> = {
  [K in keyof I as I[K] extends { readonly kind: infer D; readonly name: infer N extends string }
    ? N extends ""
      ? D extends "body" | "form" | "binary"
        ? "body:"
        : never
      : D extends "context"
        ? never
        : Lowercase<N>
    : never]: K;
};

type Clash<I, R> = (keyof R & keyof I) | Shared<R>;

/** The members of a union, when there are several. */
type Several<T, U = T> = T extends unknown ? ([U] extends [T] ? never : T) : never;

type Shared<C> = { [S in keyof C]: Several<C[S]> }[keyof C];

/** What no two sources may share. API Gateway wants path, query and header names unique across all three. */
type Slot<K, S> = S extends { readonly kind: infer D; readonly name: infer N }
  ? D extends "query" | "header" | "path"
    ? Lowercase<Wire<K, N>>
    : D extends "body" | "form" | "binary"
      ? "body:"
      : D extends "context"
        ? `context:${K & string}`
        : `${D & string}:${Wire<K, N>}`
  : never;

/** Slot → the members that claim it. */
type Claims<I> = { [K in keyof I as Slot<K, I[K]>]: K };

/** `input` with a sentence at each member that is wrong. */
type Sentences<M, P extends string, Int, A, I, X = Wrongs<M, P, Int, A, I, Claims<I>>> = [
  X[keyof X & keyof I],
] extends [never]
  ? unknown
  : { [K in keyof I]: K extends keyof X ? ([X[K]] extends [never] ? I[K] : X[K]) : I[K] };

type Wrongs<M, P extends string, Int, A, I, C> = {
  [K in keyof I]: Wrong<M, P, Int, A, K, I[K], C[Slot<K, I[K]> & keyof C]>;
};

type Wrong<M, P extends string, Int, A, K, S, C> =
  S extends Source<infer D, infer N, infer Sent, unknown>
    ? D extends "body" | "form" | "binary"
      ? WrongBody<M, Int, D, Sent, K, C>
      : D extends "context"
        ? WrongContext<A, N>
        : [C] extends [K]
          ? D extends "path"
            ? Wire<K, N> extends Params<P>
              ? never
              : `${P} has no {${Wire<K, N>}}`
            : D extends "query" | "header"
              ? Wire<K, N> extends Params<P>
                ? Taken<K, N>
                : Int extends "custom"
                  ? List<Sent> extends true
                    ? `a custom integration sees only the last ${Wire<K, N>}: use the proxy integration`
                    : never
                  : never
              : never
          : Taken<K, N>
    : "say where it comes from: path(...), query(...), header(...), cookie(...), body(...), form(...), binary(...), context(...) or stageVariable(...)";

type Taken<K, N> = `another input is already called ${Wire<K, N>}`;

type WrongBody<M, Int, D, Sent, K, C> = M extends "GET" | "HEAD"
  ? `a ${M} request has no body`
  : [C] extends [K]
    ? Int extends "custom"
      ? D extends "binary"
        ? "a custom integration gets no bytes: use the proxy integration"
        : undefined extends Sent
          ? "in a custom integration a missing body reads as {}: make the body required"
          : never
      : never
    : "a request has one body: put both into one schema";

type WrongContext<A, N> = N extends `authorizer.${infer X}`
  ? A extends "none" | "iam" | "apiKey"
    ? "this route has no authorizer: name one in auth"
    : A extends { readonly context: infer C }
      ? X extends keyof C | "principalId"
        ? never
        : `the authorizer does not say ${X}: declare it in its context`
      : never
  : never;

type List<Sent> = [Extract<Sent, readonly unknown[]>] extends [never] ? false : true;

/** What `output` must be: any `Outputs` when nothing is wrong, else a sentence where an integration cannot answer so. */
export type CheckOutput<Int, O> = [O] extends [{ readonly "~standard": unknown } | null]
  ? Outputs
  : [O] extends [Stream | Bytes | Text]
    ? [WrongBodyOut<Int, O>] extends [never]
      ? Outputs
      : WrongBodyOut<Int, O>
    : [WrongAnswer<Int, O[keyof O]>] extends [never]
      ? Outputs
      : { readonly [S in keyof O]: CheckAnswer<Int, O[S]> };

type WrongAnswer<Int, O> = O extends { readonly body: infer B; readonly headers: infer H }
  ? WrongBodyOut<Int, B> | WrongHeaders<Int, H>[keyof H]
  : WrongBodyOut<Int, O>;

type CheckAnswer<Int, O> = [WrongAnswer<Int, O>] extends [never]
  ? O
  : O extends { readonly body: infer B; readonly headers: infer H }
    ? [WrongBodyOut<Int, B>] extends [never]
      ? { readonly body: B; readonly headers: CheckHeaders<H, WrongHeaders<Int, H>> }
      : WrongBodyOut<Int, B>
    : WrongAnswer<Int, O>;

type WrongBodyOut<Int, B> = Int extends "custom"
  ? [B] extends [Stream]
    ? "a custom integration cannot stream: use the proxy integration"
    : [B] extends [Bytes | Text]
      ? "a custom integration answers JSON only: use the proxy integration"
      : never
  : never;

type CheckHeaders<H, X> = {
  readonly [N in keyof H]: N extends keyof X ? ([X[N]] extends [never] ? H[N] : X[N]) : H[N];
};

type WrongHeaders<Int, H> = {
  [N in keyof H]: WrongHeader<Int, Lowercase<N & string>, H[N] extends Schema ? Out<H[N]> : never>;
};

type WrongHeader<Int, N, T> = N extends LostHeader
  ? `API Gateway does not pass on the response header ${N}: leave it out`
  : Int extends "custom"
    ? N extends HeaderLostByCustom
      ? `a custom integration renames the response header ${N}: use the proxy integration`
      : N extends "set-cookie"
        ? List<T> extends true
          ? "a custom integration sets one cookie at most: use the proxy integration"
          : never
        : never
    : never;

type LostHeader = typeof import("./sentences.ts").lostHeaders[number];
type HeaderLostByCustom = typeof import("./sentences.ts").headersLostByCustom[number];

/** What `errors` must be: any `Errors`, or a sentence at a code that is the runtime's own. */
export type CheckErrors<E> = [keyof E & ReservedCode] extends [never]
  ? Errors
  : {
      readonly [K in keyof E]: K extends ReservedCode
        ? `${K} is a code of the runtime itself: choose another`
        : E[K];
    };
