import type { FlushStageAuthorizersCacheRequest, FlushStageCacheRequest } from "@aws-sdk/client-api-gateway";
import type { Checked } from "../protocol/checked.ts";
import type { ApiGatewayContext } from "./context.ts";
import { stages } from "./records.ts";
import { findStageRecord } from "./stage.ts";

export function FlushStageCache(input: Checked<FlushStageCacheRequest>, context: ApiGatewayContext): void {
  const stage = findStageRecord(context, input.restApiId, input.stageName);
  const record = { ...stage, cacheFlushedAt: context.now };
  context.store.put(stages, [context.region, input.restApiId, stage.stageName], record);
}

export function FlushStageAuthorizersCache(
  input: Checked<FlushStageAuthorizersCacheRequest>,
  context: ApiGatewayContext,
): void {
  const stage = findStageRecord(context, input.restApiId, input.stageName);
  const record = { ...stage, authorizersFlushedAt: context.now };
  context.store.put(stages, [context.region, input.restApiId, stage.stageName], record);
}
