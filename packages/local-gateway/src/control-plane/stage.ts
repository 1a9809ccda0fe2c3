import type {
  CreateDeploymentRequest,
  CreateStageRequest,
  DeleteStageRequest,
  GetStageRequest,
  GetStagesRequest,
  Stage,
  Stages,
  UpdateStageRequest,
} from "@aws-sdk/client-api-gateway";
import type { Checked } from "../protocol/checked.ts";
import type { ApiGatewayContext } from "./context.ts";
import { findDocumentationVersion } from "./documentation-version.ts";
import { badRequest, conflict, notFound } from "./errors.ts";
import { applyPatch } from "./patch.ts";
import { deployments, restApis, type StageRecord, stages } from "./records.ts";
import { findRestApi } from "./rest-api.ts";
import { stagePatch } from "./stage-patch.ts";
import { checkStageVariables } from "./stage-variable.ts";
import { leaveUsagePlans } from "./usage-plan.ts";

/** R: which members an answer has (test_update_stage_remove_wildcard, test_create_update_stages). */
export function CreateStage(input: Checked<CreateStageRequest>, context: ApiGatewayContext): Stage {
  const { id } = findRestApi(context, input.restApiId);
  if (context.store.get(stages, context.region, id, input.stageName) !== undefined) {
    throw conflict("Stage already exists");
  }
  checkDeployment(context, id, input.deploymentId);
  if (input.canarySettings?.deploymentId !== undefined) {
    checkDeployment(context, id, input.canarySettings.deploymentId);
  }
  checkDocumentationVersion(context, id, input.documentationVersion);
  return write(context, id, {
    ...newStage(context, input.stageName, input.deploymentId),
    cacheClusterEnabled: input.cacheClusterEnabled ?? false,
    cacheClusterSize: cacheSizeOf(input.cacheClusterEnabled ?? false, input.cacheClusterSize),
    tracingEnabled: input.tracingEnabled ?? false,
    tags: input.tags ?? {},
    description: input.description === "" ? undefined : input.description,
    documentationVersion: input.documentationVersion,
    variables: input.variables,
    canarySettings: input.canarySettings && {
      percentTraffic: 0,
      useStageCache: false,
      ...input.canarySettings,
    },
  });
}

export function GetStage(input: Checked<GetStageRequest>, context: ApiGatewayContext): Stage {
  return toStage(findStageRecord(context, input.restApiId, input.stageName));
}

export function GetStages(input: Checked<GetStagesRequest>, context: ApiGatewayContext): Stages {
  const { id } = findRestApi(context, input.restApiId);
  const all = context.store.list(stages, context.region, id);
  const wanted = all.filter(
    (stage) => input.deploymentId === undefined || stage.deploymentId === input.deploymentId,
  );
  return { item: wanted.map(toStage) };
}

export function UpdateStage(input: Checked<UpdateStageRequest>, context: ApiGatewayContext): Stage {
  const before = findStageRecord(context, input.restApiId, input.stageName);
  const table = stagePatch((id) => checkDeployment(context, input.restApiId, id));
  const record = applyPatch(table, before, input.patchOperations);
  checkDocumentationVersion(context, input.restApiId, record.documentationVersion);
  return write(context, input.restApiId, { ...record, lastUpdatedDate: context.now });
}

export function DeleteStage(input: Checked<DeleteStageRequest>, context: ApiGatewayContext): void {
  const { stageName } = findStageRecord(context, input.restApiId, input.stageName);
  context.store.delete(stages, context.region, input.restApiId, stageName);
  leaveUsagePlans(context, input.restApiId, stageName);
}

/** What CreateDeployment does to the stage that it names: make it, move it, or give it a canary. */
export function deployToStage(
  context: ApiGatewayContext,
  restApiId: string,
  stageName: string,
  deploymentId: string,
  input: Checked<CreateDeploymentRequest>,
): void {
  const existing = context.store.get(stages, context.region, restApiId, stageName);
  const base = existing ?? newStage(context, stageName, deploymentId);
  const canarySettings = input.canarySettings && {
    percentTraffic: 0,
    useStageCache: false,
    ...input.canarySettings,
    deploymentId,
  };
  write(context, restApiId, {
    ...base,
    lastUpdatedDate: context.now,
    cacheClusterEnabled: input.cacheClusterEnabled ?? base.cacheClusterEnabled,
    cacheClusterSize: input.cacheClusterSize ?? base.cacheClusterSize,
    tracingEnabled: input.tracingEnabled ?? base.tracingEnabled,
    ...(canarySettings === undefined
      ? {
          deploymentId,
          description: input.stageDescription ?? base.description,
          variables: input.variables ?? base.variables,
        }
      : { canarySettings }),
  });
}

export function findStageRecord(
  context: ApiGatewayContext,
  restApiId: string,
  stageName: string,
): StageRecord {
  const record = context.store.get(stages, context.region, restApiId, stageName);
  // As reported in hashicorp/terraform-provider-aws#12756.
  if (record === undefined) throw notFound("Invalid stage identifier specified");
  return record;
}

/** A stage in the SDK's shape; `tags` only when there are some (R). */
export function toStage(record: StageRecord): Stage {
  const { createdDate, lastUpdatedDate, methodSettings, tags, ...others } = record;
  const { authorizersFlushedAt: _authorizers, cacheFlushedAt: _cache, ...rest } = others;
  return {
    ...rest,
    createdDate: new Date(createdDate),
    lastUpdatedDate: new Date(lastUpdatedDate),
    methodSettings: { ...methodSettings },
    // Terraform waits for a cache that it asked for (hashicorp/terraform-provider-aws#22841); without one, R.
    cacheClusterStatus: record.cacheClusterEnabled ? "AVAILABLE" : "NOT_AVAILABLE",
    ...(record.cacheClusterEnabled && { cacheClusterSize: record.cacheClusterSize ?? "0.5" }),
    ...(Object.keys(tags).length > 0 && { tags }),
  };
}

/** D: a cache that is switched on without a size has 0.5 GB. */
function cacheSizeOf(
  enabled: boolean,
  size: StageRecord["cacheClusterSize"],
): StageRecord["cacheClusterSize"] {
  return size ?? (enabled ? "0.5" : undefined);
}

function checkDocumentationVersion(
  context: ApiGatewayContext,
  restApiId: string,
  version: string | undefined,
): void {
  if (version !== undefined) findDocumentationVersion(context, restApiId, version);
}

function newStage(context: ApiGatewayContext, stageName: string, deploymentId: string): StageRecord {
  // D: letters, digits, hyphens and underscores, 128 at most. The words are general knowledge.
  if (!/^[A-Za-z0-9_-]{1,128}$/.test(stageName)) throw badRequest("Stage name only allows a-zA-Z0-9_-");
  return {
    stageName,
    deploymentId,
    createdDate: context.now,
    lastUpdatedDate: context.now,
    cacheClusterEnabled: false,
    tracingEnabled: false,
    methodSettings: {},
    tags: {},
  };
}

function write(context: ApiGatewayContext, restApiId: string, record: StageRecord): Stage {
  checkStageVariables(record.variables);
  checkStageVariables(record.canarySettings?.stageVariableOverrides);
  context.store.put(stages, [context.region, restApiId, record.stageName], record);
  publishEndpoint(context, restApiId);
  return toStage(record);
}

/**
 * D, disable the default endpoint for REST APIs: the setting takes effect, for all stages, when any setting of any
 * stage is updated.
 */
function publishEndpoint(context: ApiGatewayContext, restApiId: string): void {
  const api = findRestApi(context, restApiId);
  if (api.disableExecuteApiEndpoint === (api.isEndpointDisabled ?? false)) return;
  const published = { ...api, isEndpointDisabled: api.disableExecuteApiEndpoint };
  context.store.put(restApis, [context.region, restApiId], published);
}

/** R: the message (test_update_stage_canary_deployment_validation). */
function checkDeployment(context: ApiGatewayContext, restApiId: string, id: string): string {
  if (context.store.get(deployments, context.region, restApiId, id) === undefined) {
    throw badRequest("Deployment id does not exist");
  }
  return id;
}
