import { CreateAuthorizerCommand, TestInvokeAuthorizerCommand } from "@aws-sdk/client-api-gateway";
import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { AddPermissionCommand } from "@aws-sdk/client-lambda";
import { beforeAll, describe, expect, it } from "vitest";
import { addRoutes, answerOf, deploy, makeApi, makeFunction, proxyTo } from "../fixtures/mock-api.ts";
import { lastReason, there, useGateway } from "../fixtures/running-gateway.ts";
import { smithy } from "./signing-clients/smithy.ts";

const secretAccessKey = "secret";
const user = (name: string, policies?: readonly object[]) => ({
  secretAccessKey,
  arn: `arn:aws:iam::123456789012:user/${name}`,
  ...(policies && { policies }),
});
const allow = (Action: string, Resource = "*", Effect = "Allow") => ({
  Version: "2012-10-17",
  Statement: [{ Effect, Action, Resource }],
});
const gateway = useGateway({
  credentials: {
    test: { ...user("admin"), secretAccessKey: "test" },
    BOTH: user("both", [allow("execute-api:Invoke"), allow("lambda:InvokeFunction")]),
    API: user("api", [allow("execute-api:Invoke")]),
  },
});
const internal = { status: 500, text: '{"message": "Internal server error"}' };
const trust = (Service: string, Condition?: object) =>
  JSON.stringify({
    Statement: { Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole", Condition },
  });
let uri = "";
let arn = "";
let roleCount = 0;

beforeAll(async () => {
  uri = await makeFunction(
    gateway.lambda,
    "hello",
    `export const handler = async (event) => event.type === "TOKEN"
      ? { principalId: "p", policyDocument: { Statement: [{ Effect: "Allow", Action: "execute-api:Invoke", Resource: "*" }] } }
      : { statusCode: 200, body: "hello" };`,
  );
  arn = there(/functions\/(.*)\/invocations/.exec(uri)?.[1]);
});

interface RoleToMake {
  readonly trusted?: string;
  readonly policy?: object;
  readonly attached?: string;
}

async function makeRole({ trusted = trust("apigateway.amazonaws.com"), policy, attached }: RoleToMake) {
  roleCount += 1;
  const RoleName = `caller-${roleCount}`;
  const { Role } = await gateway.iam.send(
    new CreateRoleCommand({ RoleName, Path: "/api/", AssumeRolePolicyDocument: trusted }),
  );
  if (policy !== undefined) {
    const PolicyDocument = JSON.stringify(policy);
    await gateway.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "p", PolicyDocument }));
  }
  if (attached !== undefined) {
    const PolicyArn = `arn:aws:iam::aws:policy/${attached}`;
    await gateway.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  }
  return there(Role?.Arn);
}

async function ask(credentials: string, method = {}) {
  const integration = { ...proxyTo(uri), credentials };
  const restApiId = await makeApi(gateway.apiGateway, { "GET /": { integration, method } });
  await deploy(gateway.apiGateway, restApiId);
  const path = `/restapis/${restApiId}/prod/_user_request_/`;
  const { status, text } = await answerOf(fetch(`${gateway.url}${path}`));
  return { path, answer: { status, text } };
}

describe("a role in an integration's credentials", () => {
  it.each<[what: string, role: () => RoleToMake]>([
    ["allows the function", () => ({ policy: allow("lambda:InvokeFunction", arn) })],
    ["allows all of Lambda", () => ({ policy: allow("lambda:*", "arn:aws:lambda:*:*:function:*") })],
    ["has AWS's policy for it", () => ({ attached: "AWSLambda_FullAccess" })],
    [
      "is for this account only",
      () => ({
        trusted: trust("apigateway.amazonaws.com", { StringEquals: { "aws:SourceAccount": "123456789012" } }),
        policy: allow("lambda:InvokeFunction"),
      }),
    ],
  ])("that %s calls it", async (_, role) => {
    const { answer } = await ask(await makeRole(role()));
    expect(answer).toEqual({ status: 200, text: "hello" });
  });

  it.each<[what: string, role: () => RoleToMake]>([
    ["has no policy", () => ({})],
    ["allows another function", () => ({ policy: allow("lambda:InvokeFunction", `${arn}-2`) })],
    ["allows another action", () => ({ policy: allow("lambda:GetFunction") })],
    ["denies it", () => ({ attached: "AdministratorAccess", policy: allow("lambda:*", arn, "Deny") })],
    ["has a policy of AWS's for something else", () => ({ attached: "AmazonSQSFullAccess" })],
  ])("that %s is a configuration error", async (_, role) => {
    const roleArn = await makeRole(role());
    const { answer } = await ask(roleArn);
    expect(answer).toEqual(internal);
    expect(await lastReason(gateway.url)).toBe(
      `the policies of ${roleArn} do not allow lambda:InvokeFunction on ${arn}`,
    );
  });

  it("has to trust API Gateway, and is looked at again when it has changed", async () => {
    const roleArn = await makeRole({
      trusted: trust("lambda.amazonaws.com"),
      policy: allow("lambda:InvokeFunction"),
    });
    const { path, answer } = await ask(roleArn);
    expect(answer).toEqual(internal);
    expect(await lastReason(gateway.url)).toContain("does not let apigateway.amazonaws.com assume it");
    await gateway.iam.send(
      new UpdateAssumeRolePolicyCommand({
        RoleName: there(roleArn.split("/").at(-1)),
        PolicyDocument: trust("apigateway.amazonaws.com"),
      }),
    );
    expect((await fetch(gateway.url + path)).status).toBe(200);
  });

  it("may be allowed by the function's own policy alone", async () => {
    const roleArn = await makeRole({});
    await makeFunction(gateway.lambda, "open", "export const handler = async () => ({ body: 'open' });").then(
      (made) => {
        uri = made;
      },
    );
    await gateway.lambda.send(
      new AddPermissionCommand({
        FunctionName: "open",
        StatementId: "role",
        Action: "lambda:InvokeFunction",
        Principal: roleArn,
      }),
    );
    const { answer } = await ask(roleArn);
    uri = uri.replace(":open/", ":hello/");
    expect(answer).toEqual({ status: 200, text: "open" });
  });

  it("that is not known here has its policies elsewhere", async () => {
    expect((await ask("arn:aws:iam::123456789012:role/elsewhere")).answer.status).toBe(200);
  });
});

describe("the caller's own credentials", () => {
  const callers = "arn:aws:iam::*:user/*";
  const method = { authorizationType: "AWS_IAM" };
  const send = async (path: string, accessKeyId: string) => {
    const { host } = new URL(gateway.url);
    const key = { accessKeyId, secretAccessKey };
    const signed = await smithy({ method: "GET", target: path }, { host, region: "us-west-2", key });
    const headers = signed.headers
      .filter(([name]) => name !== "host")
      .map(([name, value]): [string, string] => [name, value]);
    const { status, text } = await answerOf(fetch(`${gateway.url}${path}`, { headers }));
    return { status, text };
  };

  it("have to allow the function too", async () => {
    const { path } = await ask(callers, method);
    expect(await send(path, "BOTH")).toEqual({ status: 200, text: "hello" });
    expect(await send(path, "API")).toEqual(internal);
    expect(await lastReason(gateway.url)).toContain(
      "the caller's access key API do not allow lambda:InvokeFunction",
    );
  });

  it("need a caller that signs", async () => {
    const { answer } = await ask(callers);
    expect(answer).toEqual(internal);
    expect(await lastReason(gateway.url)).toContain("authorizationType");
  });
});

it("says in the execution log of an authorizer's test that a role does not trust API Gateway", async () => {
  const restApiId = await makeApi(gateway.apiGateway, {});
  const authorizerCredentials = await makeRole({ trusted: trust("lambda.amazonaws.com") });
  const { id: authorizerId } = await gateway.apiGateway.send(
    new CreateAuthorizerCommand({
      restApiId,
      name: "a",
      type: "TOKEN",
      authorizerUri: uri,
      authorizerCredentials,
      identitySource: "method.request.header.Authorization",
    }),
  );
  const { log, clientStatus } = await gateway.apiGateway.send(
    new TestInvokeAuthorizerCommand({ restApiId, authorizerId, headers: { Authorization: "t" } }),
  );
  expect(clientStatus).toBe(500);
  expect(log).toContain(
    `Execution failed due to configuration error: API Gateway does not have permission to assume the provided role ${authorizerCredentials}`,
  );
});

describe("a role in an authorizer's credentials", () => {
  const authorized = async (role: RoleToMake) => {
    const restApiId = await makeApi(gateway.apiGateway, {});
    const { id } = await gateway.apiGateway.send(
      new CreateAuthorizerCommand({
        restApiId,
        name: "a",
        type: "TOKEN",
        authorizerUri: uri,
        authorizerCredentials: await makeRole(role),
        identitySource: "method.request.header.Authorization",
      }),
    );
    const method = { authorizationType: "CUSTOM", authorizerId: there(id) };
    await addRoutes(gateway.apiGateway, restApiId, { "GET /": { method } });
    await deploy(gateway.apiGateway, restApiId);
    const url = `${gateway.url}/restapis/${restApiId}/prod/_user_request_/`;
    const { status, errorType } = await answerOf(fetch(url, { headers: { Authorization: "t" } }));
    return { status, errorType };
  };

  it("calls its function when it may", async () => {
    expect(await authorized({ attached: "AWSLambdaRole" })).toEqual({ status: 200, errorType: null });
  });

  it.each<[string, RoleToMake]>([
    ["may not", {}],
    ["does not trust API Gateway", { trusted: trust("lambda.amazonaws.com"), attached: "AWSLambdaRole" }],
  ])("is a fault of the authorizer's configuration when it %s", async (_, role) => {
    expect(await authorized(role)).toEqual({
      status: 500,
      errorType: "AuthorizerConfigurationException",
    });
  });
});
