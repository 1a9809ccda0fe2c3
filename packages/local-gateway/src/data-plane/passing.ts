import type { Readable } from "node:stream";
import type { Integration, IntegrationResponse, Method } from "@aws-sdk/client-api-gateway";
import type { RawRequest } from "../raw-http.ts";
import type { Caller } from "./caller.ts";
import type { RequestContext } from "./context/request-context.ts";
import type { Headers } from "./mapping/headers.ts";
import type { Acting } from "./outbound/acting.ts";

/** What passes from box to box, in the order of pipeline.ts. Each value is whole when its box hands it on. */

/** A request, decoded as far as API Gateway decodes it before anything looks at it. */
export interface ParsedRequest {
  readonly raw: RawRequest;
  readonly method: string;
  /** Starts with exactly one slash; not decoded. */
  readonly path: string;
  /** Without those that never get past the front door. */
  readonly headers: Headers;
  /** Decoded, by decoded name, in the order of the request. */
  readonly query: ReadonlyMap<string, readonly string[]>;
  readonly body: Uint8Array;
  /** Lower case, without parameters; `application/json` when the request names none. */
  readonly contentType: string;
}

/** A request that has found its method. */
export interface RoutedRequest extends ParsedRequest {
  readonly resourceId: string;
  /** Such as `/orders/{id}`. */
  readonly resourcePath: string;
  /** As they were sent: not decoded. */
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly methodSettings: Method;
  readonly integration: Integration;
}

/** A request whose caller may call the method. */
export interface AuthorizedRequest extends RoutedRequest {
  readonly caller: Caller;
}

/** A request that its usage plan and its stage's throttle let through. */
export interface MeteredRequest extends AuthorizedRequest {
  /** Undefined where the method needs none. */
  readonly apiKey: UsedApiKey | undefined;
}

export interface UsedApiKey {
  readonly id: string;
  readonly value: string;
}

/** A request that is known to be one the method takes, and its `$context`. */
export interface MethodRequest extends MeteredRequest {
  readonly context: RequestContext;
}

/** A request somewhere on its way to the integration. */
export type ReachedRequest =
  | ParsedRequest
  | RoutedRequest
  | AuthorizedRequest
  | MeteredRequest
  | MethodRequest;

/** What the integration is asked to do. */
export type IntegrationRequest =
  | LambdaProxyRequest
  | LambdaRequest
  | ServiceRequest
  | HttpRequest
  | MockRequest;

/** How the answer is passed on: when it is whole, or as it comes (`responseTransferMode`). */
export type Transfer =
  | { readonly mode: "BUFFERED" }
  | {
      readonly mode: "STREAM";
      /** Milliseconds for which it may be silent. */
      readonly maximumIdle: number;
    };

export interface LambdaProxyRequest {
  readonly kind: "lambda-proxy";
  readonly call: LambdaCall;
  readonly transfer: Transfer;
  /** Whether the caller's Accept header names a binary media type, so that base64 is decoded. */
  readonly binaryAccepted: boolean;
}

export interface LambdaRequest {
  readonly kind: "lambda";
  readonly call: LambdaCall;
  /** The rendered request template; the function gets `{}` in the place of nothing. */
  readonly body: string;
  /** Whether the answer is waited for: not with `X-Amz-Invocation-Type: Event`. */
  readonly isAsynchronous: boolean;
  readonly overrides: Overrides;
}

/** A call of an AWS service that is no invocation of a function. */
export interface ServiceRequest {
  readonly kind: "service";
  /** As in the uri, such as `sqs`. */
  readonly service: string;
  readonly region: string;
  /** The operation; undefined where the uri has the path of a service's API. */
  readonly action: string | undefined;
  readonly acting: Acting;
  /** To AWS's host name, not signed. */
  readonly call: HttpCall;
  readonly overrides: Overrides;
}

export interface HttpRequest {
  readonly kind: "http" | "http-proxy";
  readonly transfer: Transfer;
  readonly call: HttpCall;
  /** Undefined where the integration is not a private one. */
  readonly vpcLink: VpcLinkUse | undefined;
  readonly overrides: Overrides;
}

export interface VpcLinkUse {
  readonly id: string;
  readonly region: string;
}

export interface MockRequest {
  readonly kind: "mock";
  /** The rendered request template: JSON with a `statusCode`. */
  readonly body: string;
  readonly overrides: Overrides;
}

export interface LambdaCall {
  readonly functionArn: string;
  /** The event, as JSON text. */
  readonly payload: string;
  /** Whether the payload is known to be JSON. */
  readonly isJson: boolean;
  readonly requestId: string;
  readonly traceId: string;
  /** The `aws:SourceArn` that the function's policy must allow, unless a role does the calling. */
  readonly invokedBy: { readonly kind: "api"; readonly sourceArn: string } | Acting;
  readonly timeoutMilliseconds: number;
}

export interface HttpCall {
  readonly method: string;
  readonly url: URL;
  /** With the query, as it is sent: a URL resolves dots. */
  readonly path: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
  /** Whether the endpoint's certificate is taken whoever has signed it. */
  readonly isUnverified: boolean;
  readonly timeoutMilliseconds: number;
}

/** What a template may leave for later: `$context.requestOverride` and `$context.responseOverride`. */
export interface Overrides {
  readonly request: {
    readonly path: Readonly<Record<string, string>>;
    readonly querystring: Readonly<Record<string, string>>;
    readonly header: Readonly<Record<string, string>>;
  };
  readonly response: ResponseOverride;
}

export interface ResponseOverride {
  /** Absent where no template sets one. */
  readonly status?: number;
  readonly header: Readonly<Record<string, string>>;
}

/** What the integration answered. */
export type IntegrationAnswer =
  /** A proxy integration's answer goes to the caller as it is. */
  | { readonly kind: "lambda-proxy"; readonly response: HttpAnswer }
  | { readonly kind: "http-proxy"; readonly response: HttpAnswer }
  /** Any other goes through the integration responses. */
  | {
      readonly kind: "custom";
      /** What selection patterns are held against. */
      readonly selectionValue: string;
      readonly body: Uint8Array;
      readonly headers: Headers;
      readonly overrides: Overrides;
    };

/** An answer, before the method response gives it its final headers. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
  /** What follows the body, as it comes; undefined when the answer is whole. */
  readonly stream: Readable | undefined;
}

/** What goes to the caller: a proxy integration's answer as it is, any other as an integration response made it. */
export type MethodAnswer =
  | {
      readonly kind: "proxied";
      readonly by: "lambda-proxy" | "http-proxy";
      readonly answer: HttpAnswer;
    }
  | {
      readonly kind: "mapped";
      readonly by: IntegrationResponse;
      /** Where no header says it. */
      readonly contentType: string;
      readonly answer: HttpAnswer;
    };
