import type { Scenario } from "../scenario.ts";
import { echoOfProxy, newFunction } from "./function.ts";
import { mock, newResource, newRestApi } from "./parts.ts";

const root = "Root=1-3152b799-8954dae64eda91bc9a23a7e8";
const whole = `${root};Parent=7fa8c0f79203be72;Sampled=1`;

export const requestIds: Readonly<Record<string, Scenario>> = {
  "trace ids": async (run) => {
    const { api } = run;
    const { restApiId, rootId } = await newRestApi(run);
    const path = await newResource(run, restApiId, rootId, "path");
    const responseTemplates = { "application/json": '{"statusCode": 200}' };
    await mock(api, { restApiId, resourceId: path, httpMethod: "GET" }, { response: { responseTemplates } });
    const greedy = await newResource(run, restApiId, rootId, "{proxy+}");
    const any = { restApiId, resourceId: greedy, httpMethod: "ANY" };
    const { FunctionName, FunctionArn, integration } = await newFunction(run, echoOfProxy);
    run.keep("register-lambda", { FunctionName, FunctionArn });
    await api.putMethod({ ...any, authorizationType: "NONE" });
    await api.putIntegration({ ...any, ...integration, type: "AWS_PROXY" });
    await run.deploy(restApiId, "dev");
    for (const [key, at, headers] of [
      ["normal-req-headers-MOCK", "/path", {}],
      ["trace-id-req-headers-MOCK", "/path", { "x-amzn-trace-id": whole }],
      ["normal-req-headers-AWS_PROXY", "/proxy-value", {}],
      ["trace-id-req-headers-AWS_PROXY", "/proxy-value", { "x-amzn-trace-id": whole }],
      ["trace-id-small-req-headers-AWS_PROXY", "/proxy-value", { "x-amzn-trace-id": root }],
    ] as const) {
      const answer = await run.invoke({ restApiId, stageName: "dev" }, at, { headers });
      const lowerCase = Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), value]);
      run.keep(key, Object.fromEntries(lowerCase));
    }
  },
};
