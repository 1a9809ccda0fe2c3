import type {
  DeployedResource,
  DeployedStage,
  DeploymentSnapshot,
  FindStage,
} from "../data-plane/deployed-stage.ts";
import { type Ids, randomShare } from "../effects.ts";
import { oncePer } from "../once-per.ts";
import { own } from "../own.ts";
import type { Reader } from "../store/store.ts";
import { toAuthorizer } from "./authorizer.ts";
import { toMethod } from "./method-view.ts";
import {
  type DeploymentRecord,
  deployments,
  type RestApiRecord,
  restApis,
  type SnapshotResource,
  type StageRecord,
  stages,
} from "./records.ts";
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
  const snapshotOf = oncePer(({ id, snapshot }: DeploymentRecord) => toSnapshot(snapshot, id));
  const stageOf = oncePer(toStage);
  /** By record: the same request after request, but for a canary's, whose record is made for each. */
  const made = new WeakMap<
    StageRecord,
    { readonly api: RestApiRecord; readonly deployment: DeploymentRecord; readonly stage: DeployedStage }
  >();
  const regions = new Map<string, string>();
  const find = (restApiId: string): { region: string; api: RestApiRecord } | undefined => {
    const region = regions.get(restApiId) ?? store.keys(restApis).find(([, id]) => id === restApiId)?.[0];
    const api = region === undefined ? undefined : store.get(restApis, region, restApiId);
    if (region === undefined || api === undefined) {
      regions.delete(restApiId);
      return undefined;
    }
    regions.set(restApiId, region);
    return { region, api };
  };
  return (restApiId, stageName): DeployedStage | undefined => {
    const found = find(restApiId);
    if (found === undefined) return undefined;
    const { region, api } = found;
    const stage = store.get(stages, region, restApiId, stageName);
    if (stage === undefined) return undefined;
    const served =
      stage.canarySettings === undefined ? { stage, isCanaryRequest: undefined } : chooseCanary(stage, ids);
    const deployment = store.get(deployments, region, restApiId, served.stage.deploymentId);
    if (deployment === undefined) return undefined;
    const known = made.get(served.stage);
    if (known?.api === api && known.deployment === deployment) return known.stage;
    const deployed: DeployedStage = {
      accountId,
      region,
      api: toRestApi({ ...api, ...deployment.snapshot.settings }),
      stage: stageOf(served.stage),
      snapshot: snapshotOf(deployment),
      isCanaryRequest: served.isCanaryRequest,
      authorizersFlushedAt: stage.authorizersFlushedAt ?? 0,
      cacheFlushedAt: stage.cacheFlushedAt ?? 0,
      isEndpointDisabled: api.isEndpointDisabled === true,
      isTest: false,
      additionalContext: {},
    };
    made.set(served.stage, { api, deployment, stage: deployed });
    return deployed;
  };
}

function chooseCanary(
  stage: StageRecord,
  ids: Pick<Ids, "bytes">,
): { readonly stage: StageRecord; readonly isCanaryRequest: boolean } {
  const { deploymentId, percentTraffic = 0, stageVariableOverrides } = stage.canarySettings ?? {};
  const percent = randomShare(ids) * 100;
  if (deploymentId === undefined || percent >= percentTraffic) return { stage, isCanaryRequest: false };
  const variables = { ...stage.variables, ...stageVariableOverrides };
  return { stage: { ...stage, deploymentId, variables }, isCanaryRequest: true };
}

function toDeployedResource({ id, path, methods }: SnapshotResource): DeployedResource {
  return {
    id,
    path,
    httpMethods: Object.keys(methods),
    method: (httpMethod) => {
      const record = own(methods, httpMethod);
      return record && methodOf(record);
    },
  };
}

const methodOf = oncePer(toMethod);

/** What a record holds of an API, in the form that the data plane reads. */
export function toSnapshot(
  snapshot: DeploymentRecord["snapshot"],
  deploymentId: string | undefined,
): DeploymentSnapshot {
  return {
    deploymentId,
    resources: snapshot.resources.map(toDeployedResource),
    requestValidators: snapshot.requestValidators,
    models: snapshot.models,
    policy: snapshot.policy,
    gatewayResponses: snapshot.gatewayResponses.map((response) => ({ ...response, defaultResponse: false })),
    // Deployments from before there were authorizers have none.
    authorizers: (snapshot.authorizers ?? []).map(toAuthorizer),
  };
}
