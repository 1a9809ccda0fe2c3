import { membersOf, parsed } from "../json.ts";
import type { Scenario } from "../scenario.ts";
import { echoOfProxy, newFunction } from "./function.ts";
import { newResource, newRestApi } from "./parts.ts";

const json = (template: string) => ({ "application/json": template });

export const lambda: Readonly<Record<string, Scenario>> = {
  "request template": async (run) => {
    const { api, of } = run;
    const { integration } = await newFunction(run, "export const handler = async (event) => event;");
    const { restApiId, rootId } = await newRestApi(run);
    const resourceId = await newResource(run, restApiId, rootId, "test");
    const at = { restApiId, resourceId, httpMethod: "GET" };
    const requestParameters = { "method.request.querystring.param1": false };
    await of("put-method", api.putMethod({ ...at, authorizationType: "NONE", requestParameters }));
    await of("put-method-response", api.putMethodResponse({ ...at, statusCode: "200" }));
    const requestTemplates = json(`{"param1": "$input.params('param1')"}`);
    await of("put-integration", api.putIntegration({ ...at, ...integration, type: "AWS", requestTemplates }));
    await of(
      "put-integration-response",
      api.putIntegrationResponse({ ...at, statusCode: "200", selectionPattern: "" }),
    );
    await run.deploy(restApiId, "api");
    const stage = { restApiId, stageName: "api" };
    run.keep("lambda-aws-integration-1", (await run.invoke(stage, "/test?param1=foobar")).text);
    run.keep("lambda-aws-integration-2", (await run.invoke(stage, "/test?param1=foobar&Signature=1")).text);
    await of("delete-integration", api.deleteIntegration(at));
    await of("get-integration-after-delete", api.getIntegration(at));
  },

  "selection patterns": async (run) => {
    const { api } = run;
    const { integration } = await newFunction(
      run,
      `const words = { 400: "four", 500: "five" };
export const handler = async ({ statusCode }) => {
  if (statusCode === "200") return "Pass";
  const error = new Error(\`Error: Raising \${words[statusCode]} hundred from within the Lambda function\`);
  error.name = "Exception";
  throw error;
};`,
    );
    const { restApiId, rootId } = await newRestApi(run);
    const resourceId = await newResource(run, restApiId, rootId, "{statusCode}");
    const at = { restApiId, resourceId, httpMethod: "GET" };
    await api.putMethod({ ...at, authorizationType: "NONE" });
    const requestTemplates = json(`{"statusCode": "$input.params('statusCode')"}`);
    await api.putIntegration({ ...at, ...integration, type: "AWS", requestTemplates });
    // The last one would match a status, which a Lambda function's answer does not have.
    for (const [statusCode, selectionPattern] of [
      ["200", ""],
      ["405", ".*four hundred.*"],
      ["502", ".+"],
      ["504", "200"],
    ] as const) {
      await api.putMethodResponse({ ...at, statusCode });
      await api.putIntegrationResponse({ ...at, statusCode, selectionPattern });
    }
    await run.deploy(restApiId, "dev");
    for (const asked of ["200", "400", "500"]) {
      const { text } = await run.invoke({ restApiId, stageName: "dev" }, `/${asked}`);
      // The rest of an error says in what language the function is.
      const { errorMessage, errorType } = membersOf(text);
      const kept = errorMessage === undefined ? parsed(text) : { errorMessage, errorType };
      run.keep(`lambda-selection-pattern-${asked}`, kept);
    }
  },

  "response templates": async (run) => {
    const { api } = run;
    const { integration } = await newFunction(
      run,
      `export const handler = async ({ body }) =>
  ({ statusCode: 200, body: Number(body.httpStatus) < 400 ? "noerror" : "customerror" });`,
    );
    const { restApiId, rootId } = await newRestApi(run);
    const resourceId = await newResource(run, restApiId, rootId, "test");
    const at = { restApiId, resourceId, httpMethod: "POST" };
    await api.putMethod({ ...at, authorizationType: "NONE" });
    for (const statusCode of ["200", "400"]) await api.putMethodResponse({ ...at, statusCode });
    const requestTemplates = json(`#set($headers = $input.params().header)
{
  "stage": "$context.stage",
  "headers": {
    #foreach($name in $headers.keySet())"$name": "$util.escapeJavaScript($headers.get($name))"#if($foreach.hasNext),#end
    #end
  },
  "body": $input.json("$")
}`);
    await api.putIntegration({ ...at, ...integration, type: "AWS", requestTemplates });
    const responseTemplates = json(`#set($answer = $input.path("$"))
$input.json("$")
#if($answer.toString().contains("customerror"))
  #set($context.responseOverride.status = 400)
#else
  #set($context.responseOverride.status = 202)
#end`);
    await api.putIntegrationResponse({ ...at, statusCode: "200", selectionPattern: "", responseTemplates });
    await run.deploy(restApiId, "api");
    for (const [key, value] of [
      ["response-template-202", { httpStatus: "200" }],
      ["response-template-400", { httpStatus: "400", errorMessage: "Test Bad request" }],
    ] as const) {
      const { status, text } = await run.invoke({ restApiId, stageName: "api" }, "/test", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(value),
      });
      run.keep(key, { statusCode: status, body: text });
    }
  },

  "proxy event": async (run) => {
    const { api } = run;
    const { integration } = await newFunction(run, echoOfProxy);
    const { restApiId, rootId } = await newRestApi(run);
    run.keep("api_id", { rest_api_id: restApiId });
    const resourceId = await newResource(run, restApiId, rootId, "{pathVariable}");
    const at = { restApiId, resourceId, httpMethod: "ANY" };
    // A proxy integration takes no notice of them.
    const requestParameters = {
      "integration.request.header.headerVar": "method.request.header.foobar",
      "integration.request.path.qsVar": "method.request.querystring.testVar",
      "integration.request.querystring.testQs": "method.request.querystring.testQueryString",
    };
    await api.putMethod({
      ...at,
      authorizationType: "NONE",
      requestParameters: Object.fromEntries(Object.values(requestParameters).map((name) => [name, true])),
    });
    await api.putIntegration({ ...at, ...integration, type: "AWS_PROXY", requestParameters });
    await run.deploy(restApiId, "test");
    const path = "/foobar?testQueryString=foo&testVar=bar";
    const { status, text } = await run.invoke({ restApiId, stageName: "test" }, path, {
      method: "POST",
      headers: {
        "User-Agent": "test/integration",
        "Accept-Encoding": "gzip, deflate",
        Accept: "application/json",
        "Content-Type": "application/json",
        foobar: "mapped-value",
        headerVar: "request-value",
      },
      body: JSON.stringify({ message: "hello world" }),
    });
    run.keep("http-proxy-invocation-data-mapping", { content: text, status_code: status });
  },

  "proxy answers": async (run) => {
    const { api } = run;
    const { integration } = await newFunction(
      run,
      "export const handler = async ({ body }) => JSON.parse(body);",
    );
    const { restApiId, rootId } = await newRestApi(run);
    const resourceId = await newResource(run, restApiId, rootId, "{proxy+}");
    const at = { restApiId, resourceId, httpMethod: "ANY" };
    await api.putMethod({ ...at, authorizationType: "NONE" });
    await api.putIntegration({ ...at, ...integration, type: "AWS_PROXY" });
    await run.deploy(restApiId, "test");

    const base64 = Buffer.from("test-data").toString("base64");
    const several = { "test-multi": ["value-multi"] };
    for (const [key, value, withHeaders] of [
      ["no-body", { statusCode: 200 }],
      ["with-headers", { statusCode: 200, headers: { "test-header": "value", "header-bool": true } }, true],
      ["with-headers-null", { statusCode: 200, headers: null }, true],
      ["wrong-format", { statusCode: 200, wrongValue: "value" }],
      // An empty object is no body for the client that recorded this one.
      ["empty-response", undefined],
      ["b64-encoded-true", { statusCode: 200, body: base64, isBase64Encoded: true }],
      ["b64-encoded-false", { statusCode: 200, body: base64 }],
      [
        "multi-headers-valid",
        { statusCode: 200, multiValueHeaders: { "test-multi": ["value1", "value2"] } },
        true,
      ],
      [
        "multi-headers-overwrite",
        { statusCode: 200, multiValueHeaders: several, headers: { "test-multi": "value-solo" } },
        true,
      ],
      [
        "multi-headers-overwrite-casing",
        {
          statusCode: 200,
          multiValueHeaders: { "tesT-Multi": ["value-multi"] },
          headers: { "test-multi": "value-solo" },
        },
        true,
      ],
      ["multi-headers-invalid", { statusCode: 200, multiValueHeaders: { "test-multi-invalid": "value1" } }],
      ["invalid-status-code", { statusCode: "test" }],
      ["status-code-str", { statusCode: "201" }],
      ["just-string", "justAString"],
      ["only-headers", { headers: { "test-header": "value" } }],
    ] as const) {
      const { status, headers, text } = await run.invoke({ restApiId, stageName: "test" }, "/test", {
        method: "POST",
        headers: {
          "User-Agent": "python/test",
          ...(value !== undefined && { "Content-Type": "application/json" }),
        },
        ...(value !== undefined && { body: JSON.stringify(value) }),
      });
      run.keep(`invoke-api-${key}`, { status, content: text, ...(withHeaders && { headers }) });
    }
  },
};
