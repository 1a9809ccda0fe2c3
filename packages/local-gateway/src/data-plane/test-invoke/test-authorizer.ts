import type { Authorizer } from "@aws-sdk/client-api-gateway";
import { byUserPool } from "../authorizer/cognito.ts";
import { identitySources, identityValue } from "../authorizer/identity-source.ts";
import { byLambdaAuthorizer } from "../authorizer/lambda.ts";
import { withAdditional } from "../context/additional-context.ts";
import type { RequestIds } from "../context/request-context.ts";
import { requestContext } from "../context/request-context.ts";
import { parseRequest } from "../front-door/parse-request.ts";
import { identify } from "../front-door/request-ids.ts";
import { defaultResponses } from "../gateway-response/default-responses.ts";
import type { DataPlaneOptions } from "../index.ts";
import { authorizerLines, completed, unauthorizedRequest, usingPolicyOf } from "../log/authorizer-log.ts";
import { executionFailure } from "../log/execution-failure.ts";
import { type LogLine, line } from "../log/execution-log-line.ts";
import { noting } from "../notes.ts";
import { outboundOf } from "../outbound/outbound.ts";
import type { RoutedRequest } from "../passing.ts";
import { asRefusal } from "../refusal.ts";
import type { CallRecord } from "../request-record.ts";
import { printLog, type SimulatedRequest, simulated } from "./test-invoke.ts";

export interface AuthorizerTest extends SimulatedRequest {
  readonly authorizer: Authorizer;
}

export interface AuthorizerTestResult {
  /** The status that a caller would be refused with; 0 when the authorizer did its work, whatever it said. */
  readonly clientStatus: number;
  readonly log: string;
  /** Milliseconds. */
  readonly latency: number;
  readonly principalId?: string;
  /** JSON text. */
  readonly policy?: string;
  readonly claims?: Readonly<Record<string, string>>;
}

export type TestAuthorizer = (test: AuthorizerTest) => Promise<AuthorizerTestResult>;

/** Asks an authorizer, as it is now, who a request is from; what it answers is not kept. */
export function createTestAuthorizer(options: DataPlaneOptions): TestAuthorizer {
  const { clock } = options;
  return async (test) => {
    const ids = identify({ headers: [], requestId: options.ids.uuid() }, options);
    const calls: CallRecord[] = [];
    const request = requestOf(test, ids.requestId);
    const answer = async (): Promise<Answer> => {
      try {
        return test.authorizer.type === "COGNITO_USER_POOLS"
          ? await askUserPool(test, request, ids, options)
          : await askFunction(test, request, ids, calls, options);
      } catch (failure) {
        const refusal = asRefusal(failure);
        const said =
          refusal.kind === "unauthorized" || refusal.kind === "token-expired"
            ? unauthorizedRequest(ids)
            : executionFailure(refusal, request.contentType);
        return { clientStatus: defaultResponses[refusal.kind].status, said };
      }
    };
    const { said, ...result } = await answer();
    const endedAt = clock();
    const lines: readonly LogLine[] = [
      ...authorizerLines({ ...test, ids, identity: identityOf(test, request, ids), calls }),
      line(endedAt, said),
      ...(result.clientStatus === 0 ? [line(endedAt, completed)] : []),
    ];
    return { ...result, log: printLog(ids.requestId, lines), latency: endedAt - ids.receivedAt };
  };
}

type Answer = Omit<AuthorizerTestResult, "log" | "latency"> & {
  /** The last word of the log. */
  readonly said: string;
};

async function askFunction(
  { stage, authorizer }: AuthorizerTest,
  request: RoutedRequest,
  ids: RequestIds,
  calls: CallRecord[],
  options: DataPlaneOptions,
): Promise<Answer> {
  const { clock } = options;
  const functions = noting(outboundOf(options), "authorizer", { calls, clock });
  const cache = { get: () => undefined, put: () => {} };
  const input = { request, stage, ids, authorizer, functions, cache, clock };
  const { principalId } = (await byLambdaAuthorizer(input)).caller;
  return {
    clientStatus: 0,
    principalId,
    policy: policyIn(calls[0]?.result.payload ?? "{}"),
    said: usingPolicyOf(principalId),
  };
}

async function askUserPool(
  { authorizer }: AuthorizerTest,
  request: RoutedRequest,
  ids: RequestIds,
  { verifyToken }: DataPlaneOptions,
): Promise<Answer> {
  const { claims } = await byUserPool(request, authorizer, ids.receivedAt, verifyToken);
  return { clientStatus: 0, claims, said: "Using valid token" };
}

/** C: the request that a REQUEST authorizer sees of a test. */
function requestOf(test: AuthorizerTest, requestId: string): RoutedRequest {
  return {
    ...parseRequest(simulated(test, { method: "GET", defaultPath: "/", requestId })),
    resourceId: "test-invoke-resource-id",
    resourcePath: "/",
    pathParameters: {},
    methodSettings: { httpMethod: "GET" },
    integration: {},
  };
}

function identityOf(
  { authorizer, stage, caller }: AuthorizerTest,
  request: RoutedRequest,
  ids: RequestIds,
): readonly string[] {
  const context = withAdditional(
    requestContext({ ...request, caller, apiKey: undefined }, stage, ids),
    stage.additionalContext,
  );
  const stageVariables = stage.stage.variables ?? {};
  return identitySources(authorizer.identitySource).map(
    (source) => identityValue(source, { request, context, stageVariables }) ?? "",
  );
}

function policyIn(payload: string): string {
  const answer: unknown = JSON.parse(payload);
  const document: unknown =
    typeof answer === "object" && answer !== null ? Reflect.get(answer, "policyDocument") : undefined;
  return typeof document === "string" ? document : JSON.stringify(document);
}
