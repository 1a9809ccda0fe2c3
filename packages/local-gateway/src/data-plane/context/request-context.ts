import type { Caller } from "../caller.ts";
import type { DeployedStage } from "../deployed-stage.ts";
import type { MeteredRequest } from "../passing.ts";
import { perSecond } from "./per-second.ts";
import type { TraceId } from "./trace-id.ts";

/** What identifies a request: made up once, when it arrives. */
export interface RequestIds {
  readonly requestId: string;
  readonly extendedRequestId: string;
  /**
   * What the integration's function knows the request by: Lambda has ids of its own (R
   * test_apigw_test_invoke_method_api).
   */
  readonly endpointRequestId: string;
  readonly trace: TraceId;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
}

/** `$context`, which is also the `requestContext` of a Lambda proxy event (R test_lambda_aws_proxy_integration). */
export interface RequestContext {
  readonly accountId: string;
  readonly apiId: string;
  /** What the authorizer said of the caller; absent when none was asked. */
  readonly authorizer?: Readonly<Record<string, unknown>>;
  /** Of the service that has answered; absent before. */
  readonly awsEndpointRequestId?: string;
  /** Absent from a test. */
  readonly deploymentId?: string;
  readonly domainName: string;
  readonly domainPrefix: string;
  readonly extendedRequestId: string;
  readonly httpMethod: string;
  readonly identity: Readonly<Record<IdentityMember, string | null>> & {
    /** Where the method needs an API key. */
    readonly apiKey?: string;
    readonly apiKeyId?: string;
  };
  /** Only in stages that have a canary (R test_invoking_canary_deployment). */
  readonly isCanaryRequest?: boolean;
  /**
   * The method's, which a definition has as `operationId`; absent without one (aws/aws-lambda-go#224,
   * mousabaker/aws-lambda-typing#72).
   */
  readonly operationName?: string;
  /** With the stage, or with the base path of a custom domain name. */
  readonly path: string;
  readonly protocol: string;
  readonly requestId: string;
  /** Such as `10/Mar/2020:00:03:59 +0000`. */
  readonly requestTime: string;
  /** Milliseconds since 1970. */
  readonly requestTimeEpoch: number;
  readonly resourceId: string;
  readonly resourcePath: string;
  readonly stage: string;
}

type IdentityMember =
  | "accessKey"
  | "accountId"
  | "caller"
  | "cognitoAuthenticationProvider"
  | "cognitoAuthenticationType"
  | "cognitoIdentityId"
  | "cognitoIdentityPoolId"
  | "principalOrgId"
  | "sourceIp"
  | "user"
  | "userAgent"
  | "userArn";

export function requestContext(
  request: MeteredRequest,
  { accountId, api, stage, snapshot, isCanaryRequest }: DeployedStage,
  ids: RequestIds,
): RequestContext {
  const { raw, caller, apiKey } = request;
  const { operationName } = request.methodSettings;
  const iam = caller.kind === "iam" ? caller : undefined;
  return {
    accountId,
    apiId: api.id ?? raw.restApiId,
    ...authorizerMember(caller),
    ...(snapshot.deploymentId === undefined ? undefined : { deploymentId: snapshot.deploymentId }),
    domainName: raw.host,
    // An execute-api host begins with the API's id; a loopback address stands for that host.
    domainPrefix: raw.basePath === undefined ? raw.restApiId : (raw.host.split(".")[0] ?? ""),
    extendedRequestId: ids.extendedRequestId,
    httpMethod: request.method,
    identity: {
      accessKey: iam?.accessKey ?? null,
      accountId: iam?.accountId ?? null,
      ...(apiKey && { apiKey: apiKey.value, apiKeyId: apiKey.id }),
      caller: iam?.caller ?? null,
      cognitoAuthenticationProvider: null,
      cognitoAuthenticationType: null,
      cognitoIdentityId: null,
      cognitoIdentityPoolId: null,
      principalOrgId: null,
      sourceIp: raw.sourceIp,
      user: iam?.user ?? null,
      userAgent: raw.userAgent ?? null,
      userArn: iam?.userArn ?? null,
    },
    ...(isCanaryRequest === undefined ? undefined : { isCanaryRequest }),
    ...(operationName ? { operationName } : undefined),
    path: `${raw.basePath ?? `/${stage.stageName ?? raw.stageName}`}${raw.rawPath}`,
    protocol: "HTTP/1.1",
    requestId: ids.requestId,
    requestTime: commonLogTime(ids.receivedAt),
    requestTimeEpoch: ids.receivedAt,
    resourceId: request.resourceId,
    resourcePath: request.resourcePath,
    stage: stage.stageName ?? raw.stageName,
  };
}

/** `$context.authorizer`: the values of a Lambda authorizer's context, or the claims of a user pool's token. */
function authorizerMember(caller: Caller): Pick<RequestContext, "authorizer"> | undefined {
  switch (caller.kind) {
    case "anonymous":
    case "iam":
      return undefined;
    case "lambda": {
      const { context, principalId, integrationLatency } = caller;
      return { authorizer: { ...context, principalId, integrationLatency } };
    }
    case "cognito":
      return { authorizer: { claims: caller.claims } };
  }
}

const commonLogTime = perSecond((second) => {
  const [, day, month, year, clock] =
    /^\w+, (\d+) (\w+) (\d+) ([\d:]+) GMT$/.exec(new Date(second * 1000).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${clock} +0000`;
});
