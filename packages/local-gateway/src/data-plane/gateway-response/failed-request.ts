import { type RequestContext, type RequestIds, requestContext } from "../context/request-context.ts";
import type { DeployedStage } from "../deployed-stage.ts";
import type { ReachedRequest } from "../passing.ts";
import type { FailedRequest } from "./gateway-response.ts";

/** What a gateway response may say of a request that failed: as much as was known of it by then. */
export function failedRequest(request: ReachedRequest, stage: DeployedStage, ids: RequestIds): FailedRequest {
  return {
    stage,
    request: { ...request, pathParameters: "pathParameters" in request ? request.pathParameters : {} },
    context: contextOf(request, stage, ids),
  };
}

function contextOf(request: ReachedRequest, stage: DeployedStage, ids: RequestIds): RequestContext {
  if ("context" in request) return request.context;
  const known = {
    resourceId: "",
    resourcePath: "",
    pathParameters: {},
    methodSettings: {},
    integration: {},
    caller: { kind: "anonymous" },
    apiKey: undefined,
    ...request,
  } as const;
  return requestContext(known, stage, ids);
}
