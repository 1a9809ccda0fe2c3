import type { FlushStageAuthorizersCacheRequest, FlushStageCacheRequest } from "@aws-sdk/client-api-gateway";
import type { Checked } from "../protocol/checked.ts";
import type { ApiGatewayContext } from "./context.ts";
import { stages } from "./records.ts";
import { findStageRecord } from "./stage.ts";

/** There is no cache of answers here, so only the stage must be there. */
export function FlushStageCache(input: Checked<FlushStageCacheRequest>, context: ApiGatewayContext): void {
  findStageRecord(context, input.restApiId, input.stageName);
}

export function FlushStageAuthorizersCache(
  input: Checked<FlushStageAuthorizersCacheRequest>,
  context: ApiGatewayContext,
): void {
  const stage = findStageRecord(context, input.restApiId, input.stageName);
  const record = { ...stage, authorizersFlushedAt: context.now };
  context.store.put(stages, [context.region, input.restApiId, stage.stageName], record);
}
