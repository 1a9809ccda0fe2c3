import { there } from "../../fixtures/running-gateway.ts";
import type { Scenario } from "../scenario.ts";
import { petStore } from "./documents/pet-store.ts";

export const exported: Readonly<Record<string, Scenario>> = {
  Swagger: exportAs("swagger"),
  OpenAPI: exportAs("oas30"),
};

function exportAs(exportType: "swagger" | "oas30"): Scenario {
  return async ({ api, of, region }) => {
    const document = petStore(`http://petstore.execute-api.${region}.amazonaws.com/petstore/pets`);
    const body = Buffer.from(JSON.stringify(document));
    const { id } = await of("import-api", api.importRestApi({ body, failOnWarnings: true }));
    const restApiId = there(id);
    await api.createDeployment({ restApiId, stageName: "local" });
    const stage = { restApiId, stageName: "local", exportType };
    await of("get-export", api.getExport(stage));
    await of(
      "get-export-with-extensions",
      api.getExport({ ...stage, parameters: { extensions: "apigateway" } }),
    );
  };
}
