import type { In, Out, Schema } from "./schema.ts";

/** Where a value of the handler's input comes from. */
export type Kind = "path" | "query" | "header" | "cookie" | "body" | "context";

/**
 * One member of a route's `input`: where the value comes from, its name on the wire (empty: the member's own
 * name) and the schema it must satisfy. `"~types"` exists for the compiler alone.
 */
export interface Source<K extends Kind, Name extends string, Sent, Got> {
  readonly kind: K;
  readonly name: Name;
  readonly schema?: Schema | undefined;
  readonly "~types"?: readonly [sent: Sent, got: Got];
}

export type AnySource = Source<Kind, string, unknown, unknown>;

interface Named<K extends Kind> {
  <S extends Schema>(schema: S): Source<K, "", In<S>, Out<S>>;
  <const N extends string, S extends Schema>(name: N, schema: S): Source<K, N, In<S>, Out<S>>;
}

/** A parameter of the resource path. One that `input` does not list is a `string` all the same. */
export const path: Named<"path"> = named("path");

/** A query string parameter, as text; a repeated one reaches a schema that wants a list as a list. */
export const query: Named<"query"> = named("query");

/** A request header; its name is not case-sensitive. */
export const header: Named<"header"> = named("header");

/** One cookie of the `Cookie` header. */
export const cookie: Named<"cookie"> = named("cookie");

/** The request's JSON body. */
export const body = <S extends Schema>(schema: S): Source<"body", "", In<S>, Out<S>> => ({
  kind: "body",
  name: "",
  schema,
});

/** A value that API Gateway itself fills in, by its name below `$context`; a caller cannot set it. */
export const context = <const N extends keyof ContextValues>(
  name: N,
): Source<"context", N, ContextValues[N], ContextValues[N]> => ({ kind: "context", name });

/** The members of `$context` that both integrations know. The identity of a caller is known on IAM routes. */
export interface ContextValues {
  readonly accountId: string;
  readonly apiId: string;
  readonly domainName: string;
  readonly extendedRequestId: string;
  readonly httpMethod: string;
  readonly "identity.accountId": string | undefined;
  readonly "identity.caller": string | undefined;
  readonly "identity.sourceIp": string;
  readonly "identity.user": string | undefined;
  readonly "identity.userAgent": string | undefined;
  readonly "identity.userArn": string | undefined;
  readonly path: string;
  readonly protocol: string;
  readonly requestId: string;
  readonly requestTime: string;
  readonly resourcePath: string;
  readonly stage: string;
}

function named<K extends Kind>(kind: K): Named<K> {
  return (nameOrSchema: string | Schema, schema?: Schema): never =>
    // The overloads of `Named` say which of the two forms was used; the object is the same.
    (typeof nameOrSchema === "string"
      ? { kind, name: nameOrSchema, schema }
      : { kind, name: "", schema: nameOrSchema }) as never;
}
