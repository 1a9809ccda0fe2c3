import { apiGatewayConstraints } from "./control-plane/constraints.ts";
import type { ApiGatewayContext } from "./control-plane/context.ts";
import { badRequest } from "./control-plane/errors.ts";
import { apiGatewayOperations } from "./control-plane/operations.ts";
import { type Caller, callerOf, type FindCredential } from "./data-plane/caller.ts";
import type { Tests } from "./data-plane/test-invoke/lazy.ts";
import type { Clock, Ids } from "./effects.ts";
import type { Conditions } from "./faults/conditions.ts";
import { inTransactions, underConditions } from "./faults/operation-tables.ts";
import type { Credentials, IdentityContext } from "./iam/context.ts";
import type { LambdaContext } from "./lambda/api/context.ts";
import type { InvokeLater } from "./lambda/asynchronous.ts";
import type { Invoke, InvokeStreaming } from "./lambda/invoke.ts";
import type { LogsContext } from "./logs/context.ts";
import type { LogStreams } from "./logs/logs.ts";
import { own } from "./own.ts";
import type { AwsJsonService } from "./protocol/aws-json-service.ts";
import { type ControlRequest, headerOf } from "./protocol/control-request.ts";
import { credentialScope } from "./protocol/credential-scope.ts";
import { plain } from "./protocol/plain.ts";
import { createQueryService, formOf, type QueryService } from "./protocol/query-service.ts";
import { createRestJsonService, type RestJsonService } from "./protocol/rest-json-service.ts";
import type { RawResponse } from "./raw-http.ts";
import { apiGatewaySdk } from "./sdk.ts";
import type { Store } from "./store/store.ts";

export interface ControlPlaneOptions {
  readonly accountId: string;
  readonly credentials: Credentials;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly store: Store;
  readonly findCredential: FindCredential;
  readonly tests: Tests;
  readonly conditions: Conditions;
  readonly invoke: Invoke;
  readonly invokeStreaming: InvokeStreaming;
  readonly invokeLater: InvokeLater;
  readonly logStreams: LogStreams;
  readonly endpoint: () => string;
}

type UnscopedRequest = Omit<ControlRequest, "region" | "accessKeyId">;

const DEFAULT_REGION = "us-east-1";
/** Bytes. D: a definition file has 6 MB at most; nothing else that API Gateway's control plane takes is larger. */
const LARGEST_DEFINITION = 6 * 1024 * 1024;

/**
 * Makes the function that answers every request to the five services. The signature's credential scope says which
 * service and Region is meant; an unsigned request is told by its path, in `us-east-1`.
 *
 * An SDK's schemas take tens of milliseconds to load. Those of API Gateway are there from the start; another service
 * is loaded when it is first asked for.
 */
export function createControlPlane(
  options: ControlPlaneOptions,
): (request: UnscopedRequest) => Promise<RawResponse> {
  const { store, conditions } = options;
  const apiGateway = createRestJsonService<Omit<ApiGatewayContext, "store">>({
    title: "API Gateway",
    sdk: apiGatewaySdk,
    constraints: apiGatewayConstraints,
    maximumBody: LARGEST_DEFINITION,
    // AWS answered so to an SDK that sent no body (reported in aws/aws-sdk-js#2588 and aws/aws-sdk-ruby#1080).
    missingBody: () => badRequest("Invalid request input"),
    operations: inTransactions(conditions, "apigateway", (context) => context, apiGatewayOperations, store),
    contextOf: ({ region, accessKeyId, headers }) => ({
      accountId: options.accountId,
      region,
      now: options.clock(),
      ids: options.ids,
      caller: {
        caller: callerBehind(accessKeyId, options.findCredential),
        userAgent: headerOf(headers, "user-agent"),
      },
      tests: options.tests,
    }),
  });
  const lambda = once(async (): Promise<RestJsonService> => {
    const [sdk, { lambdaConstraints }, { lambdaOperations }] = await Promise.all([
      import("@aws-sdk/client-lambda"),
      import("./lambda/api/constraints.ts"),
      import("./lambda/api/operations.ts"),
    ]);
    return createRestJsonService<LambdaContext>({
      title: "Lambda",
      sdk,
      constraints: lambdaConstraints,
      operations: underConditions(conditions, "lambda", (context) => context, lambdaOperations),
      contextOf: ({ region, requestId }) => ({
        accountId: options.accountId,
        region,
        requestId,
        now: options.clock(),
        ids: options.ids,
        store,
        invoke: options.invoke,
        invokeStreaming: options.invokeStreaming,
        invokeLater: options.invokeLater,
        endpoint: options.endpoint(),
      }),
    });
  });
  const identityContext = ({ accessKeyId, headers }: ControlRequest): Omit<IdentityContext, "store"> => ({
    accountId: options.accountId,
    now: options.clock(),
    ids: options.ids,
    credentials: options.credentials,
    accessKeyId,
    sessionToken: headerOf(headers, "x-amz-security-token"),
  });
  // IAM has no Regions.
  const globally = ({ accountId }: { readonly accountId: string }) => ({ accountId, region: "" });
  const iam = once(async (): Promise<QueryService> => {
    const [sdk, { iamOperations }] = await Promise.all([
      import("@aws-sdk/client-iam"),
      import("./iam/operations.ts"),
    ]);
    return createQueryService<Omit<IdentityContext, "store">>({
      title: "IAM",
      sdk,
      namespace: "https://iam.amazonaws.com/doc/2010-05-08/",
      operations: inTransactions(conditions, "iam", globally, iamOperations, store),
      contextOf: identityContext,
    });
  });
  const sts = once(async (): Promise<QueryService> => {
    const [sdk, { stsOperations }] = await Promise.all([
      import("@aws-sdk/client-sts"),
      import("./iam/operations.ts"),
    ]);
    return createQueryService<Omit<IdentityContext, "store">>({
      title: "STS",
      sdk,
      namespace: "https://sts.amazonaws.com/doc/2011-06-15/",
      operations: inTransactions(conditions, "sts", globally, stsOperations, store),
      contextOf: identityContext,
    });
  });
  const logs = once(async (): Promise<AwsJsonService> => {
    const [sdk, { logsConstraints }, { logsOperations }, { createAwsJsonService }] = await Promise.all([
      import("@aws-sdk/client-cloudwatch-logs"),
      import("./logs/constraints.ts"),
      import("./logs/operations.ts"),
      import("./protocol/aws-json-service.ts"),
    ]);
    return createAwsJsonService<Omit<LogsContext, "store">>({
      title: "CloudWatch Logs",
      sdk,
      target: "Logs_20140328",
      constraints: logsConstraints,
      breach: "InvalidParameterException",
      operations: inTransactions(conditions, "logs", (context) => context, logsOperations, store),
      contextOf: ({ region }) => ({
        accountId: options.accountId,
        region,
        now: options.clock(),
        streams: options.logStreams,
      }),
    });
  });
  const services: { readonly [name: string]: () => Promise<Pick<RestJsonService, "handle">> } = {
    apigateway: () => Promise.resolve(apiGateway),
    lambda,
    iam,
    sts,
    logs,
  };
  const nameByPath = async (request: UnscopedRequest): Promise<string | undefined> => {
    if (apiGateway.recognises(request)) return "apigateway";
    const target = headerOf(request.headers, "x-amz-target");
    if (target !== undefined) return TARGETS[target.split(".")[0] ?? ""];
    if ((await lambda()).recognises(request)) return "lambda";
    return QUERY_VERSIONS[isForm(request) ? (formOf(request).get("Version") ?? "") : ""];
  };
  return async (request) => {
    const scope = credentialScope(request.headers, request.rawQuery);
    const name = scope?.service ?? (await nameByPath(request));
    if (name === undefined) return plain(404, nothingAt(request));
    const service = own(services, name);
    if (service === undefined) return unknownService(name);
    return (await service()).handle({
      ...request,
      region: scope?.region ?? DEFAULT_REGION,
      accessKeyId: scope?.accessKeyId,
    });
  };
}

/** A path that is meant for a deployed API is told from the service's own by a part that is easily forgotten. */
function nothingAt({ method, rawPath }: UnscopedRequest): string {
  const nothing = `${method} ${rawPath} is nothing that this gateway has.`;
  const [, stage, path = "/"] = /^(\/restapis\/[^/]+\/[^/]+)(\/.*)?$/.exec(rawPath) ?? [];
  return stage === undefined
    ? nothing
    : `${nothing} A deployed API is called at ${stage}/_user_request_${path}`;
}

function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => {
    loading ??= load();
    return loading;
  };
}

/** D: the `Version` of a query request names its service. */
const QUERY_VERSIONS: { readonly [version: string]: string | undefined } = {
  "2010-05-08": "iam",
  "2011-06-15": "sts",
};

/** D: what stands before the operation in `X-Amz-Target`. */
const TARGETS: { readonly [target: string]: string | undefined } = { Logs_20140328: "logs" };

function isForm(request: UnscopedRequest): boolean {
  const type = headerOf(request.headers, "content-type") ?? "";
  return request.method === "GET" || type.startsWith("application/x-www-form-urlencoded");
}

function callerBehind(accessKeyId: string | undefined, findCredential: FindCredential): Caller {
  const credential = accessKeyId === undefined ? undefined : findCredential(accessKeyId);
  if (accessKeyId === undefined || credential === undefined) return { kind: "anonymous" };
  return callerOf(accessKeyId, credential);
}

function unknownService(name: string): RawResponse {
  const message = `The service ${name} is not implemented by this local gateway.`;
  return {
    status: 501,
    headers: [
      ["Content-Type", "application/json"],
      ["x-amzn-errortype", "NotImplemented"],
    ],
    // Services that name their errors in the body are told there.
    body: Buffer.from(JSON.stringify({ __type: "NotImplemented", message })),
  };
}
