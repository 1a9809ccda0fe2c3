import { compile } from "@gatewright/mapping-template";
import { describe, expect, test } from "vitest";
import { desiredState } from "../src/desired/desired.ts";
import { api, code, route, scope, stateOf } from "./states.ts";

const greeting = { type: "json", schema: {} } as const;
const greet = route("GET /greeting", {
  key: "greet",
  integration: "custom",
  input: [{ key: "greeter", kind: "query", name: "greeter", required: false, schema: { type: "string" } }],
  errors: [
    { code: "MissingGreeter", status: 400 },
    { code: "NobodyHome", status: 404 },
  ],
});
const order = route("PUT /orders/{id}/{rest+}", {
  key: "order",
  auth: "iam",
  input: [
    { key: "id", kind: "path", name: "id", required: true, schema: { type: "string" } },
    { key: "trace", kind: "header", name: "x-trace", required: true, schema: { type: "string" } },
    { key: "order", kind: "body", name: "", required: true, schema: {} },
    { key: "caller", kind: "context", name: "identity.userArn", required: false },
  ],
});
const uri = (name: string) =>
  `arn:aws:apigateway:us-west-2:lambda:path/2015-03-31/functions/arn:aws:lambda:us-west-2:111122223333:function:${name}/invocations`;
const header = "method.response.header.Content-Type";

describe("a route with a custom integration", () => {
  const method = stateOf([greet]).restApi?.methods[0];

  test("is a method that calls its function through a template, and answers each status by its own pattern", () => {
    expect(method).toMatchObject({
      path: "/greeting",
      httpMethod: "GET",
      request: {
        authorizationType: "NONE",
        requestParameters: { "method.request.querystring.greeter": false },
      },
      integration: {
        type: "AWS",
        integrationHttpMethod: "POST",
        uri: uri("shop-prod-greet"),
        passthroughBehavior: "NEVER",
        requestTemplates: { "application/json": expect.stringContaining("greeter") },
      },
      methodResponses: {
        "200": { responseParameters: {} },
        "400": { responseParameters: { [header]: false } },
        "404": { responseParameters: { [header]: false } },
        "500": { responseParameters: { [header]: false } },
      },
      integrationResponses: {
        "200": { selectionPattern: "", responseParameters: {} },
        "400": { responseParameters: { [header]: "'application/problem+json'" } },
        "404": { responseParameters: { [header]: "'application/problem+json'" } },
        "500": { responseParameters: { [header]: "'application/problem+json'" } },
      },
    });
    expect(Object.keys(method?.methodResponses ?? {})).toEqual(
      Object.keys(method?.integrationResponses ?? {}),
    );
  });

  test.each([
    ['{"status":400,"code":"MissingGreeter"}', ["400"]],
    ['{"status":404,"code":"NobodyHome","detail":"on\\ntwo lines"}', ["404"]],
    ['{"status":500,"code":"InternalError"}', ["500"]],
    ["2026-11-21T00:00:00Z id Task timed out after 28.00 seconds", ["500"]],
    ["Error: Cannot find module 'x'\nRequire stack:\n- /var/task/index.mjs", ["500"]],
    ["", ["200"]],
  ])("answers the error message %j with %j alone", (errorMessage, statuses) => {
    const responses = Object.entries(method?.integrationResponses ?? {});
    const matching = responses.filter(([, { selectionPattern }]) =>
      new RegExp(`^(?:${selectionPattern})$`).test(errorMessage),
    );
    expect(matching.map(([status]) => status)).toEqual(statuses);
  });

  test("has templates that are ones", () => {
    const templates = [
      ...Object.values(method?.integration?.requestTemplates ?? {}),
      ...Object.values(method?.integrationResponses ?? {}).flatMap(({ responseTemplates }) =>
        Object.values(responseTemplates),
      ),
    ];
    expect(templates).toHaveLength(5);
    for (const template of templates) expect(() => compile(template)).not.toThrow();
  });

  test("declares every status and header that it may answer with", () => {
    const outputs = [
      { status: 201, body: greeting, headers: { location: {} } },
      { status: 202, body: greeting, headers: {} },
    ];
    const [several] = stateOf([{ ...greet, outputs, errors: [] }]).restApi?.methods ?? [];
    expect(several?.methodResponses).toMatchObject({
      "201": { responseParameters: { "method.response.header.location": false } },
      "202": { responseParameters: {} },
    });
    expect(Object.keys(several?.methodResponses ?? {})).toEqual(["201", "202", "400", "500"]);
    // One default response, of the first status; the template says which of them it is.
    expect(Object.keys(several?.integrationResponses ?? {})).toEqual(["201", "400", "500"]);
    expect(several?.integrationResponses["201"]?.selectionPattern).toBe("");
  });
});

test("a route with a proxy integration leaves all to its function", () => {
  expect(stateOf([order], [code("place", ["order"])]).restApi?.methods[0]).toMatchObject({
    path: "/orders/{id}/{rest+}",
    httpMethod: "PUT",
    request: {
      authorizationType: "AWS_IAM",
      requestParameters: {
        "method.request.path.id": true,
        "method.request.path.rest": true,
        "method.request.header.x-trace": false,
      },
    },
    integration: {
      type: "AWS_PROXY",
      integrationHttpMethod: "POST",
      uri: uri("shop-prod-place"),
      requestTemplates: {},
    },
    methodResponses: {},
    integrationResponses: {},
  });
});

test("resources are those of the paths and all above them", () => {
  expect(stateOf([order, greet, route("GET /")]).restApi?.resources).toEqual([
    "/greeting",
    "/orders",
    "/orders/{id}",
    "/orders/{id}/{rest+}",
  ]);
});

test("functions are named after API, stage and file, and have what Lambda asks for", () => {
  const description = api([route("GET /")], { name: "my shop" });
  const [one] = desiredState({
    scope: { ...scope, api: "my shop" },
    description,
    functions: [code("a", ["GET /"])],
  }).functions;
  expect(one).toEqual({
    name: "my-shop-prod-a",
    label: "a",
    configuration: {
      runtime: "nodejs24.x",
      handler: "index.handler",
      role: "arn:aws:iam::111122223333:role/gatewright-my-shop-prod-us-west-2",
      memorySize: 256,
      timeout: 28,
      description: "",
      environment: {},
    },
    codeSha256: "a-1",
    codeSize: 41_234,
    permission: "granted",
  });
});

test("a role of the user's own is used, and none is made", () => {
  const state = desiredState({
    scope,
    description: api([route("GET /")]),
    functions: [code("a", ["GET /"])],
    roleArn: "arn:own",
  });
  expect(state.role).toBeUndefined();
  expect(state.functions[0]?.configuration.role).toBe("arn:own");
});

test("the hash is of the model: code does not change it, a route does", () => {
  const hash = (state = stateOf([greet])) => state.stage?.modelHash;
  expect(hash(stateOf([greet], [code("greet", ["greet"], { codeSha256: "other" })]))).toBe(hash());
  expect(hash(stateOf([{ ...greet, auth: "iam" }]))).not.toBe(hash());
});
