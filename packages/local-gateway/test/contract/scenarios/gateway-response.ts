import type { Scenario } from "../scenario.ts";
import { newRestApi } from "./parts.ts";

export const gatewayResponse: Readonly<Record<string, Scenario>> = {
  refused: async (run) => {
    const { api, of } = run;
    const { restApiId } = await newRestApi(run);
    const nowhere = { restApiId: "fake-api-id", responseType: "DEFAULT_4XX" } as const;
    await of("get-gateway-responses-no-api", api.getGatewayResponses({ restApiId: nowhere.restApiId }));
    await of("get-gateway-response-no-api", api.getGatewayResponse(nowhere));
    await of("delete-gateway-response-no-api", api.deleteGatewayResponse(nowhere));
    await of(
      "update-gateway-response-no-api",
      api.updateGatewayResponse({ ...nowhere, patchOperations: [] }),
    );
    await of(
      "delete-gateway-response-not-set",
      api.deleteGatewayResponse({ restApiId, responseType: "DEFAULT_4XX" }),
    );
    const unknown = { restApiId, responseType: "FAKE_RESPONSE_TYPE" };
    // @ts-expect-error: the SDK's types do not allow it
    await of("get-gateway-response-wrong-response-type", api.getGatewayResponse(unknown));
    // @ts-expect-error: the SDK's types do not allow it
    await of("delete-gateway-response-wrong-response-type", api.deleteGatewayResponse(unknown));
    await of(
      "update-gateway-response-wrong-response-type",
      // @ts-expect-error: the SDK's types do not allow it
      api.updateGatewayResponse({ ...unknown, patchOperations: [] }),
    );
    const put = { ...unknown, statusCode: "404", responseParameters: {}, responseTemplates: {} };
    // @ts-expect-error: the SDK's types do not allow it
    await of("put-gateway-response-wrong-response-type", api.putGatewayResponse(put));
  },
};
