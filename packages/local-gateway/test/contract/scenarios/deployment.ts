import { there } from "../../fixtures/running-gateway.ts";
import type { Run, Scenario } from "../scenario.ts";
import { newRestApi } from "./parts.ts";

export const deployment: Readonly<Record<string, Scenario>> = {
  "create and delete": async (run) => {
    const { api, of } = run;
    const restApiId = await apiWithMethod(run);
    const stageName = "s1";
    const deployed = async () => there((await api.createDeployment({ restApiId, stageName })).id);

    let deploymentId = await deployed();
    await of("get-deployment", api.getDeployment({ restApiId, deploymentId }));
    await of("get-stages", api.getStages({ restApiId }));
    for (const round of [0, 1, 2]) {
      await of(`delete-deployment-error-${round}`, api.deleteDeployment({ restApiId, deploymentId }));
      await api.deleteStage({ restApiId, stageName });
      await api.deleteDeployment({ restApiId, deploymentId });
      deploymentId = await deployed();
      await of(`get-deployments-${round}`, api.getDeployments({ restApiId }));
      await of(`get-stages-${round}`, api.getStages({ restApiId }));
    }
  },

  "change the deployment of a stage": async (run) => {
    const { api, of } = run;
    const restApiId = await apiWithMethod(run);
    const first = { restApiId, deploymentId: there((await api.createDeployment({ restApiId })).id) };
    await api.createStage({ ...first, stageName: "s1" });
    await of("get-deployment-1", api.getDeployment(first));
    await of("get-stages", api.getStages({ restApiId }));
    await of("delete-deployment-error", api.deleteDeployment(first));

    const { id } = await api.createDeployment({ restApiId, stageName: "s1" });
    const second = { restApiId, deploymentId: there(id) };
    await of("get-deployment-1-after-update", api.getDeployment(first));
    await of("get-deployment-2", api.getDeployment(second));
    await of("get-stages-after-update", api.getStages({ restApiId }));
    await of("delete-deployment-1", api.deleteDeployment(first));
    await of("delete-deployment-2-error", api.deleteDeployment(second));
  },
};

async function apiWithMethod(run: Run): Promise<string> {
  const { restApiId, rootId } = await newRestApi(run);
  const at = { restApiId, resourceId: rootId, httpMethod: "GET" };
  await run.api.putMethod({ ...at, authorizationType: "NONE" });
  await run.api.putIntegration({ ...at, type: "MOCK" });
  return restApiId;
}
