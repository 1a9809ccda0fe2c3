import type { DeployedStage } from "../deployed-stage.ts";
import { wireError } from "../gateway-response/gateway-response.ts";
import { methodSettingOf } from "../method-setting.ts";
import type { ReachedRequest } from "../passing.ts";
import { outputOf } from "../request-record.ts";
import { executionFailure } from "./execution-failure.ts";
import { type Execution, executionLog } from "./execution-log.ts";
import { type LogLine, line } from "./execution-log-line.ts";

/** Where a stage's execution log goes, and its lines for one request. */
export interface StageLog {
  readonly region: string;
  readonly group: string;
  readonly lines: readonly LogLine[];
}

/**
 * The execution log of a request to a stage that has one: all lines at the level INFO, but those with data only when
 * data tracing is on, and what failed alone at the level ERROR (D, set up CloudWatch logging for REST APIs; the lines
 * that a test has not as people quote them).
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
  const lines = linesOf(request, execution)
    .filter(({ kind }) => kind === "error" || loggingLevel === "INFO")
    .filter(({ kind }) => kind !== "data" || dataTraceEnabled);
  return {
    region: stage.region,
    group: `API-Gateway-Execution-Logs_${restApiId}/${stageName}`,
    lines: lines.map(({ text, ...rest }) => ({ ...rest, text: `(${requestId}) ${text}` })),
  };
}

function linesOf(request: ReachedRequest, execution: Execution): readonly LogLine[] {
  const { ids, boxes, refusal, response, endedAt } = execution;
  const { receivedAt: at, extendedRequestId, requestId } = ids;
  const first = line(at, `Extended Request Id: ${extendedRequestId}`);
  const place = `API Stage ${request.raw.restApiId}/${request.raw.stageName}`;
  const last =
    refusal === undefined
      ? []
      : [
          line(
            endedAt,
            `Gateway response type: ${wireError(refusal).responseType} with status code: ${response.status}`,
            "error",
          ),
        ];
  const metered = outputOf(boxes, "usage-plan");
  if (metered === undefined) {
    const why =
      refusal === undefined ? [] : [line(at, executionFailure(refusal, request.contentType), "error")];
    return [first, ...why, ...last];
  }
  const key = metered.apiKey?.id ?? "";
  return [
    first,
    line(
      at,
      `Verifying Usage Plan for request: ${requestId}. API Key: ${key} ${place.replace("Stage ", "Stage: ")}`,
    ),
    line(at, `Usage Plan check succeeded for API Key ${key} and ${place}`),
    ...executionLog(execution),
    ...last,
  ];
}
