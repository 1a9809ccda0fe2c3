/**
 * What an API is, as plain JSON: the one form in which `deploy`, the client generator and OpenAPI read it.
 * `describe` (see `describe.ts`) makes it from the routes; nothing here can hold a function or a schema object.
 */

/** A JSON Schema document (draft 2020-12 unless its `$schema` says otherwise). */
export type JsonSchema = { readonly [keyword: string]: unknown };

export interface ApiDescription {
  readonly name: string;
  /** The stage that a deployment publishes to, unless the deployer is told another one. */
  readonly stage: string;
  readonly endpointType: "EDGE" | "REGIONAL" | "PRIVATE";
  readonly description?: string;
  readonly cors?: CorsDescription;
  /** Headers of every answer, by name. */
  readonly headers?: { readonly [name: string]: string };
  /** Errors of all routes; each route's own `errors` has them too. */
  readonly errors?: readonly ErrorDescription[];
  readonly routes: readonly RouteDescription[];
  /** What works, and perhaps not as meant, in words. */
  readonly warnings?: readonly string[];
}

export interface RouteDescription {
  /** The member of `api({ routes })` that holds the route, and the function of the generated client. */
  readonly key: string;
  /** Method and resource path: `GET /orders/{id}`. Unique in an API. */
  readonly name: string;
  readonly method: HttpMethod;
  /** The resource path as API Gateway writes it: `/orders/{id}`, `/files/{proxy+}`. */
  readonly path: string;
  readonly integration: "proxy" | "custom";
  readonly auth: AuthDescription;
  readonly input: readonly InputDescription[];
  readonly outputs: readonly OutputDescription[];
  readonly errors: readonly ErrorDescription[];
}

export type HttpMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS" | "ANY";

export interface CorsDescription {
  readonly origins: readonly string[];
  readonly headers?: readonly string[];
  readonly expose?: readonly string[];
  readonly credentials?: boolean;
  /** Seconds. */
  readonly maxAge?: number;
}

/** `none`, `iam` (SigV4), `apiKey` (a key of a usage plan in `x-api-key`), or an authorizer; one name, one authorizer. */
export type AuthDescription =
  | "none"
  | "iam"
  | "apiKey"
  | {
      /** API Gateway's `TOKEN` and `REQUEST`. */
      readonly type: "token" | "request";
      readonly name: string;
      /** Such as `method.request.header.Authorization`. */
      readonly identitySources: readonly string[];
      /** API Gateway's `identityValidationExpression`. */
      readonly validation?: string;
      /** Seconds that an answer is kept. */
      readonly ttl: number;
      /** The ARN of a function that is deployed elsewhere; else the handler made with the authorizer of this name. */
      readonly function?: string;
      /** What it says of a caller: name → type. */
      readonly context: { readonly [name: string]: "string" | "number" | "boolean" };
    }
  | {
      /** API Gateway's `COGNITO_USER_POOLS`. */
      readonly type: "cognito";
      readonly name: string;
      readonly userPools: readonly string[];
      readonly scopes: readonly string[];
      readonly identitySources: readonly string[];
      readonly ttl: number;
    };

export interface InputDescription {
  /** The member of the handler's `input` and of the client's argument. */
  readonly key: string;
  readonly kind:
    | "path"
    | "query"
    | "header"
    | "cookie"
    | "body"
    | "form"
    | "binary"
    | "context"
    | "stageVariable";
  /** The name on the wire; for `context` the path below `$context`; for a body (JSON, form, binary) empty. */
  readonly name: string;
  /** False when the schema accepts a missing value. */
  readonly required: boolean;
  /** What a caller sends. Absent for `context`, which API Gateway fills in, and for `binary`. */
  readonly schema?: JsonSchema;
  /** The media type of a `binary` body. */
  readonly contentType?: string;
}

export interface OutputDescription {
  readonly status: number;
  readonly body: BodyDescription;
  /** Declared response headers by name, in lower case. */
  readonly headers: { readonly [name: string]: JsonSchema };
}

export type BodyDescription =
  | { readonly type: "json"; readonly schema: JsonSchema }
  | { readonly type: "text"; readonly contentType: string }
  | {
      readonly type: "bytes";
      readonly contentType: string;
      /** Sent piece by piece: the integration needs the response transfer mode STREAM. */
      readonly streamed?: true;
    }
  | { readonly type: "none" };

export interface ErrorDescription {
  /** The stable `code` member of the problem document. */
  readonly code: string;
  readonly status: number;
  /** The `details` member of the problem document, when one is declared. */
  readonly details?: JsonSchema;
}
