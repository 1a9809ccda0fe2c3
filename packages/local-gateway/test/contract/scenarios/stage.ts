import { there } from "../../fixtures/running-gateway.ts";
import type { Scenario } from "../scenario.ts";
import { newRestApi, remove, replace } from "./parts.ts";

export const stage: Readonly<Record<string, Scenario>> = {
  // Terraform removes settings so before it deletes an API.
  "remove settings of all methods": async (run) => {
    const { api, of } = run;
    const { restApiId, rootId: resourceId } = await newRestApi(run);
    const method = { restApiId, resourceId, httpMethod: "GET" };
    await api.putMethod({ ...method, authorizationType: "NONE" });
    await api.putIntegration({ ...method, type: "MOCK" });
    const { id } = await api.createDeployment({ restApiId });
    await api.createDocumentationPart({ restApiId, location: { type: "API" }, properties: '{"foo": "bar"}' });
    const documentationVersion = "v123";
    await api.createDocumentationVersion({ restApiId, documentationVersion });
    const at = { restApiId, stageName: "s1" };
    const change = (operation: ReturnType<typeof remove>) =>
      api.updateStage({ ...at, patchOperations: [operation] });

    await of(
      "create-stage",
      api.createStage({ ...at, deploymentId: there(id), description: "my stage", documentationVersion }),
    );
    await of("get-stage", api.getStage(at));
    await of("delete-error", change(remove("/*/*")));
    await of("update-stage", change(replace("/*/*/caching/enabled", "true")));
    await of("update-stage-reset", change(remove("/*/*")));
    await of("get-stage-after-reset", api.getStage(at));
  },
};
