import type { Scenario } from "../scenario.ts";
import { newRestApi, replace } from "./parts.ts";

const requestTemplates = { "application/json": '{"statusCode": 200}' };
const mockIntegration = { type: "MOCK", requestTemplates } as const;

export const integrationResponse: Readonly<Record<string, Scenario>> = {
  life: async (run) => {
    const { api, of } = run;
    const { restApiId, rootId: resourceId } = await newRestApi(run);
    const method = { restApiId, resourceId, httpMethod: "GET" };
    const at = { ...method, statusCode: "200" };
    await api.putMethod({ ...method, authorizationType: "NONE" });
    await api.putIntegration({ ...method, ...mockIntegration });
    const put = (template: string, selectionPattern: string) =>
      api.putIntegrationResponse({
        ...at,
        selectionPattern,
        responseTemplates: { "application/json": template },
      });
    await of("put-integration-response", put('"created"', ""));
    await of("get-integration-response", api.getIntegrationResponse(at));
    await of(
      "update-integration-response",
      api.updateIntegrationResponse({
        ...at,
        patchOperations: [replace("/selectionPattern", "updated-pattern")],
      }),
    );
    await of("overwrite-integration-response", put("overwrite", "overwrite-pattern"));
    await of("get-method", api.getMethod(method));
    await of("delete-integration-response", api.deleteIntegrationResponse(at));
  },

  "no method, no resource": async (run) => {
    const { api, of } = run;
    const { restApiId, rootId: resourceId } = await newRestApi(run);
    const post = { restApiId, resourceId, httpMethod: "POST" };
    // GET is the integration's own method, not the one that it belongs to.
    const get = { ...post, httpMethod: "GET" };
    const nowhere = { ...get, resourceId: "badresource" };
    const toPut = { ...mockIntegration, integrationHttpMethod: "GET" };
    const response = {
      statusCode: "200",
      selectionPattern: "",
      responseTemplates: { "application/json": "{}" },
    };
    await api.putMethod({ ...post, authorizationType: "NONE" });
    await of("put-integration-wrong-method", api.putIntegration({ ...get, ...toPut }));
    await of("put-integration-wrong-resource", api.putIntegration({ ...nowhere, ...toPut }));
    await api.putIntegration({ ...post, ...toPut });
    await of("put-integration-response-wrong-method", api.putIntegrationResponse({ ...get, ...response }));
    await of(
      "put-integration-response-wrong-resource",
      api.putIntegrationResponse({ ...nowhere, ...response }),
    );
  },

  "status that is none": async (run) => {
    const { api, of } = run;
    const { restApiId, rootId: resourceId } = await newRestApi(run);
    const at = { restApiId, resourceId, httpMethod: "GET", statusCode: "wrong" };
    await of(
      "put-integration-response-invalid-statusCode",
      api.putIntegrationResponse({
        ...at,
        responseTemplates: { "application/json": '"created"' },
        selectionPattern: "",
      }),
    );
    await of("get-integration-response-invalid-statusCode", api.getIntegrationResponse(at));
  },
};
