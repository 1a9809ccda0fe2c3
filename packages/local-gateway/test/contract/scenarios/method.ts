import type { PatchOperation } from "@aws-sdk/client-api-gateway";
import { there } from "../../fixtures/running-gateway.ts";
import type { Run, Scenario } from "../scenario.ts";
import { add, newRestApi, remove, replace } from "./parts.ts";

export const method: Readonly<Record<string, Scenario>> = {
  life: async (run) => {
    const { api, of } = run;
    const { restApiId, rootId } = await newRestApi(run);
    const at = { restApiId, resourceId: rootId, httpMethod: "ANY" };
    await of("put-base-method-response", api.putMethod({ ...at, authorizationType: "NONE" }));
    await of("get-base-method-response", api.getMethod(at));
    await of("del-base-method-response", api.deleteMethod(at));
    await of("get-deleted-method-response", api.getMethod(at));
    await of("delete-deleted-method-response", api.deleteMethod(at));
  },

  "request parameters": async (run) => {
    const { api, of } = run;
    const { restApiId, rootId: resourceId } = await newRestApi(run);
    const at = { restApiId, resourceId, httpMethod: "ANY" };
    const requestParameters = {
      "method.request.querystring.q_optional": false,
      "method.request.querystring.q_required": true,
      "method.request.header.h_optional": false,
      "method.request.header.h_required": true,
    };
    const put = { ...at, authorizationType: "NONE", requestParameters };
    await of("put-method-request-params-response", api.putMethod(put));
    await of("get-method-request-params-response", api.getMethod(at));
    const sameName = {
      "method.request.querystring.optional": false,
      "method.request.header.optional": false,
    };
    await of(
      "req-params-same-name",
      api.putMethod({ ...put, httpMethod: "GET", requestParameters: sameName }),
    );
  },

  refused: async (run) => {
    const { restApiId, rootId } = await newRestApi(run);
    const good = { restApiId, resourceId: rootId, httpMethod: "ANY", authorizationType: "NONE" };
    for (const [key, change] of [
      ["wrong-api", { restApiId: "fake-api", httpMethod: "WRONG" }],
      ["wrong-resource", { resourceId: "fake-resource-id", httpMethod: "WRONG" }],
      ["wrong-method", { httpMethod: "WRONG" }],
      ["missing-authorizer-id", { authorizationType: "CUSTOM" }],
      ["invalid-request-validator", { requestValidatorId: "fake-validator" }],
      ["invalid-model-name", { requestModels: { "application/json": "petModel" } }],
    ] as const) {
      await run.of(key, run.api.putMethod({ ...good, ...change }));
    }
  },

  change: async (run) => {
    const { api, of, region, accountId } = run;
    const { restApiId, rootId } = await newRestApi(run);
    const at = { restApiId, resourceId: rootId, httpMethod: "ANY" };
    const change = (key: string, ...patchOperations: PatchOperation[]) =>
      of(key, api.updateMethod({ ...at, patchOperations }));
    const parameter = "/requestParameters/method.request.querystring.optional";
    const requestModel = "/requestModels/application~1json";

    await of("put-method-response", api.putMethod({ ...at, authorizationType: "NONE" }));
    await change("update-method-add", add(parameter, "true"), add(requestModel, "Empty"));
    await change(
      "update-method-replace",
      replace("/operationName", "ReplacedOperationName"),
      replace("/apiKeyRequired", "true"),
      replace("/authorizationType", "AWS_IAM"),
      replace(parameter, "false"),
    );
    const lambda = `arn:aws:lambda:${region}:${accountId}:function:authorizer`;
    const authorizer = await api.createAuthorizer({
      restApiId,
      name: "authorizer",
      type: "TOKEN",
      authorizerUri: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${lambda}/invocations`,
      identitySource: "method.request.header.Authorization",
    });
    await change(
      "update-method-replace-authorizer",
      replace("/authorizerId", there(authorizer.id)),
      replace("/authorizationType", "CUSTOM"),
    );
    await change("update-method-remove", remove(parameter, "true"), remove(requestModel, "Empty"));
  },

  "change a method response": async (run) => {
    const change = await changeOfResponse(run, declared);
    await change("remove-update-method-response", remove(header, "true"), remove(model, "Empty"));
    await change("add-update-method-response", add(header, "true"), add(model, "Empty"));
  },

  "change a method response by unknown operations": async (run) => {
    const change = await changeOfResponse(run, declared);
    const wrong = (path: string, value: string): PatchOperation => ({
      // @ts-expect-error: the SDK's types do not allow it
      op: "wrong_op",
      path,
      value,
    });
    const onHeader = wrong(header, "true");
    const onModel = wrong(model, "Empty");
    const key = "update-method-response-wrong-operation";
    await change(`${key}-1`, onHeader);
    await change(`${key}-2`, onModel);
    await change(`${key}-3`, onHeader, onModel);
    await change(`${key}-4`, onHeader, onModel, onHeader, onModel);
    await change(`${key}-5`, onHeader, remove(model, "Empty"), onModel);
  },

  "change what a method response lacks": async (run) => {
    const change = await changeOfResponse(run, {});
    const key = "update-method-response-operation";
    await change(`${key}-without-response-parameters`, remove(header, "true"));
    await change(`${key}-without-response-models`, remove(model, "Empty"));
    await change(`${key}-with-wrong-path`, remove("/wrong/method.response.header.my-header", "true"));
  },
};

const header = "/responseParameters/method.response.header.my-header";
const model = "/responseModels/application~1json";
const declared = {
  responseParameters: { "method.response.header.my-header": false },
  responseModels: { "application/json": "Empty" },
};

/** Makes a method response, and returns what patches it and keeps the answer. */
async function changeOfResponse(run: Run, declarations: Partial<typeof declared>) {
  const { restApiId, rootId } = await newRestApi(run);
  const at = { restApiId, resourceId: rootId, httpMethod: "GET" };
  const response = { ...at, statusCode: "200" };
  await run.api.putMethod({ ...at, authorizationType: "NONE" });
  await run.api.putMethodResponse({ ...response, ...declarations });
  return (key: string, ...patchOperations: PatchOperation[]) =>
    run.of(key, run.api.updateMethodResponse({ ...response, patchOperations }));
}
