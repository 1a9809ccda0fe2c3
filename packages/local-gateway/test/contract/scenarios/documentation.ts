import { there } from "../../fixtures/running-gateway.ts";
import type { Scenario } from "../scenario.ts";
import { add, newRestApi, replace } from "./parts.ts";

/** An API of one method whose parts are described where they are and in the extension. */
const documented = JSON.stringify({
  openapi: "3.0.0",
  info: { title: "doc", version: "1", description: "description" },
  servers: [{ url: "/" }],
  paths: {
    "/": {
      get: {
        description: "Method description.",
        responses: {
          200: {
            description: "200 response",
            content: { "application/json": { schema: { $ref: "#/components/schemas/Empty" } } },
          },
        },
      },
    },
  },
  components: { schemas: { Empty: { type: "object", title: "Empty Schema" } } },
  "x-amazon-apigateway-documentation": {
    version: "1.0.3",
    documentationParts: [
      {
        location: { type: "API" },
        properties: {
          description: "API description",
          info: { description: "API info description 4", version: "API info version 3" },
        },
      },
      { location: { type: "METHOD", method: "GET" }, properties: { description: "Method description." } },
      { location: { type: "MODEL", name: "Empty" }, properties: { title: "Empty Schema" } },
      {
        location: { type: "RESPONSE", method: "GET", statusCode: "200" },
        properties: { description: "200 response" },
      },
    ],
  },
});

export const documentation: Readonly<Record<string, Scenario>> = {
  "of an unknown API": async ({ api, of }) => {
    const restApiId = "test-fake-rest-id";
    await of(
      "wrong-rest-api-id-create-doc-part",
      api.createDocumentationPart({
        restApiId,
        location: { type: "API" },
        properties: '{ "info": { "description": "An API." } }',
      }),
    );
    await of("wrong-rest-api-id-get-doc-parts", api.getDocumentationParts({ restApiId }));
  },

  "change refused": async (run) => {
    const { api, of } = run;
    const { restApiId } = await newRestApi(run);
    const { id } = await api.createDocumentationPart({
      restApiId,
      location: { type: "API" },
      properties: '{ "description": "A description" }',
    });
    const at = { restApiId, documentationPartId: there(id) };
    const value = '{ "description": "Another description" }';
    for (const [key, where, operation] of [
      ["invalid-api-id", { ...at, restApiId: "api_id" }, replace("/properties", value)],
      ["invalid-add-operation", at, add("/properties", value)],
      ["invalid-path", at, replace("/invalidPath", value)],
    ] as const) {
      await of(
        `update-documentation-part-${key}`,
        api.updateDocumentationPart({ ...where, patchOperations: [operation] }),
      );
    }
  },

  import: async ({ api, of }) => {
    const { id } = await api.importRestApi({ body: Buffer.from(documented), failOnWarnings: true });
    const restApiId = there(id);
    const parts = await of(
      "get-documentations-parts-after-api-imports",
      api.getDocumentationParts({ restApiId }),
    );
    for (const part of parts.items ?? []) {
      await api.deleteDocumentationPart({ restApiId, documentationPartId: there(part.id) });
    }
    await of(
      "import-documentation-parts",
      api.importDocumentationParts({ restApiId, mode: "overwrite", body: Buffer.from(documented) }),
    );
    await of("get-documentations-parts-after-import", api.getDocumentationParts({ restApiId }));
  },

  "import what is no document": async (run) => {
    const { api, of } = run;
    const { restApiId } = await newRestApi(run);
    const yaml = 'test:\n    value:\n        - "value ... "escaped": $var, "dt": $(var +"%a")}"\n        ';
    for (const [kind, text] of [
      ["yaml", yaml],
      ["json", "{'key:value}"],
    ] as const) {
      await of(
        `import-documentation-parts-bad-${kind}-file`,
        api.importDocumentationParts({ restApiId, mode: "overwrite", body: Buffer.from(text) }),
      );
    }
  },
};
