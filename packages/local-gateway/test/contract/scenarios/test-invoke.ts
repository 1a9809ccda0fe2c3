import type { TestInvokeMethodRequest } from "@aws-sdk/client-api-gateway";
import type { Scenario } from "../scenario.ts";
import { newFunction } from "./function.ts";
import { newResource, newRestApi } from "./parts.ts";

export const testInvoke: Readonly<Record<string, Scenario>> = {
  "of a Lambda function": async (run) => {
    const { api, of } = run;
    const { integration } = await newFunction(
      run,
      `export const handler = async (event) => ({
  statusCode: 200,
  body: JSON.stringify(\`response from localstack lambda: \${JSON.stringify(event)}\`),
  isBase64Encoded: false,
  headers: {},
});`,
    );
    const { restApiId, rootId } = await newRestApi(run);
    const resourceId = await newResource(run, restApiId, rootId, "foo");
    const at = { restApiId, resourceId, httpMethod: "GET" };
    await api.putMethod({ ...at, authorizationType: "NONE" });
    await api.putIntegration({ ...at, ...integration, type: "AWS" });
    await api.putMethodResponse({ ...at, statusCode: "200" });
    await api.putIntegrationResponse({ ...at, statusCode: "200", selectionPattern: "" });
    await run.deploy(restApiId, "local");
    const invoked = async (request: Partial<TestInvokeMethodRequest>) => {
      const answer = await api.testInvokeMethod({ ...at, ...request });
      const lines = (answer.log ?? "").split("\n");
      const log = lines.map((line, at) => [`line${String(at).padStart(2, "0")}`, line]);
      return { ...answer, log: Object.fromEntries(log) };
    };
    await of("test_invoke_method_response", invoked({ pathWithQueryString: "/foo" }));
    await of(
      "test_invoke_method_response_with_body",
      invoked({
        pathWithQueryString: "/foo?queryTest=value",
        body: '{"test": "val123"}',
        headers: { "content-type": "application/json" },
      }),
    );
  },
};
