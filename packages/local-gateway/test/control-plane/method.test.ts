import {
  CreateModelCommand,
  CreateRequestValidatorCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  DeleteIntegrationCommand,
  DeleteIntegrationResponseCommand,
  DeleteMethodCommand,
  DeleteMethodResponseCommand,
  GetIntegrationCommand,
  GetMethodCommand,
  type PatchOperation,
  PutIntegrationCommand,
  type PutIntegrationCommandInput,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  type PutMethodCommandInput,
  PutMethodResponseCommand,
  UpdateIntegrationCommand,
  UpdateIntegrationResponseCommand,
  UpdateMethodCommand,
  UpdateMethodResponseCommand,
} from "@aws-sdk/client-api-gateway";
import { beforeEach, describe, expect, test } from "vitest";
import { plainly, refusalOf, there, useGateway } from "../fixtures/running-gateway.ts";

const gateway = useGateway();
let name = { restApiId: "", resourceId: "", httpMethod: "GET" };

beforeEach(async () => {
  const api = await gateway.apiGateway.send(new CreateRestApiCommand({ name: "methods" }));
  name = { restApiId: there(api.id), resourceId: there(api.rootResourceId), httpMethod: "GET" };
});

const putMethod = async (input: Partial<PutMethodCommandInput> = {}) =>
  plainly(
    await gateway.apiGateway.send(new PutMethodCommand({ ...name, authorizationType: "NONE", ...input })),
  );
const putIntegration = async (input: Partial<PutIntegrationCommandInput> = {}) =>
  plainly(await gateway.apiGateway.send(new PutIntegrationCommand({ ...name, type: "MOCK", ...input })));
const getMethod = async () => plainly(await gateway.apiGateway.send(new GetMethodCommand(name)));

describe("PutMethod", () => {
  test("answers exactly what AWS's walkthrough shows", async () => {
    const requestParameters = { "method.request.querystring.greeter": false };
    expect(await putMethod({ requestParameters })).toEqual({
      apiKeyRequired: false,
      httpMethod: "GET",
      authorizationType: "NONE",
      requestParameters,
    });
  });

  test.each<[Partial<PutMethodCommandInput>, string, string]>([
    [
      { restApiId: "nobody", httpMethod: "WRONG" },
      "NotFoundException",
      "Invalid Resource identifier specified",
    ],
    [
      { resourceId: "nobody", httpMethod: "WRONG" },
      "NotFoundException",
      "Invalid Resource identifier specified",
    ],
    [
      { httpMethod: "WRONG" },
      "BadRequestException",
      "Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY",
    ],
    [
      { authorizationType: "CUSTOM" },
      "BadRequestException",
      "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.",
    ],
    [
      { requestValidatorId: "nobody" },
      "BadRequestException",
      "Invalid Request Validator identifier specified",
    ],
    [
      { requestModels: { "application/json": "petModel" } },
      "BadRequestException",
      "Invalid model identifier specified: petModel",
    ],
    [
      { requestParameters: { "method.request.querystring.a": false, "method.request.header.a": false } },
      "BadRequestException",
      "Parameter names must be unique across querystring, header and path",
    ],
    [
      { requestParameters: { true: true } },
      "BadRequestException",
      "Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: true]",
    ],
  ])("refuses %j as recorded", async (input, errorName, message) => {
    expect(await refusalOf(putMethod(input))).toMatchObject({ name: errorName, message });
  });

  test("a method is put once", async () => {
    await putMethod();
    expect(await refusalOf(putMethod())).toMatchObject({ name: "ConflictException", status: 409 });
  });

  test("takes validators and models that are there", async () => {
    const { restApiId } = name;
    const { id } = await gateway.apiGateway.send(new CreateRequestValidatorCommand({ restApiId, name: "v" }));
    const schema = '{"type":"object"}';
    const model = { restApiId, name: "Pet", contentType: "application/json", schema };
    await gateway.apiGateway.send(new CreateModelCommand(model));
    const input = { requestValidatorId: id, requestModels: { "application/json": "Pet" } };
    expect(await putMethod(input)).toMatchObject(input);
  });
});

test("UpdateMethod adds, replaces and removes (recorded)", async () => {
  await putMethod();
  const update = async (...patchOperations: PatchOperation[]) =>
    plainly(await gateway.apiGateway.send(new UpdateMethodCommand({ ...name, patchOperations })));
  const parameter = "/requestParameters/method.request.querystring.optional";
  await update(
    { op: "add", path: parameter, value: "true" },
    { op: "add", path: "/requestModels/application~1json", value: "Empty" },
  );
  expect(
    await update(
      { op: "replace", path: "/operationName", value: "Named" },
      { op: "replace", path: "/apiKeyRequired", value: "true" },
      { op: "replace", path: "/authorizationType", value: "AWS_IAM" },
      { op: "replace", path: parameter, value: "false" },
    ),
  ).toEqual({
    httpMethod: "GET",
    apiKeyRequired: true,
    authorizationType: "AWS_IAM",
    operationName: "Named",
    requestModels: { "application/json": "Empty" },
    requestParameters: { "method.request.querystring.optional": false },
  });
  expect(
    await update(
      { op: "remove", path: parameter },
      { op: "remove", path: "/requestModels/application~1json" },
    ),
  ).toEqual({
    httpMethod: "GET",
    apiKeyRequired: true,
    authorizationType: "AWS_IAM",
    operationName: "Named",
  });
});

test.each(["constructor", "__proto__", "toString"])(
  "%s is not a method that is there",
  async (httpMethod) => {
    const get = gateway.apiGateway.send(new GetMethodCommand({ ...name, httpMethod }));
    expect(await refusalOf(get)).toMatchObject({
      status: 404,
      message: "Invalid Method identifier specified",
    });
  },
);

test("DeleteMethod answers 204, and then there is none (recorded)", async () => {
  await putMethod();
  const { $metadata } = await gateway.apiGateway.send(new DeleteMethodCommand(name));
  expect($metadata.httpStatusCode).toBe(204);
  const expected = { name: "NotFoundException", status: 404, message: "Invalid Method identifier specified" };
  expect(await refusalOf(getMethod())).toEqual(expected);
  expect(await refusalOf(gateway.apiGateway.send(new DeleteMethodCommand(name)))).toEqual(expected);
});

describe("method responses", () => {
  const put = (input = {}) =>
    gateway.apiGateway.send(new PutMethodResponseCommand({ ...name, statusCode: "200", ...input }));
  const update = (...patchOperations: PatchOperation[]) =>
    gateway.apiGateway.send(new UpdateMethodResponseCommand({ ...name, statusCode: "200", patchOperations }));

  test("a bare one answers its status alone (AWS's walkthrough)", async () => {
    await putMethod();
    expect(plainly(await put())).toEqual({ statusCode: "200" });
  });

  test("an update answers 201, and an emptied map is left out (recorded)", async () => {
    await putMethod();
    const parameter = "/responseParameters/method.response.header.my-header";
    const model = "/responseModels/application~1json";
    await put({
      responseParameters: { "method.response.header.my-header": false },
      responseModels: { "application/json": "Empty" },
    });
    const { $metadata, ...removed } = await update(
      { op: "remove", path: parameter },
      { op: "remove", path: model },
    );
    expect($metadata.httpStatusCode).toBe(201);
    expect(removed).toEqual({ statusCode: "200" });
    const added = await update(
      { op: "add", path: parameter, value: "true" },
      { op: "add", path: model, value: "Empty" },
    );
    expect(plainly(added)).toEqual({
      statusCode: "200",
      responseParameters: { "method.response.header.my-header": true },
      responseModels: { "application/json": "Empty" },
    });
  });

  test.each<[PatchOperation, string, string]>([
    [
      { op: "remove", path: "/responseParameters/method.response.header.x" },
      "NotFoundException",
      "Invalid parameter name specified",
    ],
    [
      { op: "remove", path: "/responseModels/application~1json" },
      "NotFoundException",
      "Content-Type specified was not found",
    ],
    [
      { op: "remove", path: "/wrong/method.response.header.my-header" },
      "BadRequestException",
      "Invalid patch path /wrong/method.response.header.my-header",
    ],
  ])("refuses %j as recorded", async (operation, errorName, message) => {
    await putMethod();
    await put();
    expect(await refusalOf(update(operation))).toMatchObject({ name: errorName, message });
  });

  test("is deleted with 204", async () => {
    await putMethod();
    await put();
    const { $metadata } = await gateway.apiGateway.send(
      new DeleteMethodResponseCommand({ ...name, statusCode: "200" }),
    );
    expect($metadata.httpStatusCode).toBe(204);
    expect((await getMethod()).methodResponses).toBeUndefined();
  });
});

describe("PutIntegration", () => {
  const lambdaPath = "arn:aws:apigateway:us-west-2:lambda:path/2015-03-31/functions/";
  const uri = `${lambdaPath}arn:aws:lambda:us-west-2:123456789012:function:F/invocations`;
  const http = { integrationHttpMethod: "POST", uri: "http://example.com" };

  test.each<[string, Partial<PutIntegrationCommandInput>, object]>([
    ["MOCK", { type: "MOCK", uri: "http://example.com" }, { type: "MOCK" }],
    [
      "HTTP",
      { type: "HTTP", ...http },
      { type: "HTTP", connectionType: "INTERNET", httpMethod: "POST", uri: http.uri },
    ],
    [
      "HTTP_PROXY",
      { type: "HTTP_PROXY", ...http },
      { type: "HTTP_PROXY", connectionType: "INTERNET", httpMethod: "POST", uri: http.uri },
    ],
    ["AWS", { type: "AWS", integrationHttpMethod: "POST", uri }, { type: "AWS", httpMethod: "POST", uri }],
    [
      "AWS_PROXY",
      { type: "AWS_PROXY", integrationHttpMethod: "POST", uri },
      { type: "AWS_PROXY", httpMethod: "POST", uri },
    ],
  ])("%s answers with the recorded defaults", async (_type, input, expected) => {
    await putMethod();
    expect(await putIntegration(input)).toEqual({
      cacheKeyParameters: [],
      cacheNamespace: name.resourceId,
      passthroughBehavior: "WHEN_NO_MATCH",
      timeoutInMillis: 29_000,
      ...expected,
    });
  });

  const proxy = { type: "AWS_PROXY" as const, integrationHttpMethod: "POST" };
  const onlyLambda =
    "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.";
  test.each<[Partial<PutIntegrationCommandInput>, string]>([
    [{ type: "HTTP", uri: "http://example.com" }, "Enumeration value for HttpMethod must be non-empty"],
    [{ type: "AWS", uri: "http://example.com" }, "Enumeration value for HttpMethod must be non-empty"],
    [{ type: "HTTP", ...http, uri: "non-valid-http" }, "Invalid HTTP endpoint specified for URI"],
    [{ type: "AWS", ...http, uri: "non-valid-arn" }, "Invalid ARN specified in the request"],
    [
      { type: "AWS", ...http, uri: "arn:aws:iam::0000000000:role/service-role/asdf" },
      "AWS ARN for integration must contain path or action",
    ],
    [{ ...proxy, uri: "arn:aws:apigateway:us-west-2:s3:path/b/k" }, onlyLambda],
    [{ ...proxy, uri: uri.replace("arn:", "bad-arn:") }, "Invalid ARN specified in the request"],
    [
      { ...proxy, uri: uri.replace("lambda:path", "lambda:test") },
      "AWS ARN for integration must contain path or action",
    ],
    [{ ...proxy, uri: uri.replace("lambda:path", "firehose:path") }, onlyLambda],
    [{ ...proxy, uri: uri.replace("2015-03-31/functions", "random/value") }, onlyLambda],
  ])("refuses %j as recorded", async (input, message) => {
    await putMethod();
    expect(await refusalOf(putIntegration(input))).toEqual({
      name: "BadRequestException",
      status: 400,
      message,
    });
  });

  const s3 = {
    type: "AWS" as const,
    integrationHttpMethod: "GET",
    uri: "arn:aws:apigateway:us-west-2:s3:path/b/k",
  };
  test.each<[string | undefined, string, string]>([
    [undefined, "BadRequestException", "Role ARN must be specified for AWS integrations"],
    [
      "arn:aws:iam::000000000000:role/other",
      "AccessDeniedException",
      "Cross-account pass role is not allowed.",
    ],
  ])("a service other than Lambda is not called as %s", async (credentials, errorName, message) => {
    await putMethod();
    const refusal = await refusalOf(putIntegration({ ...s3, credentials }));
    expect(refusal).toMatchObject({ name: errorName, message });
    const own = "arn:aws:iam::123456789012:role/own";
    expect(await putIntegration({ ...s3, credentials: own })).toMatchObject({ credentials: own });
  });

  test("refuses a source that the method does not declare", async () => {
    await putMethod({ requestParameters: { "method.request.querystring.q": false } });
    const source = (value: string) =>
      putIntegration({ requestParameters: { "integration.request.header.X": value } });
    await source("method.request.querystring.q");
    await source("'fixed'");
    await source("context.requestId");
    expect((await refusalOf(source("method.request.header.Authorization"))).message).toContain(
      "Invalid mapping expression parameter specified: method.request.header.Authorization",
    );
  });

  test("refuses a template that does not parse, with its place", async () => {
    await putMethod();
    const refusal = await refusalOf(
      putIntegration({ requestTemplates: { "application/json": '{\n  #if(true) "a"' } }),
    );
    expect(refusal.name).toBe("BadRequestException");
    expect(refusal.message).toMatch(/application\/json: line \d+, column \d+: /);
    expect((await getMethod()).methodIntegration).toBeUndefined();
  });

  test("names what is missing (recorded)", async () => {
    const get = () => gateway.apiGateway.send(new GetIntegrationCommand(name));
    expect((await refusalOf(get())).message).toBe("Invalid Method identifier specified");
    await putMethod();
    expect((await refusalOf(get())).message).toBe("Invalid Integration identifier specified");
    await putIntegration();
    expect((await get()).type).toBe("MOCK");
    const { $metadata } = await gateway.apiGateway.send(new DeleteIntegrationCommand(name));
    expect($metadata.httpStatusCode).toBe(204);
    expect((await refusalOf(get())).message).toBe("Invalid Integration identifier specified");
  });

  test("is updated by path", async () => {
    await putMethod();
    await putIntegration({ requestTemplates: { "application/json": "{}" } });
    const patchOperations: PatchOperation[] = [
      { op: "replace", path: "/requestTemplates/application~1json", value: '{"statusCode":200}' },
      { op: "add", path: "/requestTemplates/text~1plain", value: "x" },
      { op: "replace", path: "/timeoutInMillis", value: "1000" },
      { op: "replace", path: "/passthroughBehavior", value: "NEVER" },
    ];
    expect(
      await gateway.apiGateway.send(new UpdateIntegrationCommand({ ...name, patchOperations })),
    ).toMatchObject({
      requestTemplates: { "application/json": '{"statusCode":200}', "text/plain": "x" },
      timeoutInMillis: 1000,
      passthroughBehavior: "NEVER",
    });
  });
});

describe("integration responses", () => {
  const put = (input = {}) =>
    gateway.apiGateway.send(
      new PutIntegrationResponseCommand({ ...name, statusCode: "200", selectionPattern: "", ...input }),
    );

  test("are put, updated, overwritten and deleted (recorded)", async () => {
    await putMethod();
    await putIntegration();
    expect(plainly(await put())).toEqual({ selectionPattern: "", statusCode: "200" });
    const updated = await gateway.apiGateway.send(
      new UpdateIntegrationResponseCommand({
        ...name,
        statusCode: "200",
        patchOperations: [{ op: "replace", path: "/selectionPattern", value: "updated-pattern" }],
      }),
    );
    expect(updated.selectionPattern).toBe("updated-pattern");
    await put({ selectionPattern: "over", responseTemplates: { "application/json": "overwrite" } });
    expect((await getMethod()).methodIntegration?.integrationResponses).toEqual({
      "200": {
        statusCode: "200",
        selectionPattern: "over",
        responseTemplates: { "application/json": "overwrite" },
      },
    });
    const deletion = await gateway.apiGateway.send(
      new DeleteIntegrationResponseCommand({ ...name, statusCode: "200" }),
    );
    expect(deletion.$metadata.httpStatusCode).toBe(204);
    expect((await getMethod()).methodIntegration?.integrationResponses).toBeUndefined();
  });

  test("map only to headers that the method response declares", async () => {
    await putMethod();
    await putIntegration();
    const responseParameters = { "method.response.header.Location": "integration.response.body.url" };
    expect((await refusalOf(put({ responseParameters }))).message).toContain(
      "Invalid mapping expression parameter specified: method.response.header.Location",
    );
    await gateway.apiGateway.send(
      new PutMethodResponseCommand({
        ...name,
        statusCode: "200",
        responseParameters: { "method.response.header.Location": true },
      }),
    );
    expect((await put({ responseParameters })).responseParameters).toEqual(responseParameters);
  });

  test("a resource below has methods of its own", async () => {
    const child = await gateway.apiGateway.send(
      new CreateResourceCommand({ restApiId: name.restApiId, parentId: name.resourceId, pathPart: "x" }),
    );
    await putMethod();
    const elsewhere = gateway.apiGateway.send(new GetMethodCommand({ ...name, resourceId: child.id }));
    expect((await refusalOf(elsewhere)).message).toBe("Invalid Method identifier specified");
  });
});
