import type { RawRequest, RawResponse } from "../raw-http.ts";
import type { AuthorizerInput } from "./authorizer/index.ts";
import type { RequestIds } from "./context/request-context.ts";
import type { DeployedStage } from "./deployed-stage.ts";
import type { IntegrationRequestInput } from "./integration-request/integration-request.ts";
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
import type { Refusal } from "./refusal.ts";
import type { UsagePlanInput } from "./usage-plan/usage-plan.ts";

/** What goes into each box of a request's way and what comes out, in API Gateway's order. */
export interface Boxes {
  readonly "parse-request": { readonly input: RawRequest; readonly output: ParsedRequest };
  readonly route: { readonly input: { readonly request: ParsedRequest }; readonly output: RoutedRequest };
  readonly authorizer: { readonly input: AuthorizerInput; readonly output: AuthorizedRequest };
  readonly "usage-plan": { readonly input: UsagePlanInput; readonly output: MeteredRequest };
  readonly "method-request": {
    readonly input: {
      readonly request: MeteredRequest;
      readonly stage: DeployedStage;
      readonly ids: RequestIds;
    };
    readonly output: MethodRequest;
  };
  readonly cache: {
    readonly input: { readonly key: string; readonly isInvalidated: boolean };
    /** Undefined when nothing was kept. */
    readonly output: IntegrationAnswer | undefined;
  };
  readonly "integration-request": {
    readonly input: IntegrationRequestInput;
    readonly output: IntegrationRequest;
  };
  readonly integration: { readonly input: IntegrationRequest; readonly output: IntegrationAnswer };
  readonly "integration-response": {
    readonly input: { readonly answer: IntegrationAnswer };
    readonly output: MethodAnswer;
  };
  readonly "method-response": {
    readonly input: { readonly answer: MethodAnswer };
    readonly output: RawResponse;
  };
  /** Only of a request that a box refused. */
  readonly "gateway-response": { readonly input: Refusal; readonly output: RawResponse };
  readonly compression: {
    readonly input: { readonly response: RawResponse };
    readonly output: RawResponse;
  };
}

export type BoxName = keyof Boxes;
