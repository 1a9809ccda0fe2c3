import type { RawRequest, RawResponse } from "../raw-http.ts";
import type { AuthorizerInput } from "./authorizer/index.ts";
import type { CacheAnswer, CacheInput } from "./cache/cache.ts";
import type { CompressionInput } from "./front-door/compression.ts";
import type { GatewayResponseInput } from "./gateway-response/gateway-response.ts";
import type { IntegrationInput } from "./integration/index.ts";
import type { IntegrationRequestInput } from "./integration-request/integration-request.ts";
import type { IntegrationResponseInput } from "./integration-response/integration-response.ts";
import type { MethodRequestInput } from "./method-request/method-request.ts";
import type { MethodResponseInput } from "./method-response/method-response.ts";
import type {
  AuthorizedRequest,
  IntegrationAnswer,
  IntegrationRequest,
  MeteredRequest,
  MethodAnswer,
  MethodRequest,
  ParsedRequest,
  RoutedRequest,
} from "./passing.ts";
import type { RouteInput } from "./route/route.ts";
import type { UsagePlanInput } from "./usage-plan/usage-plan.ts";

/** All that goes into each box of a request's way and what comes out, in API Gateway's order. */
export interface Boxes {
  readonly "parse-request": Box<RawRequest, ParsedRequest>;
  readonly route: Box<RouteInput, RoutedRequest>;
  readonly authorizer: Box<AuthorizerInput, AuthorizedRequest>;
  readonly "usage-plan": Box<UsagePlanInput, MeteredRequest>;
  readonly "method-request": Box<MethodRequestInput, MethodRequest>;
  /** Only where the stage's settings for the method ask for it. */
  readonly cache: Box<CacheInput, CacheAnswer>;
  /** Not where the cache had an answer, as the next. */
  readonly "integration-request": Box<IntegrationRequestInput, IntegrationRequest>;
  readonly integration: Box<IntegrationInput, IntegrationAnswer>;
  readonly "integration-response": Box<IntegrationResponseInput, MethodAnswer>;
  readonly "method-response": Box<MethodResponseInput, RawResponse>;
  /** Only of an API with a `minimumCompressionSize`. */
  readonly compression: Box<CompressionInput, RawResponse>;
  /** Only of a request that a box refused. */
  readonly "gateway-response": Box<GatewayResponseInput, RawResponse>;
}

interface Box<Input, Output> {
  readonly input: Input;
  readonly output: Output;
}

export type BoxName = keyof Boxes;

/** The boxes, as above. */
export const boxNames = [
  "parse-request",
  "route",
  "authorizer",
  "usage-plan",
  "method-request",
  "cache",
  "integration-request",
  "integration",
  "integration-response",
  "method-response",
  "compression",
  "gateway-response",
] as const satisfies readonly BoxName[];
