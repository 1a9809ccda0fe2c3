import type { PutIntegrationRequest } from "@aws-sdk/client-api-gateway";
import type { Scenario } from "../scenario.ts";
import { newRestApi } from "./parts.ts";

export const integration: Readonly<Record<string, Scenario>> = {
  "unknown type": async (run) => {
    const { restApiId, rootId: resourceId } = await newRestApi(run);
    const put = { restApiId, resourceId, httpMethod: "GET", type: "HTTPS_PROXY" };
    // @ts-expect-error: the SDK's types do not allow it
    await run.of("put-integration-wrong-type", run.api.putIntegration(put));
  },

  "of what is not there": async (run) => {
    const { api, of } = run;
    const { restApiId, rootId: resourceId } = await newRestApi(run);
    const at = { restApiId, resourceId, httpMethod: "GET" };
    await of("get-integration-no-api", api.getIntegration({ ...at, restApiId: "c0ffee00" }));
    await of("get-integration-no-resource", api.getIntegration({ ...at, resourceId: "c0ffee00" }));
    await of("get-integration-no-method", api.getIntegration(at));
    await api.putMethod({ ...at, authorizationType: "NONE" });
    await of("get-integration-no-integration", api.getIntegration(at));
  },

  "parameters that are no text": async (run) => {
    const { api, of } = run;
    const { restApiId, rootId: resourceId } = await newRestApi(run);
    const at = { restApiId, resourceId, httpMethod: "GET" };
    const method = { ...at, authorizationType: "NONE" };
    const path = { "method.request.path.testPath": true };
    await of("bool-method", api.putMethod({ ...method, requestParameters: path }));
    await of(
      "put-method-request-param-wrong-type",
      api.putMethod({ ...method, httpMethod: "POST", requestParameters: { ...path, true: true } }),
    );
    const proxy = { ...at, type: "HTTP_PROXY" } as const;
    await of(
      "put-integration-request-param-wrong-type",
      // @ts-expect-error: the SDK's types do not allow it
      api.putIntegration({ ...proxy, requestParameters: { true: true } }),
    );
    await of(
      "put-integration-request-param-bool-value",
      // @ts-expect-error: the SDK's types do not allow it
      api.putIntegration({ ...proxy, requestParameters: { "integration.request.path.testPath": true } }),
    );
  },

  "refused by type": async (run) => {
    const { api, of, region, accountId } = run;
    const { restApiId, rootId: resourceId } = await newRestApi(run);
    const at = { restApiId, resourceId, httpMethod: "GET" };
    await api.putMethod({ ...at, authorizationType: "NONE" });
    const put = (
      key: string,
      integration: Pick<PutIntegrationRequest, "type"> & Partial<PutIntegrationRequest>,
    ) => of(key, api.putIntegration({ ...at, ...integration }));
    const uri = "http://example.com";
    const post = { integrationHttpMethod: "POST" };
    const credentials = `arn:aws:iam::${accountId}:role/service-role/testfunction-role-oe783psq`;
    const bucket = `arn:aws:apigateway:${region}:s3:path/b/k`;
    const lambda = lambdaUri(region, `arn:aws:lambda:${region}:${accountId}:function:MyLambda`);

    for (const type of ["HTTP", "HTTP_PROXY", "AWS"] as const) {
      await put(`required-integration-method-${type}`, { type, uri });
    }
    await put("not-required-integration-method-MOCK", { type: "MOCK", uri });
    for (const type of ["HTTP", "HTTP_PROXY"] as const)
      await put(`http-method-${type}`, { type, uri, ...post });
    await put("aws-integration-AWS", { type: "AWS", uri: bucket, credentials, ...post });
    for (const type of ["AWS", "AWS_PROXY"] as const) {
      await put(`aws-integration-type-${type}`, { type, uri: lambda, ...post });
    }
    await put("no-s3-support-AWS_PROXY", { type: "AWS_PROXY", uri: bucket, credentials, ...post });
    for (const type of ["HTTP", "HTTP_PROXY"] as const) {
      await put(`invalid-uri-${type}`, { type, uri: "non-valid-http", ...post });
    }
    await put("invalid-uri-not-an-arn", { type: "AWS", uri: "non-valid-arn", ...post });
    const role = "arn:aws:iam::0000000000:role/service-role/asdf";
    await put("invalid-uri-invalid-arn", { type: "AWS", uri: role, ...post });
  },

  "Lambda proxy URIs": async (run) => {
    const { api, of, region, accountId, role } = run;
    const { restApiId, rootId: resourceId } = await newRestApi(run);
    const at = { restApiId, resourceId, httpMethod: "ANY" };
    await api.putMethod({ ...at, authorizationType: "NONE" });
    const lambda = `arn:aws:lambda:${region}:${accountId}:function:proxy`;
    const good = lambdaUri(region, lambda);
    const proxy = { ...at, type: "AWS_PROXY", integrationHttpMethod: "POST", credentials: role } as const;
    for (const [key, uri] of [
      ["put-integration-lambda-uri", lambda],
      ["put-integration-wrong-arn", `bad-arn:lambda:path/2015-03-31/functions/${lambda}/invocations`],
      ["put-integration-wrong-type", good.replace(":path/", ":test/")],
      ["put-integration-wrong-firehose", good.replace(":lambda:path/", ":firehose:path/")],
      ["put-integration-bad-lambda-arn", good.replace("2015-03-31/functions", "random/value")],
    ] as const) {
      await of(key, api.putIntegration({ ...proxy, uri }));
    }
  },

  "Lambda proxy to another service": async (run) => {
    const { restApiId, rootId: resourceId } = await newRestApi(run);
    const at = { restApiId, resourceId, httpMethod: "POST" };
    await run.api.putMethod({ ...at, authorizationType: "NONE" });
    await run.of(
      "create-integration-error",
      run.api.putIntegration({
        ...at,
        type: "AWS_PROXY",
        integrationHttpMethod: "POST",
        uri: `arn:aws:apigateway:${run.region}:dynamodb:action/Query`,
      }),
    );
  },
};

const lambdaUri = (region: string, functionArn: string) =>
  `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
