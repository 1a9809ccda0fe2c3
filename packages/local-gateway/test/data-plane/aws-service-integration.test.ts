import { GetResourcesCommand, TestInvokeMethodCommand } from "@aws-sdk/client-api-gateway";
import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { SignatureV4 } from "@smithy/signature-v4";
import { beforeAll, describe, expect, it } from "vitest";
import { startGateway } from "../../src/index.ts";
import { deployApi, type MethodToDeploy } from "../fixtures/deployed-api.ts";
import { useEndpoint } from "../fixtures/http-endpoint.ts";
import { lastReason, there, useGateway } from "../fixtures/running-gateway.ts";
import { Sha256 } from "../fixtures/sha256.ts";

const endpoint = useEndpoint(({ url }, response) => {
  if (url.startsWith("/slow")) return;
  response.writeHead(url.includes("Action=Fail") ? 400 : 200, { "Content-Type": "application/json" });
  response.end('{"MessageId":"7"}');
});
const serviceEndpoints: Record<string, string> = { sqs: "", dynamodb: "", s3: "", "abc.appsync-api": "" };
// The endpoint's port is known when the gateway starts, after the objects of both are made.
beforeAll(() => {
  for (const name of Object.keys(serviceEndpoints)) serviceEndpoints[name] = `${endpoint.url}/`;
});
const gateway = useGateway({ serviceEndpoints });

const account = "123456789012";
const responses = { 200: {}, 400: { selectionPattern: "4\\d\\d" }, 403: { selectionPattern: "403" } };
const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;

async function makeRole(RoleName: string, Action: string) {
  await gateway.iam.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument:
        '{"Statement":{"Effect":"Allow","Principal":{"Service":"apigateway.amazonaws.com"},"Action":"sts:AssumeRole"}}',
    }),
  );
  await gateway.iam.send(
    new PutRolePolicyCommand({
      RoleName,
      PolicyName: "p",
      PolicyDocument: JSON.stringify({ Statement: { Effect: "Allow", Action, Resource: "arn:aws:x:*:*:y" } }),
    }),
  );
}

beforeAll(async () => {
  await makeRole("sender", "sqs:SendMessage");
  await makeRole("all", "*");
});

type Integration = Partial<MethodToDeploy["integration"]>;

async function ask(uri: string, rest: Integration = {}, init: RequestInit = {}) {
  const mapped = Object.values(rest.requestParameters ?? {}).filter((source) => source.startsWith("method."));
  const base = await deployApi(gateway.apiGateway, {
    methods: [
      {
        path: "/",
        method: { requestParameters: Object.fromEntries(mapped.map((source) => [source, false])) },
        integration: {
          type: "AWS",
          integrationHttpMethod: "POST",
          uri: `arn:aws:apigateway:us-west-2:${uri}`,
          credentials: role("all"),
          ...rest,
        },
        responses,
      },
    ],
  });
  const response = await fetch(`${gateway.url}${base}/?text=a%20b%2Bc`, { method: "POST", ...init });
  const text = await response.text();
  return { status: response.status, text, reason: await lastReason(gateway.url) };
}

describe("an integration with a service of the gateway's own", () => {
  it("calls STS as the integration's role", async () => {
    const { status, text } = await ask("sts:action/GetCallerIdentity");
    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual({
      GetCallerIdentityResponse: {
        GetCallerIdentityResult: {
          Account: account,
          Arn: `arn:aws:sts::${account}:assumed-role/all/BackplaneAssumeRoleSession`,
          UserId: expect.stringMatching(/^AROA\w+:BackplaneAssumeRoleSession$/),
        },
        ResponseMetadata: { RequestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      },
    });
  });

  it("passes parameters of the uri and of mappings, and an error on", async () => {
    const { status, text } = await ask("iam:action/GetRole&RoleName=sender");
    expect(status).toBe(200);
    expect(JSON.parse(text).GetRoleResponse.GetRoleResult.Role).toMatchObject({ RoleName: "sender" });
    const requestParameters = {
      "integration.request.querystring.RoleName": "method.request.querystring.text",
    };
    const missing = await ask("iam:action/GetRole", { requestParameters });
    expect(missing.status).toBe(400);
    expect(JSON.parse(missing.text)).toMatchObject({
      Error: { Code: "NoSuchEntity", Message: "The role with name a b+c cannot be found.", Type: "Sender" },
    });
  });

  it("calls the path of a REST API, and a JSON protocol with a mapped target", async () => {
    const listed = await ask("lambda:path/2015-03-31/functions", { integrationHttpMethod: "GET" });
    expect(JSON.parse(listed.text)).toEqual({ Functions: [] });
    const groups = await ask("logs:path//", {
      requestParameters: { "integration.request.header.X-Amz-Target": "'Logs_20140328.DescribeLogGroups'" },
      requestTemplates: { "application/json": '{"limit": 1}' },
    });
    expect(JSON.parse(groups.text)).toMatchObject({ logGroups: [] });
  });
});

describe("an integration with a service that has an endpoint", () => {
  it("sends a signed request there, which its response template sees answered", async () => {
    const { status, text } = await ask("sqs:path/123456789012/queue", {
      credentials: role("sender"),
      requestParameters: {
        "integration.request.header.Content-Type": "'application/x-www-form-urlencoded'",
        "integration.request.querystring.q": "method.request.querystring.text",
      },
      requestTemplates: { "application/json": "Action=SendMessage&MessageBody=hello" },
    });
    expect({ status, text }).toEqual({ status: 200, text: '{"MessageId":"7"}' });
    const { method, url, headers, body } = endpoint.last;
    expect({ method, url, body: body.toString() }).toEqual({
      method: "POST",
      url: "/123456789012/queue?q=a%20b%2Bc",
      body: "Action=SendMessage&MessageBody=hello",
    });
    expect(headers["content-type"]).toBe("application/x-www-form-urlencoded");
    expect(headers["x-amz-security-token"]).toBeTypeOf("string");
    const [, accessKeyId = ""] = /Credential=(ASIA\w+)\//.exec(there(headers["authorization"])) ?? [];
    expect(accessKeyId).not.toBe("");
  });

  it("signs as Signature Version 4 says, with the caller's key where it acts as the caller", async () => {
    await ask("dynamodb:action/PutItem", {
      credentials: "arn:aws:iam::*:user/*",
      requestTemplates: { "application/json": '{"TableName":"t"}' },
    }).then(({ status }) => expect(status).toBe(500));
    const base = await deployApi(gateway.apiGateway, {
      methods: [
        {
          path: "/",
          method: { authorizationType: "AWS_IAM" },
          integration: {
            type: "AWS",
            integrationHttpMethod: "POST",
            uri: "arn:aws:apigateway:eu-central-1:dynamodb:action/PutItem",
            credentials: "arn:aws:iam::*:user/*",
            requestTemplates: { "application/json": '{"TableName":"t"}' },
          },
          responses,
        },
      ],
    });
    const { hostname, host } = new URL(gateway.url);
    const key = { accessKeyId: "test", secretAccessKey: "test" };
    const ours = new SignatureV4({
      service: "execute-api",
      region: "us-west-2",
      credentials: key,
      sha256: Sha256,
    });
    const signed = await ours.sign({
      method: "GET",
      path: `${base}/`,
      headers: { host },
      protocol: "http:",
      hostname,
    });
    const { host: _, ...headers } = signed.headers;
    expect((await fetch(`${gateway.url}${base}/`, { headers })).status).toBe(200);
    const got = endpoint.last;
    expect(got.url).toBe("/?Action=PutItem");
    expect(got.headers["x-amz-target"]).toBe("DynamoDB_20120810.PutItem");
    expect(got.headers["content-type"]).toBe("application/x-amz-json-1.0");
    const theirs = new SignatureV4({
      service: "dynamodb",
      region: "eu-central-1",
      credentials: key,
      sha256: Sha256,
      applyChecksum: false,
    });
    const names = there(/SignedHeaders=([^,]+)/.exec(there(got.headers["authorization"]))?.[1]).split(";");
    const again = await theirs.sign(
      {
        method: got.method,
        path: "/",
        query: { Action: "PutItem" },
        headers: Object.fromEntries(names.map((name) => [name, there(got.headers[name])])),
        body: got.body,
        protocol: "http:",
        hostname,
      },
      { signingDate: amzDate(there(got.headers["x-amz-date"])), signableHeaders: new Set(names) },
    );
    expect(again.headers["authorization"]).toContain(
      there(/Signature=\w+/.exec(there(got.headers["authorization"]))?.[0]),
    );
  });

  it("fills path parameters in, and takes an endpoint for a subdomain", async () => {
    const requestParameters = { "integration.request.path.key": "method.request.querystring.text" };
    await ask("s3:path/bucket/{key}", { requestParameters, integrationHttpMethod: "PUT" }, { body: "x" });
    expect(endpoint.last.url).toBe("/bucket/a%20b+c");
    await ask("abc.appsync-api:path/graphql");
    expect(endpoint.last.url).toBe("/graphql");
    expect(endpoint.last.headers["authorization"]).toContain("/us-west-2/appsync/aws4_request");
  });

  it("is refused what the role may not", async () => {
    const { status, text } = await ask("sqs:action/PurgeQueue", { credentials: role("sender") });
    expect(status).toBe(400);
    expect(JSON.parse(text)).toEqual({
      __type: "AccessDeniedException",
      Message: `${role("sender")} is not authorized to perform: sqs:PurgeQueue`,
    });
  });

  it("times out as any endpoint", async () => {
    expect(await ask("sqs:path/slow", { timeoutInMillis: 60 })).toMatchObject({ status: 504 });
  });
});

describe("an integration with a service that is nowhere", () => {
  it("is a 504, and the reason says what to do", async () => {
    expect(await ask("sns:action/Publish")).toEqual({
      status: 504,
      text: '{"message": "Network error communicating with endpoint"}',
      reason:
        "https://sns.us-west-2.amazonaws.com cannot be called: the local gateway has no sns; where one runs, start the gateway with --service-endpoint sns=http://127.0.0.1:PORT",
    });
  });

  it("needs credentials, and a uri that names something", async () => {
    const none = await ask("sqs:action/SendMessage", { credentials: undefined });
    expect(none).toMatchObject({ status: 500, reason: expect.stringContaining("needs credentials") });
    const variable = await ask(`sqs:action/\${stageVariables.none}`);
    expect(variable.status).toBe(200);
    expect(endpoint.last.url).toBe("/?Action=");
  });

  it("refuses an endpoint that is no URL at the start", async () => {
    await expect(startGateway({ serviceEndpoints: { sqs: "localhost:9324" } })).rejects.toMatchObject({
      code: "InvalidServiceEndpoint",
    });
  });
});

it("prints the call in the execution log of a test", async () => {
  const base = await deployApi(gateway.apiGateway, {
    methods: [
      {
        path: "/",
        integration: {
          type: "AWS",
          integrationHttpMethod: "POST",
          uri: "arn:aws:apigateway:us-west-2:sqs:action/SendMessage",
          credentials: role("all"),
        },
        responses,
      },
    ],
  });
  const [, restApiId = ""] = /restapis\/([^/]+)/.exec(base) ?? [];
  const { items = [] } = await gateway.apiGateway.send(new GetResourcesCommand({ restApiId }));
  const test = await gateway.apiGateway.send(
    new TestInvokeMethodCommand({ restApiId, resourceId: there(items[0]?.id), httpMethod: "ANY" }),
  );
  expect(test.log).toContain("Sending request to https://sqs.us-west-2.amazonaws.com/?Action=SendMessage");
});

function amzDate(text: string): Date {
  return new Date(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
}
