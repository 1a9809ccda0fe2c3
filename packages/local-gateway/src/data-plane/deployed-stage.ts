import type {
  Authorizer,
  GatewayResponse,
  Method,
  Model,
  RequestValidator,
  RestApi,
  Stage,
} from "@aws-sdk/client-api-gateway";

/**
 * A stage and the immutable snapshot that it serves. `CreateDeployment` makes the snapshot; nothing that
 * happens to the live resources afterwards can be seen through it.
 */
export interface DeployedStage {
  readonly accountId: string;
  readonly region: string;
  readonly api: RestApi;
  readonly stage: Stage;
  /** The same object for the same deployment, so that what is compiled from it can be kept by identity. */
  readonly snapshot: DeploymentSnapshot;
  /** Whether this request is one of the canary's; undefined when the stage has no canary. */
  readonly isCanaryRequest: boolean | undefined;
  /** Milliseconds since 1970, 0 for never: what authorizers answered before is not to be used. */
  readonly authorizersFlushedAt: number;
  /** As that, of the stage's cache. */
  readonly cacheFlushedAt: number;
  /** Only custom domain names lead to the API. */
  readonly isEndpointDisabled: boolean;
  /** No stage at all: the API as it is now, which `TestInvokeMethod` and `TestInvokeAuthorizer` try. */
  readonly isTest: boolean;
  /** What a test of an authorizer adds to `$context`; empty for everybody else. */
  readonly additionalContext: Readonly<Record<string, string>>;
}

/** What an API had when the deployment was made. */
export interface DeploymentSnapshot {
  /** Undefined for the API as it is now. */
  readonly deploymentId: string | undefined;
  readonly resources: readonly DeployedResource[];
  readonly requestValidators: readonly RequestValidator[];
  readonly models: readonly Model[];
  /** The resource policy, JSON text; undefined where the API has none. */
  readonly policy: string | undefined;
  /** Those that differ from the default ones. */
  readonly gatewayResponses: readonly GatewayResponse[];
  readonly authorizers: readonly Authorizer[];
}

export interface DeployedResource {
  readonly id: string;
  /** Such as `/orders/{id}`. */
  readonly path: string;
  readonly httpMethods: readonly string[];
  /**
   * One of these in the SDK's own shape, with its integration and integration responses inside. It is the same each
   * time, and made when it is asked for first: most of a large API's methods never are.
   */
  method(httpMethod: string): Method | undefined;
}

/** What is told of a request that has found nothing; for its record only. */
export interface Missed {
  /** Why a stage serves nothing. */
  stage(restApiId: string, stageName: string): string;
  /** That the API has a route by now which the stage's deployment has not; undefined when it has none either. */
  route(restApiId: string, stageName: string, httpMethod: string, path: string): string | undefined;
}

export type FindStage = (restApiId: string, stageName: string) => DeployedStage | undefined;
