import {
  CreateDeploymentCommand,
  CreateStageCommand,
  type Deployment,
  GetDeploymentCommand,
  GetStageCommand,
  UpdateStageCommand,
} from "@aws-sdk/client-api-gateway";
import { deploymentDescription, modelHashOf, tagsOf } from "../names.ts";
import type { Scope, StageState } from "../state.ts";
import type { Clients } from "../target.ts";
import { orNothing } from "./or-nothing.ts";
import { known, type Performers, restApiIdOf } from "./run.ts";

/**
 * Deployments and stages. A deployment is made without a stage: that the stage serves it is a change of its own,
 * the commit point of a run.
 */
export const stages: Performers<"CreateDeployment" | "CreateStage" | "UpdateStage"> = {
  async CreateDeployment({ modelHash }, run) {
    const { id } = await run.clients.apiGateway.send(
      new CreateDeploymentCommand({
        restApiId: restApiIdOf(run),
        description: deploymentDescription(modelHash),
      }),
    );
    run.deploymentId = known(id, "deployment");
  },
  async CreateStage({ stageName }, run) {
    await run.clients.apiGateway.send(
      new CreateStageCommand({
        restApiId: restApiIdOf(run),
        stageName,
        deploymentId: known(run.deploymentId, "deployment"),
        tags: tagsOf(run.scope),
      }),
    );
  },
  async UpdateStage({ stageName }, run) {
    const patchOperations = [
      { op: "replace" as const, path: "/deploymentId", value: known(run.deploymentId, "deployment") },
    ];
    await run.clients.apiGateway.send(
      new UpdateStageCommand({ restApiId: restApiIdOf(run), stageName, patchOperations }),
    );
  },
};

/** The stage as it is, by the deployment that it serves; absent when it is not there. */
export async function readStage(
  { apiGateway }: Clients,
  { stage }: Scope,
  restApiId: string,
): Promise<StageState | undefined> {
  const found = await orNothing(apiGateway.send(new GetStageCommand({ restApiId, stageName: stage })));
  if (found?.deploymentId === undefined) return undefined;
  const { deploymentId } = found;
  const deployment: Deployment | undefined = await orNothing(
    apiGateway.send(new GetDeploymentCommand({ restApiId, deploymentId })),
  );
  return { name: stage, modelHash: modelHashOf(deployment?.description) };
}
