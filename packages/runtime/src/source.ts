import type { In, Out, Schema } from "./schema.ts";
import * as wires from "./wire.ts";
import { binary as bytesBody, form as formBody, json } from "./wire-body.ts";

/** Where a value of the handler's input comes from. */
export type Kind =
  | "path"
  | "query"
  | "header"
  | "cookie"
  | "body"
  | "form"
  | "binary"
  | "context"
  | "stageVariable";

/**
 * One member of a route's `input`: where the value comes from, its name on the wire (empty: the member's own
 * name) and the schema it must satisfy. `"~types"` exists for the compiler alone.
 */
export interface Source<K, Name, Sent, Got> {
  readonly kind: K;
  readonly name: Name;
  readonly schema?: Schema | undefined;
  /** The media type of a binary body. */
  readonly contentType?: string | undefined;
  /** How it is read from an event. */
  readonly wire: wires.Wire;
  readonly "~types"?: readonly [sent: Sent, got: Got];
}

export type AnySource = Source<Kind, string, unknown, unknown>;

interface Named<K extends Kind> {
  <S extends Schema>(schema: S): Source<K, "", In<S>, Out<S>>;
  <const N extends string, S extends Schema>(name: N, schema: S): Source<K, N, In<S>, Out<S>>;
}

/** A parameter of the resource path. One that `input` does not list is a `string` all the same. */
export const path: Named<"path"> = /* @__PURE__ */ named("path", wires.path);

/** A query string parameter, as text; a repeated one reaches a schema that wants a list as a list. */
export const query: Named<"query"> = /* @__PURE__ */ named("query", wires.query);

/** A request header; its name is not case-sensitive. */
export const header: Named<"header"> = /* @__PURE__ */ named("header", wires.header);

/** One cookie of the `Cookie` header. */
export const cookie: Named<"cookie"> = /* @__PURE__ */ named("cookie", wires.cookie);

/** A variable of the stage that is called, as text. Whoever deploys sets it; a caller cannot. */
export const stageVariable: Named<"stageVariable"> = /* @__PURE__ */ named(
  "stageVariable",
  wires.stageVariable,
);

type Whole<K extends Kind> = <S extends Schema>(schema: S) => Source<K, "", In<S>, Out<S>>;

/** The request's JSON body. */
export const body: Whole<"body"> = /* @__PURE__ */ named("body", json);

/**
 * The request's body as an HTML form sends it (`application/x-www-form-urlencoded`): a record of texts, and of
 * lists of texts where a name is repeated.
 */
export const form: Whole<"form"> = /* @__PURE__ */ named("form", formBody);

/** The request's body as bytes, of one media type. Proxy integrations only. */
export const binary = (
  contentType = "application/octet-stream",
): Source<"binary", "", Uint8Array, Uint8Array> => ({
  kind: "binary",
  name: "",
  contentType,
  wire: bytesBody(contentType),
});

/**
 * A value that API Gateway itself fills in, by its name below `$context`; a caller cannot set it. Its type depends
 * on the route's `auth`: who calls is known on IAM routes, and `authorizer.x` is what the route's authorizer says.
 */
export const context = <const N extends ContextName>(
  name: N,
): Source<"context", N, undefined, ContextValue<N>> => ({ kind: "context", name, wire: wires.context });

export type ContextName = keyof ContextValues | `authorizer.${string}`;

type ContextValue<N> = N extends keyof ContextValues ? ContextValues[N] : string | undefined;

/** The members of `$context` that both integrations know, on a route of which no more is known. */
export interface ContextValues {
  readonly accountId: string;
  readonly apiId: string;
  readonly domainName: string;
  readonly extendedRequestId: string;
  readonly httpMethod: string;
  readonly "identity.accountId": string | undefined;
  readonly "identity.apiKeyId": string | undefined;
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

function named<K extends Kind>(kind: K, wire: wires.Wire): Named<K> {
  // The overloads of `Named` say which arguments there are: a schema, or a name and a schema.
  return (...given: (string | Schema)[]): never =>
    ({ kind, schema: given.pop(), name: given[0] ?? "", wire }) as never;
}
