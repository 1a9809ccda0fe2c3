import type { PatchOperation } from "@aws-sdk/client-api-gateway";
import { there } from "../../fixtures/running-gateway.ts";
import type { Run, Scenario } from "../scenario.ts";
import { add, type MethodAt, mock, newRestApi, remove, replace } from "./parts.ts";

const testVarOverride = { percentTraffic: 50, stageVariableOverrides: { testVar: "canary" } };

export const canary: Readonly<Record<string, Scenario>> = {
  "create and change": async (run) => {
    const { api, of } = run;
    const method = await mocked(run, { statusCode: 200, message: "default deployment" });
    const { restApiId } = method;
    const first = await of("create-deployment-1", api.createDeployment({ restApiId }));
    await answerWith(run, method, { statusCode: 200, message: "second deployment" });
    const second = await of("create-deployment-2", api.createDeployment({ restApiId }));
    const at = { restApiId, stageName: "dev" };
    await of(
      "create-stage",
      api.createStage({
        ...at,
        deploymentId: there(first.id),
        description: "dev stage",
        variables: { testVar: "default" },
        canarySettings: { ...testVarOverride, deploymentId: there(second.id) },
      }),
    );
    const change = (operation: PatchOperation) => api.updateStage({ ...at, patchOperations: [operation] });
    await of("get-stage", api.getStage(at));
    await of(
      "update-stage-canary-settings-overrides",
      change(replace("/canarySettings/stageVariableOverrides/testVar", "updated")),
    );
    await of("update-stage-remove-canary-settings", change(remove("/canarySettings")));
    await of("get-stage-after-remove", api.getStage(at));
  },

  "create refused": async (run) => {
    const { restApiId } = await mocked(run, {});
    for (const [key, stage] of [
      ["no-stage", {}],
      ["empty-stage", { stageName: "" }],
      ["non-existing-stage", { stageName: "non-existing" }],
    ] as const) {
      await run.of(
        `create-canary-deployment-${key}`,
        run.api.createDeployment({ restApiId, ...stage, canarySettings: testVarOverride }),
      );
    }
  },

  "change refused": async (run) => {
    const { api, of } = run;
    const { restApiId } = await mocked(run, {});
    const change = (key: string, stageName: string, operation: PatchOperation) =>
      of(`update-stage-${key}`, api.updateStage({ restApiId, stageName, patchOperations: [operation] }));
    const settings = "/canarySettings";

    await api.createDeployment({ restApiId, stageName: "dev" });
    await of("get-stage", api.getStage({ restApiId, stageName: "dev" }));
    await api.createDeployment({ restApiId, stageName: "dev", canarySettings: testVarOverride });
    await change("canary-settings-remove-overrides", "dev", remove(`${settings}/stageVariableOverrides`));
    await change("canary-settings-bad-path", "dev", remove(`${settings}/badPath`));
    await change("canary-settings-bad-path-2", "dev", replace(settings, "test"));
    await change("canary-settings-replace-bad-path", "dev", replace(`${settings}/badPath`, "badPath"));

    const { id } = await api.createDeployment({ restApiId, stageName: "dev2" });
    await change("add-deployment", "dev2", add(`${settings}/deploymentId`, there(id)));
    await change("no-deployment", "dev2", replace(`${settings}/deploymentId`, "deploy"));
  },

  invoke: async (run) => {
    const { api, of } = run;
    const answer = {
      statusCode: 200,
      variable: "$stageVariables.testVar",
      nonExistingDefault: "$stageVariables.noStageVar",
      nonOverridden: "$stageVariables.defaultVar",
      isCanary: "$context.isCanaryRequest",
    };
    const method = await mocked(run, { ...answer, message: "default deployment" });
    const at = { restApiId: method.restApiId, stageName: "dev" };
    const variables = { testVar: "default", defaultVar: "default" };
    await of("create-deployment-1", api.createDeployment({ ...at, variables }));
    await answerWith(run, method, { ...answer, message: "canary deployment" });
    const stageVariableOverrides = { testVar: "canary", noStageVar: "canary" };
    const canarySettings = { percentTraffic: 0, stageVariableOverrides };
    await of("create-deployment-2", api.createDeployment({ ...at, canarySettings }));
    await run.settled();
    run.keep("response-deployment-1", (await run.invoke(at, "/")).text);
    const patchOperations = [replace("/canarySettings/percentTraffic", "100.0")];
    await of("update-stage", api.updateStage({ ...at, patchOperations }));
    await run.settled();
    run.keep("response-canary-deployment", (await run.invoke(at, "/")).text);
  },
};

async function mocked(run: Run, answer: object): Promise<MethodAt> {
  const { restApiId, rootId } = await newRestApi(run);
  const at = { restApiId, resourceId: rootId, httpMethod: "GET" };
  await mock(run.api, at, {
    response: { responseTemplates: { "application/json": JSON.stringify(answer) } },
  });
  return at;
}

const answerWith = (run: Run, method: MethodAt, answer: object) =>
  run.api.updateIntegrationResponse({
    ...method,
    statusCode: "200",
    patchOperations: [replace("/responseTemplates/application~1json", JSON.stringify(answer))],
  });
