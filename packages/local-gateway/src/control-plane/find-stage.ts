import type { DeployedStage, DeploymentSnapshot, FindStage } from "../data-plane/deployed-stage.ts";
import type { Ids } from "../effects.ts";
import type { Reader } from "../store/store.ts";
import { toAuthorizer } from "./authorizer.ts";
import { type DeploymentRecord, deployments, restApis, type StageRecord, stages } from "./records.ts";
import { toResource } from "./resource.ts";
import { toRestApi } from "./rest-api.ts";
import { toStage } from "./stage.ts";

/**
 * Makes the function by which the data plane finds what a stage serves. A deployment's snapshot is converted once
 * and given out as the same object from then on; it is forgotten together with its deployment.
 *
 * Of a stage with a canary, each request is the canary's with the probability of its settings (D: "API Gateway
 * canary release deployments"): it sees the canary's deployment, and its variables over those of the stage (R:
 * test_invoking_canary_deployment).
 */
export function createFindStage(store: Reader, accountId: string, ids: Pick<Ids, "bytes">): FindStage {
  const snapshots = new WeakMap<DeploymentRecord["snapshot"], DeploymentSnapshot>();
  const snapshotOf = (record: DeploymentRecord): DeploymentSnapshot => {
    const known = snapshots.get(record.snapshot);
    if (known !== undefined) return known;
    const made = { deploymentId: record.id, ...toSnapshot(record.snapshot) };
    snapshots.set(record.snapshot, made);
    return made;
  };
  return (restApiId, stageName): DeployedStage | undefined => {
    const region = store.keys(restApis).find(([, id]) => id === restApiId)?.[0];
    if (region === undefined) return undefined;
    const api = store.get(restApis, region, restApiId);
    const stage = store.get(stages, region, restApiId, stageName);
    if (api === undefined || stage === undefined) return undefined;
    const served = stage.canarySettings === undefined ? { stage } : chooseCanary(stage, ids);
    const deployment = store.get(deployments, region, restApiId, served.stage.deploymentId);
    if (deployment === undefined) return undefined;
    return {
      ...served,
      accountId,
      region,
      api: toRestApi(api),
      stage: toStage(served.stage),
      snapshot: snapshotOf(deployment),
      ...(stage.cacheFlushedAt !== undefined && { cacheFlushedAt: stage.cacheFlushedAt }),
      ...(stage.authorizersFlushedAt !== undefined && { authorizersFlushedAt: stage.authorizersFlushedAt }),
      ...(stage.authorizersFlushedAt !== undefined && { authorizersFlushedAt: stage.authorizersFlushedAt }),
    };
  };
}

function chooseCanary(
  stage: StageRecord,
  ids: Pick<Ids, "bytes">,
): { readonly stage: StageRecord; readonly isCanaryRequest: boolean } {
  const { deploymentId, percentTraffic = 0, stageVariableOverrides } = stage.canarySettings ?? {};
  const percent = (Buffer.from(ids.bytes(4)).readUInt32LE() / 2 ** 32) * 100;
  if (deploymentId === undefined || percent >= percentTraffic) return { stage, isCanaryRequest: false };
  const variables = { ...stage.variables, ...stageVariableOverrides };
  return { stage: { ...stage, deploymentId, variables }, isCanaryRequest: true };
}

/** What a record holds of an API, in the SDK's shapes. */
export function toSnapshot(snapshot: DeploymentRecord["snapshot"]): DeploymentSnapshot {
  return {
    resources: snapshot.resources.map((resource) => toResource(resource, resource.path, true)),
    requestValidators: snapshot.requestValidators,
    models: snapshot.models,
    ...(snapshot.policy !== undefined && { policy: snapshot.policy }),
    gatewayResponses: snapshot.gatewayResponses.map((response) => ({ ...response, defaultResponse: false })),
    // Deployments from before there were authorizers have none.
    authorizers: (snapshot.authorizers ?? []).map(toAuthorizer),
  };
}
