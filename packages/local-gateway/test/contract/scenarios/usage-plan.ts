import { there } from "../../fixtures/running-gateway.ts";
import type { Scenario } from "../scenario.ts";
import { mock, newResource, newRestApi, replace } from "./parts.ts";

export const usagePlan: Readonly<Record<string, Scenario>> = {
  "burst above rate": async ({ api, of, name }) => {
    await of(
      "create-usage-plan-burst-gt-rate",
      api.createUsagePlan({ name: name(), throttle: { rateLimit: 10, burstLimit: 20 } }),
    );
  },

  "key of a plan": async (run) => {
    const { api, of, name } = run;
    const { restApiId, rootId } = await newRestApi(run, { apiKeySource: "HEADER" });
    const resourceId = await newResource(run, restApiId, rootId, "test");
    await mock(api, { restApiId, resourceId, httpMethod: "GET" }, {});
    await run.deploy(restApiId, "dev");
    const plan = await of(
      "create-usage-plan",
      api.createUsagePlan({
        name: name(),
        description: "Test Usage Plan for API key",
        quota: { limit: 10, period: "DAY", offset: 0 },
        throttle: { rateLimit: 2, burstLimit: 1 },
        apiStages: [{ apiId: restApiId, stage: "dev" }],
        tags: { tag_key: "tag_value" },
      }),
    );
    const key = await of("create-api-key", api.createApiKey({ name: name(), enabled: true }));
    const keyId = there(key.id);
    await of(
      "create-usage-plan-key",
      api.createUsagePlanKey({ usagePlanId: there(plan.id), keyId, keyType: "API_KEY" }),
    );
    await of(
      "update-api-key-disabled",
      api.updateApiKey({ apiKey: keyId, patchOperations: [replace("/enabled", "false")] }),
    );
  },
};
