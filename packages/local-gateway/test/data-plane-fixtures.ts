import type { Integration, Method, RequestValidator, Resource } from "@aws-sdk/client-api-gateway";
import type { RequestIds } from "../src/data-plane/context/request-context.ts";
import { requestContext } from "../src/data-plane/context/request-context.ts";
import type { DeployedResource, DeployedStage } from "../src/data-plane/deployed-stage.ts";
import type { DataPlaneOptions } from "../src/data-plane/index.ts";
import type { MethodRequest, ParsedRequest } from "../src/data-plane/passing.ts";
import { systemAfter } from "../src/lambda/timers.ts";
import { own } from "../src/own.ts";
import { unpaced } from "../src/paced-stream.ts";
import type { RawHeader, RawRequest } from "../src/raw-http.ts";

/** Thursday, 14 November 2024, 15:16:17 UTC. */
export const now = Date.UTC(2024, 10, 14, 15, 16, 17);

export const ids: RequestIds = {
  requestId: "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
  endpointRequestId: "c6af6139-7b61-11e6-9a41-93e8deadbeef",
  extendedRequestId: "JKJaXmPLvHcESHA=",
  trace: { root: "1-67360f41-0123456789abcdef01234567", parent: "0123456789abcdef", sampled: "0" },
  receivedAt: now,
};

export const functionArn = "arn:aws:lambda:us-east-1:123456789012:function:Hello";

export const functionUri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`;

export function rawRequest(method: string, target: string, change: Partial<RawRequest> = {}): RawRequest {
  const [path = "", ...query] = target.split("?");
  return {
    method,
    rawPath: path,
    urlPath: `/restapis/abcdefghij/test/_user_request_${path}`,
    rawQuery: query.join("?"),
    headers: [
      ["Host", "127.0.0.1:4566"],
      ["User-Agent", "test/integration"],
    ],
    body: new Uint8Array(),
    sourceIp: "203.0.113.7",
    host: "127.0.0.1:4566",
    restApiId: "abcdefghij",
    stageName: "test",
    sourceVpce: undefined,
    basePath: undefined,
    basePathMatched: undefined,
    requestId: ids.requestId,
    userAgent: "test/integration",
    ...change,
  };
}

export function withBody(body: string, headers: readonly RawHeader[] = []): Partial<RawRequest> {
  return { body: new TextEncoder().encode(body), headers };
}

export function stage(
  resources: readonly Resource[] = [],
  options: {
    readonly variables?: Record<string, string>;
    readonly binaryMediaTypes?: string[];
    readonly requestValidators?: readonly RequestValidator[];
  } = {},
): DeployedStage {
  const { variables, binaryMediaTypes, requestValidators = [] } = options;
  return {
    accountId: "123456789012",
    region: "us-east-1",
    api: { id: "abcdefghij", ...(binaryMediaTypes ? { binaryMediaTypes } : {}) },
    stage: { stageName: "test", deploymentId: "dep123", ...(variables ? { variables } : {}) },
    snapshot: {
      deploymentId: "dep123",
      resources: resources.map(deployedResource),
      requestValidators,
      models: [],
      policy: undefined,
      gatewayResponses: [],
      authorizers: [],
    },
    isCanaryRequest: undefined,
    authorizersFlushedAt: 0,
    cacheFlushedAt: 0,
    isEndpointDisabled: false,
    isTest: false,
    additionalContext: {},
  };
}

export function deployedResource({ id = "", path = "/", resourceMethods = {} }: Resource): DeployedResource {
  return {
    id,
    path,
    httpMethods: Object.keys(resourceMethods),
    method: (httpMethod) => own(resourceMethods, httpMethod),
  };
}

export function resource(
  path: string,
  httpMethod: string,
  integration: Integration,
  method: Method = {},
): Resource {
  const statuses = Object.keys(integration.integrationResponses ?? {});
  return {
    id: "res123",
    path,
    resourceMethods: {
      [httpMethod]: {
        authorizationType: "NONE",
        methodResponses: Object.fromEntries(statuses.map((statusCode) => [statusCode, { statusCode }])),
        ...method,
        methodIntegration: integration,
      },
    },
  };
}

/** A data plane with one stage, which nothing else stands behind. */
export function dataPlaneOptions(found: DeployedStage): DataPlaneOptions {
  return {
    findStage: (api, name) => (api === "abcdefghij" && name === "test" ? found : undefined),
    missed: { stage: () => "there is no such stage", route: () => undefined },
    invoke: () => Promise.reject(new Error("no function is invoked")),
    mayInvoke: () => true,
    mayAct: () => "allowed",
    invokeLater: () => Promise.reject(new Error("no function is invoked later")),
    invokeStreaming: () => Promise.reject(new Error("no function streams")),
    pace: unpaced,
    findVpcLink: () => undefined,
    callService: () => Promise.reject(new Error("no service is called")),
    callEndpoint: () => Promise.reject(new Error("no endpoint is called")),
    credentials: () => undefined,
    verifyToken: async () => ({ kind: "invalid", reason: "there are no user pools" }),
    apiKeys: {
      find: () => ({ kind: "none", reason: "there are no API keys" }),
      use: async () => false,
    },
    clock: () => now,
    after: systemAfter,
    ids: { uuid: () => "uuid", bytes: (length) => new Uint8Array(length) },
    accessLog: () => {
      throw new Error("no stage has an access log");
    },
    executionLog: () => {},
    record: () => {},
  };
}

/** A method request as the boxes before it would make it. */
export function methodRequest(
  integration: Integration,
  change: Partial<ParsedRequest> & {
    readonly pathParameters?: Record<string, string>;
    readonly resourcePath?: string;
    readonly deployed?: DeployedStage;
  } = {},
): MethodRequest {
  const { deployed = stage(), ...rest } = change;
  const authorized = {
    raw: rawRequest("GET", "/a"),
    method: "GET",
    path: "/a",
    headers: [],
    query: new Map<string, string[]>(),
    body: new Uint8Array(),
    contentType: "application/json",
    resourceId: "res123",
    resourcePath: "/a",
    pathParameters: {},
    methodSettings: {},
    integration,
    caller: { kind: "anonymous" } as const,
    apiKey: undefined,
    ...rest,
  };
  return { ...authorized, context: requestContext(authorized, deployed, ids) };
}
