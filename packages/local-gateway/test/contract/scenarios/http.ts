import type { PutIntegrationRequest } from "@aws-sdk/client-api-gateway";
import { there } from "../../fixtures/running-gateway.ts";
import { membersOf } from "../json.ts";
import type { InvokeRequest, Run, Scenario } from "../scenario.ts";
import { newResource, newRestApi } from "./parts.ts";

const message = '{"message": "hello world"}';
const asJson = {
  "User-Agent": "test/integration",
  "Accept-Encoding": "gzip, deflate",
  Accept: "application/json",
  "Content-Type": "application/json",
};

export const http: Readonly<Record<string, Scenario>> = {
  echo: async (run) => {
    const stage = await deployed(run, "test", "ANY", { type: "HTTP", uri: `${run.backend}/` });
    run.keep("api_id", { rest_api_id: stage.restApiId });
    // The recording has POST three times, whatever its keys say.
    for (const key of ["post", "put", "get"]) {
      const { text } = await run.invoke(stage, "/test", { method: "POST", headers: asJson, body: message });
      run.keep(`http-invocation-lambda-url-${key}`, text);
    }
  },

  status: async (run) => {
    const requestParameters = { "integration.request.path.map": "method.request.path.map" };
    const uri = `${run.backend}/{map}`;
    const stage = await deployed(run, "{map+}", "POST", { type: "HTTP_PROXY", uri, requestParameters });
    for (const [key, path] of [
      ["matching-response", "/status/200"],
      ["non-matching-response", "/status/400"],
    ] as const) {
      const { status, text } = await run.invoke(stage, path, { method: "POST" });
      run.keep(key, { body: text, status_code: status });
    }
  },

  "stage variables": async (run) => {
    const { api } = run;
    const { protocol, host } = new URL(run.backend);
    const document = {
      openapi: "3.0.1",
      info: { title: "example", version: "1.0" },
      paths: {
        "/path1": {
          get: {
            responses: { 200: { description: "OK" } },
            "x-amazon-apigateway-integration": {
              type: "HTTP_PROXY",
              httpMethod: "POST",
              uri: `${protocol}//\${stageVariables.host}/\${stageVariables.path}?\${stageVariables.query}`,
            },
          },
        },
      },
    };
    const body = Buffer.from(JSON.stringify(document));
    const restApiId = there((await api.importRestApi({ body, failOnWarnings: true })).id);
    const deploymentId = there((await api.createDeployment({ restApiId })).id);
    const variables = { host, path: "test-path", query: "qs_key=qs_value" };
    await api.createStage({ restApiId, deploymentId, stageName: "v1", variables });
    await api.createStage({ restApiId, deploymentId, stageName: "v2" });
    await run.settled();
    const echo = await run.invoke({ restApiId, stageName: "v1" }, "/path1");
    const { headers: _headers, ...echoed } = membersOf(echo.text);
    run.keep("get-resp-from-http", echoed);
    // Without variables the URI is none.
    const { text, headers } = await run.invoke({ restApiId, stageName: "v2" }, "/path1");
    run.keep("get-error-resp-from-http", { body: text, errorType: headers["x-amzn-ErrorType"] });
  },

  "mapped parameters": async (run) => {
    const stage = await deployed(run, "{pathVariable}", "POST", {
      type: "HTTP_PROXY",
      uri: `${run.backend}/?testVar={pathVar}&testQs={qsVar}`,
      requestParameters: {
        "integration.request.header.headerVar": "method.request.header.foobar",
        "integration.request.path.qsVar": "method.request.querystring.testVar",
        "integration.request.path.pathVar": "method.request.path.pathVariable",
        "integration.request.querystring.queryString": "method.request.querystring.testQueryString",
        "integration.request.querystring.testQs": "method.request.querystring.testQueryString",
        "integration.request.querystring.testEmptyQs": "method.request.header.emptyheader",
      },
    });
    run.keep("api_id", { rest_api_id: stage.restApiId });
    const request: InvokeRequest = {
      method: "POST",
      headers: { ...asJson, foobar: "mapped-value", headerVar: "request-value" },
      body: message,
    };
    const answer = await run.invoke(stage, "/foobar?testQueryString=foo&testVar=bar", request);
    const headers = Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), value]);
    run.keep("http-proxy-invocation", {
      content: answer.text,
      headers: Object.fromEntries(headers),
      status_code: answer.status,
    });
  },
};

/** A regional API with one method, whose integration is asked by POST. */
async function deployed(
  run: Run,
  pathPart: string,
  httpMethod: string,
  integration: Pick<PutIntegrationRequest, "type"> & Partial<PutIntegrationRequest>,
) {
  const { api } = run;
  const { restApiId, rootId } = await newRestApi(run, { endpointConfiguration: { types: ["REGIONAL"] } });
  const resourceId = await newResource(run, restApiId, rootId, pathPart);
  const at = { restApiId, resourceId, httpMethod };
  const mapped = Object.values(integration.requestParameters ?? {});
  await api.putMethod({
    ...at,
    authorizationType: "NONE",
    requestParameters: Object.fromEntries(mapped.map((source) => [source, true])),
  });
  await api.putIntegration({ ...at, integrationHttpMethod: "POST", ...integration });
  if (integration.type === "HTTP") {
    await api.putMethodResponse({ ...at, statusCode: "200" });
    await api.putIntegrationResponse({ ...at, statusCode: "200" });
  }
  await run.deploy(restApiId, "test");
  return { restApiId, stageName: "test" };
}
