import type { Outcome, Schema } from "./schema.ts";
import type { AnySource } from "./source.ts";

/**
 * Who may call a route: anyone (`none`), who signs with SigV4 (`iam`), who sends an API key of a usage plan
 * (`apiKey`), or whom an authorizer lets in.
 */
export type Auth = "none" | "iam" | "apiKey" | LambdaAuthorizer<ScalarTypes> | CognitoAuthorizer;

/** The types that API Gateway passes on from an authorizer's answer. */
export type Scalar = "string" | "number" | "boolean";

/** What an authorizer says of a caller: name → type. */
export type ScalarTypes = { readonly [name: string]: Scalar };

interface Scalars {
  readonly string: string;
  readonly number: number;
  readonly boolean: boolean;
}

/** The values of an authorizer's context. */
export type ContextOf<C> = { readonly [K in keyof C]: Scalars[C[K] & Scalar] } & {};

/** Where API Gateway finds the caller's identity, in its own words. */
export type IdentitySource =
  | `method.request.header.${string}`
  | `method.request.querystring.${string}`
  | `stageVariables.${string}`
  | `context.${string}`;

interface LambdaAuthorizerOptions<C extends ScalarTypes> {
  /** Its name in API Gateway. The file in `src/functions` that exports its handler is its function. */
  readonly name: string;
  /** What `context("authorizer.x")` has in the routes, and what `allow({ context })` must give. */
  readonly context?: C;
  /** For how many seconds API Gateway keeps an answer: 0 to 3600, default 300. 0 asks for every call. */
  readonly ttl?: number;
  /** The ARN of a function that is deployed elsewhere. */
  readonly function?: string;
}

interface TokenOptions<C extends ScalarTypes> extends LambdaAuthorizerOptions<C> {
  /** `token`: the authorizer gets the value of one header. */
  readonly type: "token";
  /** The header with the token, default `Authorization`. Without it API Gateway answers 401. */
  readonly header?: string;
  /** A token that does not match this regular expression (Java's) is answered with 401, and never reaches the authorizer. */
  readonly validation?: string;
}

interface RequestOptions<C extends ScalarTypes> extends LambdaAuthorizerOptions<C> {
  /** `request`: the authorizer gets the whole request but its body. */
  readonly type: "request";
  /**
   * What API Gateway keeps an answer by, all of it required: a request that lacks one is answered with 401. May be
   * empty only with `ttl: 0`.
   */
  readonly identitySources: readonly IdentitySource[];
}

/** A Lambda authorizer. Made by `lambdaAuthorizer`, written with `authorizer.token` or `authorizer.request`. */
export interface LambdaAuthorizer<C, Type extends "token" | "request" = "token" | "request"> {
  readonly type: Type;
  readonly name: string;
  readonly context: C;
  readonly identitySources: readonly IdentitySource[];
  readonly validation?: string | undefined;
  readonly ttl: number;
  readonly function?: string | undefined;
  /** Gives each `context("authorizer.x")` the schema that makes a number or a boolean of API Gateway's text. */
  readonly typed: (input: Readonly<Record<string, AnySource>>) => Readonly<Record<string, AnySource>>;
}

/** An authorizer of Amazon Cognito user pools. Made by `cognito`. */
export interface CognitoAuthorizer {
  readonly type: "cognito";
  readonly name: string;
  readonly userPools: readonly string[];
  readonly scopes: readonly string[];
  readonly identitySources: readonly IdentitySource[];
  readonly ttl: number;
}

/**
 * Declares a Lambda authorizer: `auth: lambdaAuthorizer({ name: "sessions", type: "token", context: { user: "string" } })`.
 * AWS: "Use API Gateway Lambda authorizers".
 */
export const lambdaAuthorizer = <
  // biome-ignore lint/complexity/noBannedTypes: `{}` is the record without members, which no other type infers to.
  const C extends ScalarTypes = {},
  const Type extends "token" | "request" = "token" | "request",
>(
  options: { readonly type: Type } & (TokenOptions<C> | RequestOptions<C>),
): LambdaAuthorizer<C, Type> => {
  const {
    type,
    name,
    context,
    ttl = 300,
    function: arn,
  }: LambdaAuthorizerOptions<C> & { readonly type: Type } = options;
  return {
    type,
    name,
    // Without a context there is none to give, which is what `{}`, its default, says.
    context: (context ?? {}) as C,
    identitySources: "identitySources" in options ? options.identitySources : headerSource(options.header),
    validation: "validation" in options ? options.validation : undefined,
    ttl,
    function: arn,
    typed: (input) =>
      Object.fromEntries(
        Object.entries(input).map(([key, source]) => {
          const value = source.kind === "context" ? /^authorizer\.(.*)$/.exec(source.name)?.[1] : undefined;
          const wanted = value === undefined ? undefined : context?.[value];
          return [key, wanted === undefined ? source : { ...source, schema: scalar(wanted) }];
        }),
      ),
  };
};

const headerSource = (name = "Authorization"): readonly [IdentitySource] => [`method.request.header.${name}`];

/**
 * Declares an authorizer of Cognito user pools: the caller sends an identity token, or with `scopes` an access token
 * that has one of them. Its claims are `context("authorizer.claims.sub")` and so on. AWS: "Control access to REST
 * APIs using Amazon Cognito user pools as an authorizer".
 */
export const cognito = (options: {
  /** Its name in API Gateway. */
  readonly name: string;
  /** ARNs of the user pools. */
  readonly userPools: readonly [string, ...string[]];
  /** OAuth scopes, any of which an access token must have. */
  readonly scopes?: readonly string[];
  /** The header with the token, default `Authorization`. */
  readonly header?: string;
  /** For how many seconds API Gateway keeps an answer: 0 to 3600, default 300. */
  readonly ttl?: number;
}): CognitoAuthorizer => ({
  type: "cognito",
  name: options.name,
  userPools: options.userPools,
  scopes: options.scopes ?? [],
  identitySources: headerSource(options.header),
  ttl: options.ttl ?? 300,
});

/** What `context(name)` gives on a route with this `auth`: `G` unless more is known. */
export type ContextGot<A, N, G> = A extends "iam"
  ? N extends Identity["iam"]
    ? string
    : G
  : A extends { readonly context: infer C }
    ? N extends `authorizer.${infer X}`
      ? X extends keyof C
        ? Scalars[C[X] & Scalar]
        : X extends "principalId"
          ? string
          : G
      : G
    : A extends "apiKey"
      ? N extends Identity["apiKey"]
        ? string
        : G
      : G;

interface Identity {
  readonly iam: `identity.${"accountId" | "caller" | "user" | "userArn"}`;
  readonly apiKey: "identity.apiKeyId";
}

/** `$context.authorizer.x` is text whatever the authorizer said, in both integrations (AWS: `$context` reference). */
const scalar = (type: Scalar): Schema => ({
  "~standard": {
    version: 1,
    vendor: "gatewright",
    validate: (value): Outcome => {
      if (type === "string" && typeof value === "string") return { value };
      const text = String(value);
      if (type === "boolean" && (text === "true" || text === "false")) return { value: text === "true" };
      if (type === "number" && text.trim() !== "" && Number.isFinite(Number(text)))
        return { value: Number(text) };
      return { issues: [{ message: `The authorizer's answer is no ${type}.` }] };
    },
  },
});
