import { there } from "../../fixtures/running-gateway.ts";
import type { Scenario } from "../scenario.ts";
import { replace } from "./parts.ts";

export const requestValidator: Readonly<Record<string, Scenario>> = {
  life: async ({ api, of, name }) => {
    const { id } = await of("create-rest-api", api.createRestApi({ name: name(), description: "my api" }));
    const restApiId = there(id);
    const made = await of(
      "create-request-validator",
      api.createRequestValidator({ restApiId, name: name() }),
    );
    const at = { restApiId, requestValidatorId: there(made.id) };
    const change = (value?: string) =>
      api.updateRequestValidator({ ...at, patchOperations: [replace("/validateRequestBody", value)] });

    await of("get-request-validator", api.getRequestValidator(at));
    await of("get-request-validators", api.getRequestValidators({ restApiId }));
    await of("update-request-validator-with-value", change("true"));
    await of("update-request-validator-without-value", change());
    await of("get-request-validators-after-update-operation", api.getRequestValidator(at));
    await of("delete-request-validator", api.deleteRequestValidator(at));
    await of("get-deleted-request-validator", api.getRequestValidator(at));
    await of("get-request-validators-after-delete", api.getRequestValidators({ restApiId }));
  },

  "list those of an unknown API": async ({ api, of }) => {
    await of("get-invalid-request-validators", api.getRequestValidators({ restApiId: "api_id" }));
  },

  "create for an unknown API": async ({ api, of, name }) => {
    await of(
      "invalid-create-request-validator",
      api.createRequestValidator({ restApiId: "api_id", name: name() }),
    );
  },
};
