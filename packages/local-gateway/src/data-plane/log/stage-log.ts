import { masking } from "../context/masking.ts";
import type { DeployedStage } from "../deployed-stage.ts";
import { wireError } from "../gateway-response/gateway-response.ts";
import { methodSettingOf } from "../method-setting.ts";
import type { ReachedRequest, RoutedRequest } from "../passing.ts";
import { outputOf } from "../request-record.ts";
import { secretsOf } from "../secrets.ts";
import { authorizerBox, usagePlanBox } from "./before-execution.ts";
import { groupsOf } from "./canary-groups.ts";
import { type Execution, executionLog } from "./execution-log.ts";
import { cut, type LogLine, line } from "./execution-log-line.ts";

/** Where a stage's execution log goes, and its lines for one request. */
export interface StageLog {
  readonly region: string;
  /** The log groups that get each line. */
  readonly groups: readonly string[];
  readonly lines: readonly LogLine[];
}

/**
 * The execution log of a request to a stage that has one: all lines at the level INFO, but those with data only when
 * data tracing is on, and what failed alone at the level ERROR (D, set up CloudWatch logging for REST APIs; the lines
 * that a test has not as people quote them). What is secret in the request is masked wherever it stands.
 */
export function stageLog(
  request: ReachedRequest,
  stage: DeployedStage,
  execution: Execution,
): StageLog | undefined {
  if (!("resourcePath" in request)) return undefined;
  const { loggingLevel = "OFF", dataTraceEnabled = false } = methodSettingOf(request, stage) ?? {};
  if (loggingLevel === "OFF") return undefined;
  const { restApiId, stageName } = request.raw;
  const { requestId } = execution.ids;
  const secrets = secretsOf({ ...execution, request: request.raw });
  const lines = linesOf(request, stage, execution)
    .filter(({ kind }) => kind === "error" || loggingLevel === "INFO")
    .filter(({ kind }) => kind !== "data" || dataTraceEnabled);
  return {
    region: stage.region,
    groups: groupsOf(`API-Gateway-Execution-Logs_${restApiId}/${stageName}`, stage.isCanaryRequest),
    lines: lines.map(({ text, ...rest }) => ({
      ...rest,
      text: `(${requestId}) ${cut(secrets.hidden(text, masking))}`,
    })),
  };
}

function linesOf(request: RoutedRequest, stage: DeployedStage, execution: Execution): readonly LogLine[] {
  const { ids, boxes } = execution;
  return [
    line(ids.receivedAt, `Extended Request Id: ${ids.extendedRequestId}`),
    ...authorizerBox(request, stage, execution),
    ...usagePlanBox(request, execution),
    ...(outputOf(boxes, "usage-plan") === undefined ? [] : executionLog(execution)),
    ...endpointId(execution),
    ...gatewayResponseLine(execution),
  ];
}

/** C, as people quote it: of a function that answered. */
function endpointId({ calls, endedAt }: Execution): readonly LogLine[] {
  const call = calls.find(({ box }) => box === "integration");
  if (call === undefined) return [];
  return [line(endedAt, `AWS Integration Endpoint RequestId : ${call.invocation.requestId}`)];
}

function gatewayResponseLine({ refusal, response, endedAt }: Execution): readonly LogLine[] {
  if (refusal === undefined) return [];
  const { responseType } = wireError(refusal);
  return [
    line(endedAt, `Gateway response type: ${responseType} with status code: ${response.status}`, "error"),
  ];
}
