import type { Integration } from "@aws-sdk/client-api-gateway";
import type { RequestIds } from "../context/request-context.ts";
import { printTraceId } from "../context/trace-id.ts";
import type { DeployedStage } from "../deployed-stage.ts";
import { methodName } from "../mapping/template.ts";
import { actingAs } from "../outbound/acting.ts";
import { functionOf, withStageVariables } from "../outbound/integration-uri.ts";
import type { LambdaCall, MethodRequest } from "../passing.ts";
import { Refusal } from "../refusal.ts";

export interface LambdaCallInput {
  readonly request: MethodRequest;
  readonly stage: DeployedStage;
  readonly ids: RequestIds;
}

/** The call of the function that an integration's uri names. */
export function lambdaCall({ request, stage, ids }: LambdaCallInput, payload: string): LambdaCall {
  const { functionArn, isJson, invokedBy, timeoutMilliseconds } = knownTarget(request, stage);
  const { credentials = "" } = request.integration;
  return {
    functionArn,
    payload,
    isJson,
    requestId: ids.endpointRequestId,
    traceId: printTraceId(ids.trace),
    invokedBy: invokedBy ?? actingAs(credentials, stage.stage.variables ?? {}, request.caller),
    timeoutMilliseconds,
  };
}

/** What is the same for each call of a method in a stage. */
interface Target extends Pick<LambdaCall, "functionArn" | "timeoutMilliseconds"> {
  readonly isJson: boolean;
  /** Undefined when a role does the calling. */
  readonly invokedBy: LambdaCall["invokedBy"] | undefined;
  readonly method: string;
  readonly resourcePath: string;
  readonly apiId: string;
}

/**
 * By what users have configured, which are values: what was found for them stays right for as long as they are there.
 */
const known = new WeakMap<DeployedStage["stage"], WeakMap<Integration, Target>>();

function knownTarget(request: MethodRequest, stage: DeployedStage): Target {
  const { integration, method, resourcePath } = request;
  const ofStage = known.get(stage.stage) ?? new WeakMap<Integration, Target>();
  const before = ofStage.get(integration);
  const isSame =
    before?.method === method &&
    before.resourcePath === resourcePath &&
    before.apiId === request.context.apiId;
  if (before !== undefined && isSame) return before;
  const target = targetOf(request, stage);
  known.set(stage.stage, ofStage.set(integration, target));
  return target;
}

function targetOf(request: MethodRequest, stage: DeployedStage): Target {
  const { integration } = request;
  const uri = withStageVariables(integration.uri ?? "", stage.stage.variables ?? {});
  const called = functionOf(uri);
  if (called === undefined) {
    throw new Refusal(
      "configuration-error",
      `the integration of ${methodName(request)} has the uri "${uri}"; the local gateway calls functions only: arn:aws:apigateway:REGION:lambda:path/2015-03-31/functions/FUNCTION_ARN/invocations`,
    );
  }
  // D, response transfer mode: only proxies stream, and each mode has its uri
  const isStreamed = integration.type === "AWS_PROXY" && integration.responseTransferMode === "STREAM";
  if (called.isStreaming !== isStreamed) {
    throw new Refusal(
      "configuration-error",
      `the integration of ${methodName(request)} is of type ${integration.type} with responseTransferMode ${integration.responseTransferMode ?? "BUFFERED"}, and has the uri of the other mode: "${uri}"`,
    );
  }
  // R test_lambda_aws_proxy_integration_non_post_method; D, set up Lambda custom integrations: those too
  if (integration.httpMethod !== "POST") {
    throw new Refusal(
      "configuration-error",
      `the integration of ${methodName(request)} has the HTTP method ${integration.httpMethod}; functions are called with POST`,
      // C (quoted in many a question): Lambda answers another method 403
      { logged: "Invalid permissions on Lambda function" },
    );
  }
  return {
    functionArn: called.functionArn,
    // The event of a proxy is; what a template renders may be anything.
    isJson: integration.type === "AWS_PROXY",
    invokedBy:
      integration.credentials === undefined
        ? { kind: "api", sourceArn: sourceArn(request, stage) }
        : undefined,
    timeoutMilliseconds: integration.timeoutInMillis ?? 29_000,
    method: request.method,
    resourcePath: request.resourcePath,
    apiId: request.context.apiId,
  };
}

/** The ARN that a function's policy has to allow: `…:API/STAGE/METHOD/path`, path variables as `*`. */
function sourceArn(request: MethodRequest, { accountId, region }: DeployedStage): string {
  const { apiId, stage } = request.context;
  const path = request.resourcePath.replaceAll(/\{[^}]*\}/g, "*");
  return `arn:aws:execute-api:${region}:${accountId}:${apiId}/${stage}/${request.method}${path}`;
}
