import { there } from "../../fixtures/running-gateway.ts";
import type { Scenario } from "../scenario.ts";
import { newRestApi } from "./parts.ts";

export const authorizer: Readonly<Record<string, Scenario>> = {
  "of a method": async (run) => {
    const { api, of, region, accountId } = run;
    const { restApiId, rootId: resourceId } = await newRestApi(run);
    run.keep("api-id", { api_id: restApiId });
    const lambda = `arn:aws:lambda:${region}:${accountId}:function:authorizer`;
    const made = await of(
      "authorizer",
      api.createAuthorizer({
        restApiId,
        name: "lambda_authorizer",
        type: "TOKEN",
        authorizerUri: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${lambda}/invocations`,
        identitySource: "method.request.header.Auth",
      }),
    );
    await of(
      "put-method-response",
      api.putMethod({
        restApiId,
        resourceId,
        httpMethod: "GET",
        authorizationType: "CUSTOM",
        authorizerId: there(made.id),
        apiKeyRequired: true,
      }),
    );
  },
};
