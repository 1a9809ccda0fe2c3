import { memberOf } from "../../json-object.ts";
import { identitySources, identityValue } from "../authorizer/identity-source.ts";
import { masking } from "../context/masking.ts";
import { requestContext } from "../context/request-context.ts";
import type { DeployedStage } from "../deployed-stage.ts";
import type { RoutedRequest } from "../passing.ts";
import { asRefusal } from "../refusal.ts";
import { boxOf, outputOf } from "../request-record.ts";
import { authorizerLines, completed, unauthorizedRequest, usingPolicyOf } from "./authorizer-log.ts";
import { executionFailure } from "./execution-failure.ts";
import type { Execution } from "./execution-log.ts";
import { type LogLine, line } from "./execution-log-line.ts";

/** What the authorizer has to say in a stage's log; without a function or a user pool only that it refused. */
export function authorizerBox(
  request: RoutedRequest,
  stage: DeployedStage,
  execution: Execution,
): readonly LogLine[] {
  const { ids, boxes, calls } = execution;
  const box = boxOf(boxes, "authorizer");
  if (box === undefined) return [];
  const at = box.startedAt + box.milliseconds;
  const refusal = box.outcome.kind === "refused" ? asRefusal(box.outcome.error) : undefined;
  const { authorizerId } = request.methodSettings;
  const authorizer = stage.snapshot.authorizers?.find(({ id }) => id === authorizerId);
  if (authorizer === undefined) {
    return refusal === undefined ? [] : [line(at, executionFailure(refusal, request.contentType), "error")];
  }
  const identity = identityOf(authorizer.identitySource, request, stage, execution);
  const asked = authorizerLines({ authorizer, stage, ids, identity, calls });
  const principalId = principalOf(execution);
  const policy = principalId === undefined ? [] : [line(at, usingPolicyOf(principalId), "data")];
  if (refusal === undefined) return [...asked, ...policy, line(at, completed)];
  switch (refusal.kind) {
    case "unauthorized":
    case "token-expired":
      return [...asked, line(at, unauthorizedRequest(ids), "error")];
    case "access-denied":
      return [...asked, ...policy, line(at, completed), line(at, denied, "error")];
    default:
      return [...asked, line(at, executionFailure(refusal, request.contentType), "error")];
  }
}

/** C, blog "Troubleshooting Amazon API Gateway with enhanced observability variables". */
export const denied = "The client is not authorized to perform this operation.";

/** What the usage plan has to say in a stage's log (D, re:Post "How can I use Amazon API Gateway logs"). */
export function usagePlanBox(request: RoutedRequest, execution: Execution): readonly LogLine[] {
  const { ids, boxes, response } = execution;
  const box = boxOf(boxes, "usage-plan");
  if (box === undefined) return [];
  const { requestId } = ids;
  const at = box.startedAt;
  const { restApiId, stageName } = request.raw;
  const place = `${restApiId}/${stageName}`;
  const metered = outputOf(boxes, "usage-plan");
  const key = masking(metered?.apiKey?.value ?? "");
  const verifying = line(
    at,
    `Verifying Usage Plan for request: ${requestId}. API Key: ${key} API Stage: ${place}`,
  );
  if (box.outcome.kind === "refused") {
    const failure = executionFailure(asRefusal(box.outcome.error), request.contentType);
    return [
      verifying,
      line(at, failure, "error"),
      line(at, `Method completed with status: ${response.status}`),
    ];
  }
  const method = `${request.methodSettings.httpMethod ?? request.method} ${request.resourcePath}`;
  const keyless = `API Key  authorized because method '${method}' does not require API Key. Request will not contribute to throttle or quota limits`;
  return [
    verifying,
    ...(metered?.apiKey === undefined ? [line(at, keyless)] : []),
    line(at, `Usage Plan check succeeded for API Key ${key} and API Stage ${place}`),
  ];
}

function identityOf(
  identitySource: string | undefined,
  request: RoutedRequest,
  stage: DeployedStage,
  { ids }: Execution,
): readonly string[] {
  const context = requestContext(
    { ...request, caller: { kind: "anonymous" }, apiKey: undefined },
    stage,
    ids,
  );
  const stageVariables = stage.stage.variables ?? {};
  return identitySources(identitySource).map(
    (source) => identityValue(source, { request, context, stageVariables }) ?? "",
  );
}

/** Whom a Lambda authorizer named; undefined where none did, or where a kept answer denied. */
function principalOf({ boxes, calls }: Execution): string | undefined {
  const caller = outputOf(boxes, "authorizer")?.caller;
  if (caller !== undefined) return caller.kind === "lambda" ? caller.principalId : undefined;
  const call = calls.find(({ box }) => box === "authorizer");
  const box = boxOf(boxes, "authorizer");
  if (call === undefined || box?.outcome.kind !== "refused") return undefined;
  if (asRefusal(box.outcome.error).kind !== "access-denied") return undefined;
  const principalId = memberOf(JSON.parse(call.result.payload), "principalId");
  return typeof principalId === "string" ? principalId : undefined;
}
