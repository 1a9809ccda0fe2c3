import { actingAs } from "./acting.ts";
import type { DeployedStage } from "./deployed-stage.ts";
import { functionOf, withStageVariables } from "./integration-uri.ts";
import type { LambdaCall, MethodRequest } from "./passing.ts";
import { Refusal } from "./refusal.ts";
import type { RequestIds } from "./request-context.ts";
import { methodName } from "./template.ts";
import { printTraceId } from "./trace-id.ts";

export interface LambdaCallInput {
  readonly request: MethodRequest;
  readonly stage: DeployedStage;
  readonly ids: RequestIds;
}

/** The call of the function that an integration's uri names. */
export function lambdaCall({ request, stage, ids }: LambdaCallInput, payload: string): LambdaCall {
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
  // R test_lambda_aws_proxy_integration_non_post_method
  if (integration.type === "AWS_PROXY" && integration.httpMethod !== "POST") {
    throw new Refusal(
      "configuration-error",
      `the integration of ${methodName(request)} has the HTTP method ${integration.httpMethod}; functions are called with POST`,
    );
  }
  return {
    functionArn: called.functionArn,
    payload,
    requestId: ids.endpointRequestId,
    traceId: printTraceId(ids.trace),
    invokedBy:
      integration.credentials === undefined
        ? { kind: "api", sourceArn: sourceArn(request, stage) }
        : actingAs(integration.credentials, stage.stage.variables ?? {}, request.caller),
    timeoutMilliseconds: integration.timeoutInMillis ?? 29_000,
  };
}

/** The ARN that a function's policy has to allow: `…:API/STAGE/METHOD/path`, path variables as `*`. */
function sourceArn(request: MethodRequest, { accountId, region }: DeployedStage): string {
  const { apiId, stage } = request.context;
  const path = request.resourcePath.replaceAll(/\{[^}]*\}/g, "*");
  return `arn:aws:execute-api:${region}:${accountId}:${apiId}/${stage}/${request.method}${path}`;
}
