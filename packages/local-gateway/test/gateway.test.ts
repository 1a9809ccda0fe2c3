import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  DeleteRestApiCommand,
  GetResourcesCommand,
  GetRestApisCommand,
  GetStageCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
} from "@aws-sdk/client-api-gateway";
import { CreateRoleCommand, GetRoleCommand } from "@aws-sdk/client-iam";
import { AddPermissionCommand, CreateFunctionCommand, GetFunctionCommand } from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { destinationOf } from "../src/destination.ts";
import { randomIds } from "../src/effects.ts";
import { type Gateway, type GatewayOptions, startGateway } from "../src/index.ts";
import { apiGatewayOf, getAs, iamOf, lambdaOf, refusalOf, there } from "./fixtures/running-gateway.ts";

let directory = "";
const running: { close(): Promise<void> }[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "gatewright-gateway-"));
});
afterEach(async () => {
  for (const gateway of running.splice(0)) await gateway.close();
  await rm(directory, { recursive: true, force: true });
});

const start = async (options: GatewayOptions = {}): Promise<Gateway> => {
  const gateway = await startGateway(options);
  running.push(gateway);
  return gateway;
};
/** A client that is ended with the test. */
const ended = <T extends { destroy(): void }>(client: T): T => {
  running.push({ close: () => Promise.resolve(client.destroy()) });
  return client;
};

describe("starting", () => {
  test("tells others what it is", async () => {
    const { url, port } = await start();
    expect(url).toBe(`http://127.0.0.1:${port}`);
    const answer = await fetch(`${url}/_gatewright/health`);
    expect(await answer.json()).toEqual({
      name: "gatewright",
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    });
  });

  test("on a port in use says so, and what to do", async () => {
    const { port } = await start();
    await expect(startGateway({ port, dataDirectory: directory })).rejects.toMatchObject({
      code: "PortInUse",
      message: expect.stringMatching(
        new RegExp(`^Port ${port} of 127\\.0\\.0\\.1 is in use\\. Stop .* another port`),
      ),
    });
    // The failed start has let go of the directory.
    await start({ dataDirectory: directory });
  });

  test("on a directory in use is refused, in this process and in another", async () => {
    await start({ dataDirectory: directory });
    await expect(startGateway({ dataDirectory: directory })).rejects.toMatchObject({
      code: "DataDirectoryLocked",
      message: expect.stringContaining(`process ${process.pid}`),
    });
    const script =
      "import(process.argv[1]).then(({ lockFolder }) => lockFolder(process.argv[2])).catch((e) => console.log(e.code))";
    const module = new URL("../src/store/lock.ts", import.meta.url).href;
    const child = spawn(process.execPath, ["-e", script, module, directory], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    for await (const chunk of child.stdout) output += String(chunk);
    expect(output).toBe("DataDirectoryLocked\n");
  });

  test("closing twice is closing once", async () => {
    const gateway = await startGateway({ dataDirectory: directory });
    await Promise.all([gateway.close(), gateway.close()]);
    await expect(fetch(gateway.url)).rejects.toThrow();
  });

  test("listens on the loopback interface only", async () => {
    const { port } = await start();
    // Had the gateway taken every address, a second listener on another loopback address would be refused.
    const other = createServer();
    await new Promise<void>((resolve, reject) => {
      other.once("error", reject);
      other.listen({ host: "127.0.0.2", port }, resolve);
    });
    await new Promise((resolve) => other.close(resolve));
  });
});

describe("the host of a request", () => {
  test.each(["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.1", "[::2]"])(
    "%j is refused",
    async (host) => {
      const { url } = await start();
      for (const path of ["/_gatewright/health", "/restapis", "/restapis/a/b/_user_request_/"]) {
        expect((await getAs(url, host, path)).status).toBe(403);
      }
    },
  );

  test.each([
    "localhost",
    "LOCALHOST:80",
    "127.0.0.1",
    "127.1.2.3:1",
    "[::1]:80",
    "api.localhost",
    "localhost.",
  ])("%j is taken", async (host) => {
    const { url } = await start();
    expect((await getAs(url, host, "/_gatewright/health")).status).toBe(200);
  });
});

test.each([
  [
    "localhost",
    "/restapis/abc/dev/_user_request_/a%2Fb",
    { kind: "stage", restApiId: "abc", stageName: "dev", rawPath: "/a%2Fb" },
  ],
  [
    "localhost",
    "/restapis/abc/dev/_user_request_",
    { kind: "stage", restApiId: "abc", stageName: "dev", rawPath: "" },
  ],
  [
    "localhost",
    "/restapis/abc/dev/_user_request_x",
    { kind: "control", rawPath: "/restapis/abc/dev/_user_request_x" },
  ],
  [
    "abc.execute-api.localhost:80",
    "/dev/a//b",
    { kind: "stage", restApiId: "abc", stageName: "dev", rawPath: "/a//b" },
  ],
  ["abc.execute-api.localhost", "/dev", { kind: "stage", restApiId: "abc", stageName: "dev", rawPath: "" }],
  ["abc.execute-api.localhost", "/dev/", { kind: "stage", restApiId: "abc", stageName: "dev", rawPath: "/" }],
  ["abc.execute-api.localhost", "/", { kind: "stage", restApiId: "abc", stageName: "", rawPath: "" }],
  ["127.0.0.1:4566", "/_gatewright/health", { kind: "own", rawPath: "/_gatewright/health" }],
  ["127.0.0.1:4566", "/_gatewrightx", { kind: "control", rawPath: "/_gatewrightx" }],
  ["a.execute-api.evil", "/dev", { kind: "foreign-host" }],
])("%s %s goes to %j", (host, path, expected) => {
  expect(destinationOf({ host, urlPath: path })).toEqual(expected);
});

test("a fault inside is a 500 with a request id and no message; the log has the cause", async () => {
  const lines: string[] = [];
  const ids = {
    ...randomIds,
    short: () => {
      throw new Error("secret");
    },
  };
  const { url } = await start({ ids, log: (line) => lines.push(line) });
  const answer = await fetch(`${url}/restapis`, { method: "POST", body: '{"name":"x"}' });
  const requestId = there(answer.headers.get("x-amzn-requestid"));
  expect([answer.status, await answer.text()]).toEqual([500, "{}"]);
  expect([...answer.headers].join()).not.toContain("secret");
  expect(lines).toEqual([expect.stringContaining(`request ${requestId} failed: Error: secret`)]);
  const client = ended(apiGatewayOf(url));
  expect(await refusalOf(client.send(new CreateRestApiCommand({ name: "x" })))).toMatchObject({
    name: "InternalFailure",
    status: 500,
  });
});

test("a request that is nothing here is a 404, and a service that is not here a 501", async () => {
  const { url } = await start();
  expect((await fetch(`${url}/nowhere`)).status).toBe(404);
  const authorization =
    "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0";
  const answer = await fetch(`${url}/bucket`, { headers: { authorization } });
  expect([answer.status, await answer.json()]).toEqual([
    501,
    { __type: "NotImplemented", message: "The service s3 is not implemented by this local gateway." },
  ]);
});

/** AWS's "HelloWorld (AWS CLI)" walkthrough, with the answers as they stand on the wire. */
async function walkthrough(url: string) {
  const scope = (service: string) =>
    `AWS4-HMAC-SHA256 Credential=test/20260101/us-west-2/${service}/aws4_request, SignedHeaders=host, Signature=0`;
  const call = async (service: string, method: string, path: string, body?: object) => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: scope(service) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, json: JSON.parse((await answer.text()) || "{}") };
  };
  const code = zipSync({
    "index.js": strToU8(
      'exports.handler = (event, context, callback) => callback(null, { statusCode: 200, headers: { "Content-Type": "*/*" }, body: event.greeter === "" ? "Hello, World" : "Hello, " + event.greeter + "!" });',
    ),
  });
  await call("lambda", "POST", "/2015-03-31/functions", {
    FunctionName: "HelloWorld",
    // The walkthrough's handler has a callback, which later runtimes refuse.
    Runtime: "nodejs22.x",
    Handler: "index.handler",
    Role: "arn:aws:iam::123456789012:role/lambda-ex",
    Code: { ZipFile: Buffer.from(code).toString("base64") },
  });
  const api = await call("apigateway", "POST", "/restapis", { name: "HelloWorld (AWS CLI)" });
  const resources = await call("apigateway", "GET", `/restapis/${api.json.id}/resources`);
  const root = resources.json.item[0];
  const resource = await call("apigateway", "POST", `/restapis/${api.json.id}/resources/${root.id}`, {
    pathPart: "greeting",
  });
  const method = `/restapis/${api.json.id}/resources/${resource.json.id}/methods/GET`;
  const uri =
    "arn:aws:apigateway:us-west-2:lambda:path/2015-03-31/functions/arn:aws:lambda:us-west-2:123456789012:function:HelloWorld/invocations";
  const requestTemplates = { "application/json": '{"greeter":"$input.params(\'greeter\')"}' };
  const credentials = "arn:aws:iam::123456789012:role/apigAwsProxyRole";
  const requestParameters = { "method.request.querystring.greeter": false };
  const answers = {
    api,
    resources,
    resource,
    method: await call("apigateway", "PUT", method, { authorizationType: "NONE", requestParameters }),
    methodResponse: await call("apigateway", "PUT", `${method}/responses/200`, {}),
    integration: await call("apigateway", "PUT", `${method}/integration`, {
      type: "AWS",
      httpMethod: "POST",
      uri,
      requestTemplates,
      credentials,
    }),
    integrationResponse: await call("apigateway", "PUT", `${method}/integration/responses/200`, {
      selectionPattern: "",
    }),
    deployment: await call("apigateway", "POST", `/restapis/${api.json.id}/deployments`, {
      stageName: "test",
    }),
  };
  return { answers, uri, requestTemplates, credentials, requestParameters, restApiId: String(api.json.id) };
}

const greeting = async (url: string, restApiId: string, query: string) => {
  const answer = await fetch(`${url}/restapis/${restApiId}/test/_user_request_/greeting${query}`);
  return [answer.status, await answer.json()];
};

test("AWS's documented walkthrough: the answers on the wire, and the API in the end", async () => {
  const { url } = await start();
  const { answers, uri, requestTemplates, credentials, requestParameters, restApiId } =
    await walkthrough(url);
  const resourceId: string = answers.resource.json.id;
  expect(answers).toEqual({
    api: {
      status: 201,
      json: {
        id: expect.stringMatching(/^[a-z0-9]{10}$/),
        name: "HelloWorld (AWS CLI)",
        createdDate: expect.any(Number),
        apiKeySource: "HEADER",
        endpointConfiguration: { types: ["EDGE"], ipAddressType: "ipv4" },
        disableExecuteApiEndpoint: false,
        rootResourceId: expect.any(String),
      },
    },
    resources: { status: 200, json: { item: [{ id: answers.api.json.rootResourceId, path: "/" }] } },
    resource: {
      status: 201,
      json: {
        id: resourceId,
        parentId: answers.api.json.rootResourceId,
        path: "/greeting",
        pathPart: "greeting",
      },
    },
    method: {
      status: 201,
      json: { apiKeyRequired: false, httpMethod: "GET", authorizationType: "NONE", requestParameters },
    },
    methodResponse: { status: 201, json: { statusCode: "200" } },
    integration: {
      status: 201,
      json: {
        passthroughBehavior: "WHEN_NO_MATCH",
        cacheKeyParameters: [],
        uri,
        httpMethod: "POST",
        requestTemplates,
        cacheNamespace: resourceId,
        credentials,
        type: "AWS",
        timeoutInMillis: 29_000,
      },
    },
    integrationResponse: { status: 201, json: { selectionPattern: "", statusCode: "200" } },
    deployment: { status: 201, json: { id: expect.any(String), createdDate: expect.any(Number) } },
  });
  const output = (body: string) => ({ statusCode: 200, headers: { "Content-Type": "*/*" }, body });
  expect(await greeting(url, restApiId, "?greeter=me")).toEqual([200, output("Hello, me!")]);
  expect(await greeting(url, restApiId, "")).toEqual([200, output("Hello, World")]);
});

test("a restart finds everything, and serves it", async () => {
  const before = await startGateway({ dataDirectory: directory });
  const { restApiId } = await walkthrough(before.url);
  const iam = ended(iamOf(before.url));
  const trust = '{"Statement":{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}}';
  await iam.send(new CreateRoleCommand({ RoleName: "kept", AssumeRolePolicyDocument: trust }));
  await before.close();

  const after = await start({ dataDirectory: directory });
  const apiGateway = ended(apiGatewayOf(after.url));
  const { items } = await apiGateway.send(new GetRestApisCommand());
  expect(there(items).map(({ id, name }) => [id, name])).toEqual([[restApiId, "HelloWorld (AWS CLI)"]]);
  const { stageName } = await apiGateway.send(new GetStageCommand({ restApiId, stageName: "test" }));
  expect(stageName).toBe("test");
  const resources = await apiGateway.send(new GetResourcesCommand({ restApiId, embed: ["methods"] }));
  expect(there(resources.items).map(({ path }) => path)).toEqual(["/", "/greeting"]);
  const { Configuration } = await ended(lambdaOf(after.url)).send(
    new GetFunctionCommand({ FunctionName: "HelloWorld" }),
  );
  expect(Configuration?.State).toBe("Active");
  expect((await ended(iamOf(after.url)).send(new GetRoleCommand({ RoleName: "kept" }))).Role?.RoleName).toBe(
    "kept",
  );
  expect(await greeting(after.url, restApiId, "?greeter=again")).toEqual([
    200,
    { statusCode: 200, headers: { "Content-Type": "*/*" }, body: "Hello, again!" },
  ]);
  await apiGateway.send(new DeleteRestApiCommand({ restApiId }));
  expect((await fetch(`${after.url}/restapis/${restApiId}/test/_user_request_/greeting`)).status).toBe(403);
});

test("without credentials of its own, an integration needs the function's permission", async () => {
  const { url } = await start();
  const apiGateway = ended(apiGatewayOf(url));
  const lambda = ended(lambdaOf(url));
  const ZipFile = zipSync({
    "index.js": strToU8("exports.handler = async () => ({ statusCode: 200, body: 'let in' });"),
  });
  const { FunctionArn } = await lambda.send(
    new CreateFunctionCommand({
      FunctionName: "asked",
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Role: "arn:aws:iam::123456789012:role/r",
      Code: { ZipFile },
    }),
  );
  const { id, rootResourceId } = await apiGateway.send(new CreateRestApiCommand({ name: "asks" }));
  const resource = await apiGateway.send(
    new CreateResourceCommand({ restApiId: id, parentId: rootResourceId, pathPart: "x" }),
  );
  const method = { restApiId: id, resourceId: resource.id, httpMethod: "GET" };
  await apiGateway.send(new PutMethodCommand({ ...method, authorizationType: "NONE" }));
  await apiGateway.send(new PutMethodResponseCommand({ ...method, statusCode: "200" }));
  await apiGateway.send(
    new PutIntegrationCommand({
      ...method,
      type: "AWS_PROXY",
      integrationHttpMethod: "POST",
      uri: `arn:aws:apigateway:us-west-2:lambda:path/2015-03-31/functions/${FunctionArn}/invocations`,
    }),
  );
  await apiGateway.send(
    new PutIntegrationResponseCommand({ ...method, statusCode: "200", selectionPattern: "" }),
  );
  await apiGateway.send(new CreateDeploymentCommand({ restApiId: id, stageName: "dev" }));
  const ask = async () => (await fetch(`${url}/restapis/${id}/dev/_user_request_/x`)).text();
  expect(await ask()).toBe('{"message": "Internal server error"}');
  await lambda.send(
    new AddPermissionCommand({
      FunctionName: "asked",
      StatementId: "api",
      Action: "lambda:InvokeFunction",
      Principal: "apigateway.amazonaws.com",
      SourceArn: `arn:aws:execute-api:us-west-2:123456789012:${id}/*/GET/x`,
    }),
  );
  expect(await ask()).toBe("let in");
});
