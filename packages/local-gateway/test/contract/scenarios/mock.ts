import type { Run, Scenario } from "../scenario.ts";
import { newFunction } from "./function.ts";
import { type Mocked, mock as mockMethod, newResource, newRestApi } from "./parts.ts";

const json = (template: string) => ({ "application/json": template });

export const mock: Readonly<Record<string, Scenario>> = {
  "one method": async (run) => {
    const answer = `{"echo": "$input.params('data')", "response": "mocked"}`;
    const document = {
      openapi: "3.0.1",
      info: { title: "mock", version: "1" },
      paths: {
        "/echo/{data}": {
          "x-amazon-apigateway-any-method": {
            responses: { 200: { description: "200 response" } },
            "x-amazon-apigateway-integration": {
              type: "mock",
              passthroughBehavior: "when_no_templates",
              requestTemplates: json('{"statusCode": 200}'),
              responses: { default: { statusCode: "200", responseTemplates: json(answer) } },
            },
          },
        },
      },
    };
    const { restApiId } = await newRestApi(run);
    await run.api.putRestApi({ restApiId, mode: "overwrite", body: Buffer.from(JSON.stringify(document)) });
    await run.deploy(restApiId, "test");
    const { text } = await run.invoke({ restApiId, stageName: "test" }, "/echo/foobar");
    run.keep("mocked-response", text);
  },

  "overrides of the request": async (run) => {
    const remember = "#set($context.requestOverride.path.body = $util.base64Decode($input.params('given')))";
    const chosen = `#set($given = $util.parseJson($context.requestOverride.path.body).message)
#if($given == "path1"){ "response": "path was path one" }
#elseif($given == "path2"){ "response": "path was path two" }
#else{ "response": "this is the else clause" }
#end`;
    const stage = await deployed(run, "{given}", {
      request: { requestTemplates: json(`${remember}{"statusCode": 200}`) },
      response: { responseTemplates: json(chosen) },
    });
    for (const [key, message] of [
      ["invoke-path1", "path1"],
      ["invoke-path2", "path2"],
      ["invoke-path-else", "whatever"],
    ] as const) {
      const given = Buffer.from(JSON.stringify({ message })).toString("base64");
      run.keep(key, (await run.invoke(stage, `/${given}`)).text);
    }
  },

  "override of the status": async (run) => {
    const override = `#set($context.responseOverride.status = 444)
#set($context.responseOverride.header.foo = "bar")
#set($context.responseOverride.custom = "is also passed around")
{"statusCode": 200}`;
    const stage = await deployed(run, undefined, { request: { requestTemplates: json(override) } });
    const { status, text } = await run.invoke(stage, "/");
    run.keep("response", { body: text, status_code: status });
  },

  maps: async (run) => {
    const set = `#set($name = "foo")#set($context.requestOverride.querystring[$name] = "bar")
#set($put = "putfoo")$context.requestOverride.querystring.put($put, "putBar")
#set($context["requestOverride"].querystring["nestedfoo"] = "nestedFoo"){"statusCode": 200}`;
    const value = (name: string) => `$context.requestOverride.querystring["${name}"]`;
    const got = `#set($one = ${value("foo")})#set($two = ${value("putfoo")})#set($three = ${value("nestedfoo")})
{"value": "$one", "value2": "$two", "value3": "$three"}`;
    const stage = await deployed(run, undefined, {
      request: { requestTemplates: json(set) },
      response: { responseTemplates: json(got) },
    });
    const { status, text } = await run.invoke(stage, "/");
    run.keep("response", { body: text, status_code: status });
  },

  // What a template makes of a value that the integration answered.
  "input path": async (run) => {
    const { api } = run;
    const { restApiId, rootId } = await newRestApi(run);
    const { integration: echo } = await newFunction(
      run,
      "export const handler = async (event) => ({ json: event });",
    );
    const asIs = '#set($value = $input.path("$.json"))';
    const about = `{"body": $value, "nested": $value.nested, \
"isNull": #if($value == $null)"true"#else"false"#end, "isEmptyString": #if($value == "")"true"#else"false"#end}`;
    for (const [path, template] of [
      ["path", `${asIs}$value`],
      ["nested", `${asIs}$value.nested`],
      ["list", `${asIs}$value[0]`],
      ["to-string", `${asIs}$value.toString()`],
      ["invalid-path", `#set($value = $input.path("$.nonExisting"))${about}`],
      ["nested-list", `#set($value = $input.path("$.json.listValue"))${about}`],
    ] as const) {
      const resourceId = await newResource(run, restApiId, rootId, path);
      const at = { restApiId, resourceId, httpMethod: "POST" };
      await api.putMethod({ ...at, authorizationType: "NONE" });
      await api.putMethodResponse({ ...at, statusCode: "200" });
      await api.putIntegration({ ...at, ...echo, type: "AWS" });
      await api.putIntegrationResponse({ ...at, statusCode: "200", responseTemplates: json(template) });
    }
    await run.deploy(restApiId, "dev");
    for (const [key, path, value] of [
      ["dict-response", "/path", { foo: "bar" }],
      ["json-list", "/path", [{ foo: "bar" }]],
      ["nested-dict", "/nested", { nested: { foo: "bar" } }],
      ["nested-list", "/nested", { nested: [{ foo: "bar" }] }],
      ["dict-in-list", "/list", [{ foo: "bar" }]],
      ["list-with-nested-list", "/list", [[{ foo: "bar" }]]],
      ["dict-with-nested-list", "/path", { foo: [{ nested: "bar" }] }],
      ["bigger-dict", "/path", { bigger: "dict", to: "test", with: "separators" }],
      ["to-string", "/to-string", { foo: "bar" }],
      ["list-to-string", "/to-string", { list: [{ foo: "bar" }] }],
      ["empty-body", "/invalid-path", undefined],
      ["nested-empty-list", "/nested-list", { listValue: [] }],
      ["nested-null-list", "/nested-list", { listValue: null }],
    ] as const) {
      const body = value === undefined ? {} : { body: JSON.stringify(value) };
      const headers = value === undefined ? {} : { "Content-Type": "application/json" };
      const answer = await run.invoke({ restApiId, stageName: "dev" }, path, {
        method: "POST",
        headers,
        ...body,
      });
      run.keep(key, answer.text);
    }
  },

  ...passthrough("NEVER", "GET"),
  ...passthrough("NEVER", "POST"),
  ...passthrough("WHEN_NO_MATCH", "GET"),
  ...passthrough("WHEN_NO_MATCH", "POST"),
  ...passthrough("WHEN_NO_TEMPLATES", "GET"),
};

function passthrough(passthroughBehavior: string, method: "GET" | "POST"): Record<string, Scenario> {
  const response = { responseTemplates: json('{"statusCode": 200, "id": $input.params().path.id}') };
  return {
    [`passthrough ${passthroughBehavior}, ${method}`]: async (run) => {
      const stage = await deployed(run, "{id}", { request: { passthroughBehavior }, response }, method);
      const headers = { "Content-Type": "application/json" };
      run.keep("mock-response", (await run.invoke(stage, "/42", { method, headers })).text);
    },
  };
}

/** A mock at a path part below the root or, without one, at the root, deployed. */
async function deployed(run: Run, pathPart: string | undefined, mocked: Mocked, httpMethod = "GET") {
  const { restApiId, rootId } = await newRestApi(run);
  const resourceId = pathPart === undefined ? rootId : await newResource(run, restApiId, rootId, pathPart);
  await mockMethod(run.api, { restApiId, resourceId, httpMethod }, mocked);
  await run.deploy(restApiId, "dev");
  return { restApiId, stageName: "dev" };
}
