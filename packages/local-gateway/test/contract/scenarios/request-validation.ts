import { there } from "../../fixtures/running-gateway.ts";
import type { InvokeRequest, Scenario } from "../scenario.ts";
import { echoOfProxy, newFunction } from "./function.ts";
import { add, mock, newResource, newRestApi, remove, replace, sortedBy } from "./parts.ts";

const posted = (value: object, headers: Readonly<Record<string, string>> = {}): InvokeRequest => ({
  method: "POST",
  headers: { "Content-Type": "application/json", ...headers },
  body: JSON.stringify(value),
});
const validating = { name: "test-validator", validateRequestParameters: true, validateRequestBody: true };

export const requestValidation: Readonly<Record<string, Scenario>> = {
  "parameters and body": async (run) => {
    const { api, of } = run;
    const { FunctionName, FunctionArn, integration } = await newFunction(run, echoOfProxy);
    run.keep("register-lambda", { fn_name: FunctionName, fn_arn: FunctionArn });
    const { restApiId, rootId } = await newRestApi(run);
    const nested = await newResource(run, restApiId, rootId, "nested");
    const resourceId = await newResource(run, restApiId, nested, "{test}");
    const requestValidatorId = there((await api.createRequestValidator({ restApiId, ...validating })).id);
    const number = { type: "number" };
    const schema = { type: "object", properties: { a: number, b: number }, required: ["a", "b"] };
    await api.createModel({
      restApiId,
      name: "testSchema",
      contentType: "application/json",
      schema: JSON.stringify({ $schema: "http://json-schema.org/draft-04/schema#", ...schema }),
    });
    const method = { restApiId, resourceId };
    for (const httpMethod of ["GET", "POST"]) {
      const at = { ...method, httpMethod };
      await api.putMethod({
        ...at,
        authorizationType: "NONE",
        requestValidatorId,
        requestParameters: {
          "method.request.path.test": true,
          "method.request.querystring.qs1": true,
          "method.request.header.x-header-param": true,
        },
        requestModels: { "application/json": "testSchema" },
      });
      const { uri, integrationHttpMethod } = integration;
      await api.putIntegration({ ...at, type: "AWS_PROXY", uri, integrationHttpMethod });
      await api.putMethodResponse({ ...at, statusCode: "200" });
      await api.putIntegrationResponse({ ...at, statusCode: "200" });
    }
    await of("deploy-1", api.createDeployment({ restApiId, stageName: "local" }));

    const stage = { restApiId, stageName: "local" };
    const refused = async (key: string, path: string, request?: InvokeRequest) =>
      run.keep(key, (await run.invoke(stage, path, request)).text);
    const requirePath = (required: string, instead: string) =>
      api.updateMethod({
        ...method,
        httpMethod: "POST",
        patchOperations: [
          add(`/requestParameters/method.request.path.${required}`, "true"),
          remove(`/requestParameters/method.request.path.${instead}`, "true"),
        ],
      });
    await of("change-request-path-names", requirePath("issuer", "test"));
    await run.deploy(restApiId, "local");
    await refused("missing-all-required-request-params-post", "/nested/value", posted({ test: "test" }));
    await refused("missing-required-headers-request-params-get", "/nested/value?qs1=test");
    const headers = { "x-header-param": "test" };
    await refused("missing-required-qs-request-params-get", "/nested/value", { headers });
    await of("revert-request-path-names", requirePath("test", "issuer"));
    await run.deploy(restApiId, "local");
    await refused("invalid-request-body", "/nested/value?qs1=test", posted({ test: "test" }, headers));
    await of(
      "disable-request-validator",
      api.updateRequestValidator({
        restApiId,
        requestValidatorId,
        patchOperations: [
          replace("/validateRequestBody", "false"),
          replace("/validateRequestParameters", "false"),
        ],
      }),
    );
  },

  "models that name models": async (run) => {
    const { api } = run;
    const { restApiId, rootId } = await newRestApi(run);
    const resourceId = await newResource(run, restApiId, rootId, "path");
    const requestValidatorId = there((await api.createRequestValidator({ restApiId, ...validating })).id);
    const createModel = (name: string, schema: object) =>
      api.createModel({ restApiId, name, contentType: "application/json", schema: JSON.stringify(schema) });
    await createModel("StatusModel", {
      type: "object",
      properties: { Status: { type: "string" }, Order: { type: "integer" } },
      required: ["Status", "Order"],
    });
    const $ref = `https://apigateway.amazonaws.com/restapis/${restApiId}/models/StatusModel`;
    await createModel("TestModel", {
      type: "object",
      properties: { status: { oneOf: [{ type: "null" }, { $ref }] } },
      required: ["status"],
    });
    const models = await api.getModels({ restApiId });
    const items = sortedBy(models.items, ({ name }) => name);
    await run.of("get-models-with-ref", Promise.resolve({ ...models, items }));

    const at = { restApiId, resourceId, httpMethod: "POST" };
    await mock(api, at, { response: { responseTemplates: { "application/json": '{"data": "ok"}' } } });
    await api.updateMethod({
      ...at,
      patchOperations: [
        replace("/requestValidatorId", requestValidatorId),
        add("/requestModels/application~1json", "TestModel"),
      ],
    });
    await run.deploy(restApiId, "local");
    for (const [key, request] of [
      ["successful", posted({ status: null })],
      ["successful-with-data", posted({ status: { Status: "works", Order: 1 } })],
      ["failed-validation-no-data", { method: "POST" }],
      ["failed-validation-bad-data", posted({ badFormat: "bla" })],
    ] as const) {
      const { text } = await run.invoke({ restApiId, stageName: "local" }, "/path", request);
      run.keep(key, text);
    }
  },
};
