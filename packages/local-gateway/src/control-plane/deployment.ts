import type {
  CreateDeploymentRequest,
  DeleteDeploymentRequest,
  Deployment,
  Deployments,
  GetDeploymentRequest,
  GetDeploymentsRequest,
  UpdateDeploymentRequest,
} from "@aws-sdk/client-api-gateway";
import type { Checked } from "../protocol/checked.ts";
import type { ApiGatewayContext } from "./context.ts";
import { badRequest, notFound } from "./errors.ts";
import { page } from "./page.ts";
import { applyPatch, optionalTextOf, type PatchTable, refusePlainly } from "./patch.ts";
import {
  authorizers,
  type DeploymentRecord,
  deployments,
  gatewayResponses,
  models,
  type RestApiRecord,
  requestValidators,
  resources,
  stages,
} from "./records.ts";
import { pathsOf } from "./resource-path.ts";
import { findRestApi } from "./rest-api.ts";
import { deployToStage } from "./stage.ts";

/** Takes a snapshot of the API as it is now, and has the stage serve it when one is named. */
export function CreateDeployment(
  input: Checked<CreateDeploymentRequest>,
  context: ApiGatewayContext,
): Deployment {
  const { region, store } = context;
  const api = findRestApi(context, input.restApiId);
  checkCanary(input, context);
  const record: DeploymentRecord = {
    id: context.ids.short(6),
    createdDate: context.now,
    description: input.description === "" ? undefined : input.description,
    snapshot: takeSnapshot(context, api),
  };
  store.put(deployments, [region, api.id, record.id], record);
  if (input.stageName !== undefined && input.stageName !== "") {
    deployToStage(context, api.id, input.stageName, record.id, input);
  }
  return toDeployment(record, false);
}

export function GetDeployment(input: Checked<GetDeploymentRequest>, context: ApiGatewayContext): Deployment {
  return toDeployment(
    findDeployment(context, input.restApiId, input.deploymentId),
    embedsSummary(input.embed),
  );
}

export function GetDeployments(
  input: Checked<GetDeploymentsRequest>,
  context: ApiGatewayContext,
): Deployments {
  const api = findRestApi(context, input.restApiId);
  const { items, ...rest } = page(context.store.list(deployments, context.region, api.id), input);
  return { items: items.map((record) => toDeployment(record, false)), ...rest };
}

export function UpdateDeployment(
  input: Checked<UpdateDeploymentRequest>,
  context: ApiGatewayContext,
): Deployment {
  const before = findDeployment(context, input.restApiId, input.deploymentId);
  const record = applyPatch(deploymentPatch, before, input.patchOperations);
  context.store.put(deployments, [context.region, input.restApiId, record.id], record);
  return toDeployment(record, false);
}

/** R: the message (test_create_delete_deployments). */
export function DeleteDeployment(input: Checked<DeleteDeploymentRequest>, context: ApiGatewayContext): void {
  const { id } = findDeployment(context, input.restApiId, input.deploymentId);
  const isActive = context.store
    .list(stages, context.region, input.restApiId)
    .some((stage) => stage.deploymentId === id || stage.canarySettings?.deploymentId === id);
  if (isActive) throw badRequest("Active stages pointing to this deployment must be moved or deleted");
  context.store.delete(deployments, context.region, input.restApiId, id);
}

const deploymentPatch: PatchTable<DeploymentRecord> = {
  refusal: refusePlainly,
  rules: [
    {
      path: "/description",
      replace: (deployment, change) => ({ ...deployment, description: optionalTextOf(change) }),
    },
  ],
};

/**
 * Records are values that nothing changes in place, so a snapshot may share them with the live API and is
 * unaffected by what happens to it. The refusals are AWS's (cloudtools/troposphere#496,
 * hashicorp/terraform-provider-aws#21210, #14290).
 */
function takeSnapshot(context: ApiGatewayContext, api: RestApiRecord): DeploymentRecord["snapshot"] {
  const all = context.store.list(resources, context.region, api.id);
  const methods = all.flatMap((resource) => Object.values(resource.methods));
  if (methods.length === 0) throw badRequest("The REST API doesn't contain any methods");
  if (methods.some((method) => method.methodIntegration === undefined)) {
    throw badRequest("No integration defined for method");
  }
  if (api.endpointConfiguration.types.includes("PRIVATE") && (api.policy ?? "") === "") {
    throw badRequest("Private REST API doesn't have a resource policy attached to it");
  }
  return liveModel(context, api);
}

/** The API as it is now, in the form of a snapshot. */
export function liveModel(
  { region, store }: Pick<ApiGatewayContext, "region" | "store">,
  { id: restApiId, policy, apiKeySource, binaryMediaTypes, minimumCompressionSize }: RestApiRecord,
): DeploymentRecord["snapshot"] {
  const all = store.list(resources, region, restApiId);
  const paths = pathsOf(all);
  return {
    resources: all.map((resource) => ({ ...resource, path: paths.get(resource.id) ?? "/" })),
    requestValidators: store.list(requestValidators, region, restApiId),
    models: store.list(models, region, restApiId),
    gatewayResponses: store.list(gatewayResponses, region, restApiId),
    authorizers: store.list(authorizers, region, restApiId),
    settings: { apiKeySource, binaryMediaTypes, minimumCompressionSize },
    policy,
  };
}

/** R: the messages (test_create_canary_deployment_validation). */
function checkCanary(input: Checked<CreateDeploymentRequest>, context: ApiGatewayContext): void {
  if (input.canarySettings === undefined) return;
  if (input.stageName === undefined || input.stageName === "") {
    throw badRequest(
      "Invalid deployment content specified.Non null and non empty stageName must be provided for canary " +
        `deployment. Provided value is ${input.stageName ?? "null"}`,
    );
  }
  if (context.store.get(stages, context.region, input.restApiId, input.stageName) === undefined) {
    throw badRequest(
      `Invalid deployment content specified.Stage ${input.stageName} must already be created before making a ` +
        "canary release deployment",
    );
  }
}

function findDeployment(context: ApiGatewayContext, restApiId: string, id: string): DeploymentRecord {
  const record = context.store.get(deployments, context.region, restApiId, id);
  if (record === undefined) throw notFound("Invalid Deployment identifier specified");
  return record;
}

function toDeployment(record: DeploymentRecord, withSummary: boolean): Deployment {
  return {
    id: record.id,
    createdDate: new Date(record.createdDate),
    description: record.description,
    ...(withSummary && { apiSummary: summaryOf(record) }),
  };
}

/** Every method's authorization by path and verb (D: `embed=apisummary`). */
function summaryOf(record: DeploymentRecord): NonNullable<Deployment["apiSummary"]> {
  const deployed = record.snapshot.resources.filter((resource) => Object.keys(resource.methods).length > 0);
  return Object.fromEntries(
    deployed.map((resource) => [
      resource.path,
      Object.fromEntries(
        Object.values(resource.methods).map(({ httpMethod, authorizationType, apiKeyRequired }) => [
          httpMethod,
          { authorizationType, apiKeyRequired },
        ]),
      ),
    ]),
  );
}

function embedsSummary(embed: readonly string[] | undefined): boolean {
  return embed?.some((name) => name.toLowerCase() === "apisummary") ?? false;
}
