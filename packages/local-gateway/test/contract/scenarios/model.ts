import type { PatchOperation } from "@aws-sdk/client-api-gateway";
import type { Scenario } from "../scenario.ts";
import { add, newRestApi, replace } from "./parts.ts";

const named = (title: string) => JSON.stringify({ title, type: "object" });
const unknownApi = "abcde0";

export const model: Readonly<Record<string, Scenario>> = {
  refused: async (run) => {
    const { api, of } = run;
    const { restApiId } = await newRestApi(run);
    const contentType = "application/json";
    const good = { restApiId, name: "MySchema", contentType, schema: named("MySchema") };

    await of("create-model-wrong-id", api.createModel({ ...good, restApiId: unknownApi }));
    await of("get-models-wrong-id", api.getModels({ restApiId: unknownApi }));
    await of("get-model-wrong-id", api.getModel({ restApiId: unknownApi, modelName: "MySchema" }));
    await of("del-model-wrong-id", api.deleteModel({ restApiId: unknownApi, modelName: "MySchema" }));
    await api.createModel({ ...good, description: "" });
    await of("create-model-already-exists", api.createModel(good));
    await of("create-model-empty-name", api.createModel({ ...good, name: "" }));
    await of("create-model-empty-schema", api.createModel({ ...good, name: "Empties", schema: "" }));
    await of("create-model-no-schema-json", api.createModel({ restApiId, name: "Empties", contentType }));
    await of(
      "create-model-no-schema-xml",
      api.createModel({ restApiId, name: "EmptiesXml", contentType: "application/xml" }),
    );
  },

  change: async (run) => {
    const { api, of } = run;
    const { restApiId } = await newRestApi(run);
    const updated = [replace("/schema", named("Updated schema")), replace("/description", "")];
    const change = (key: string, id: string, modelName: string, patchOperations: PatchOperation[]) =>
      of(key, api.updateModel({ restApiId: id, modelName, patchOperations }));

    await change("update-model-wrong-id", unknownApi, "mySchema", updated);
    await of(
      "create-model",
      api.createModel({
        restApiId,
        name: "MySchema",
        contentType: "application/json",
        description: "",
        schema: named("MySchema"),
      }),
    );
    await change("update-model", restApiId, "MySchema", updated);
    await change("update-model-invalid-op", restApiId, "MySchema", [add("/wrong-path", "not supported op")]);
    await change("update-model-invalid-path", restApiId, "MySchema", [replace("/name", "invalid")]);
    await change("update-model-empty-schema", restApiId, "MySchema", [replace("/schema", "")]);
  },
};
