import {
  CreateAuthorizerCommand,
  type CreateAuthorizerRequest,
  DeleteGatewayResponseCommand,
  FlushStageAuthorizersCacheCommand,
  PutGatewayResponseCommand,
  UpdateAuthorizerCommand,
  UpdateRestApiCommand,
} from "@aws-sdk/client-api-gateway";
import { beforeAll, describe, expect, it } from "vitest";
import { addRoutes, answerOf, deploy, makeApi, makeFunction, permit, proxyTo } from "../fixtures/mock-api.ts";
import { there, useGateway } from "../fixtures/running-gateway.ts";

/**
 * The authorizer does what its token says: `allow`, `deny`, `only:ARN suffix`, `json:RESULT`, `throw:MESSAGE`. Its
 * context counts how often it was asked, and has the event.
 */
const authorizerSource = `
let asked = 0;
export const handler = async (event) => {
  asked++;
  const token = event.authorizationToken ?? event.headers.Authorization ?? event.queryStringParameters.token ?? "";
  const [what, rest = ""] = token.split(/:(.*)/s);
  if (what === "throw") throw new Error(rest);
  if (what === "json") return JSON.parse(rest);
  const Effect = what === "deny" ? "Deny" : "Allow";
  const Resource = what === "only" ? event.methodArn.replace(/prod\\/.*/, "prod/" + rest) : "*";
  return {
    principalId: "user|a1b2c3d4",
    policyDocument: { Version: "2012-10-17", Statement: [{ Action: "execute-api:Invoke", Effect, Resource }] },
    context: { text: "value", number: 1, flag: true, nothing: null, asked, event: JSON.stringify(event) },
  };
};`;

const echoSource =
  "export const handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event) });";

let ahead = 0;
const lines: string[] = [];
const gateway = useGateway({ clock: () => Date.now() + ahead, log: (line) => lines.push(line) });
let restApiId = "";
let authorizerUri = "";
let echo = "";

beforeAll(async () => {
  authorizerUri = await makeFunction(gateway.lambda, "authorizer", authorizerSource);
  echo = await makeFunction(gateway.lambda, "echo", echoSource);
  await permit(gateway.lambda, "authorizer");
  await permit(gateway.lambda, "echo");
  restApiId = await makeApi(gateway.apiGateway, {});
});

/** Puts an authorizer before routes below a path of its own, and deploys. */
async function guard(path: string, settings: Partial<CreateAuthorizerRequest>): Promise<string> {
  const { id } = await gateway.apiGateway.send(
    new CreateAuthorizerCommand({
      restApiId,
      name: path.slice(1),
      type: "TOKEN",
      authorizerUri,
      identitySource: "method.request.header.Authorization",
      authorizerResultTtlInSeconds: 0,
      ...settings,
    }),
  );
  const method = { authorizationType: "CUSTOM", authorizerId: there(id) };
  await addRoutes(gateway.apiGateway, restApiId, {
    [`GET ${path}`]: { method, integration: proxyTo(echo) },
    [`ANY ${path}/{id}`]: { method, integration: proxyTo(echo) },
  });
  await deploy(gateway.apiGateway, restApiId);
  return there(id);
}

const call = (path: string, Authorization?: string, init: RequestInit = {}) =>
  answerOf(
    fetch(`${gateway.url}/restapis/${restApiId}/prod/_user_request_${path}`, {
      ...init,
      headers: { ...(Authorization === undefined ? {} : { Authorization }), ...init.headers },
    }),
  );

const contextOf = ({ text }: { readonly text: string }) => JSON.parse(text).requestContext.authorizer;

const unauthorized = { status: 401, errorType: "UnauthorizedException", text: '{"message":"Unauthorized"}' };
const broken = { status: 500, errorType: "AuthorizerConfigurationException", text: '{"message":null}' };
const denied = (why: string) => ({
  status: 403,
  errorType: "AccessDeniedException",
  text: JSON.stringify({ Message: `User is not authorized to access this resource ${why}` }),
});
const explicitly = denied("with an explicit deny in an identity-based policy");
const silently = denied("because no identity-based policy allows the execute-api:Invoke action");

describe("a TOKEN authorizer", () => {
  beforeAll(() => guard("/token", { identityValidationExpression: "(allow|deny|only|json|throw)(\\n|.)*" }));

  it("is given the token and the method's ARN, and its context arrives as text", async () => {
    const answer = contextOf(await call("/token/a%20b?x=1", "allow"));
    expect(answer).toMatchObject({ principalId: "user|a1b2c3d4", text: "value", number: "1", flag: "true" });
    expect(answer).not.toHaveProperty("nothing");
    expect(answer.integrationLatency).toBeTypeOf("number");
    const methodArn = `arn:aws:execute-api:us-west-2:123456789012:${restApiId}/prod/GET/token/a%20b`;
    expect(answer.event).toBe(JSON.stringify({ type: "TOKEN", methodArn, authorizationToken: "allow" }));
  });

  it("shows what it said to templates", async () => {
    const authorizerId = await guard("/shown", {});
    await addRoutes(gateway.apiGateway, restApiId, {
      "GET /shown/template": {
        method: { authorizationType: "CUSTOM", authorizerId },
        responseTemplate:
          '{"who": "$context.authorizer.principalId", "text": "$context.authorizer.text", "none": "$context.authorizer.none"}',
      },
    });
    await deploy(gateway.apiGateway, restApiId);
    const { text } = await call("/shown/template", "allow");
    expect(JSON.parse(text)).toEqual({ who: "user|a1b2c3d4", text: "value", none: "" });
  });

  const all = { Action: "execute-api:Invoke", Effect: "Allow", Resource: "*" };
  const named = (length: number) => ({ ...all, Resource: "x".repeat(length) });
  const butAction = { Effect: "Allow", NotAction: "s3:*", Resource: "*" };
  const butResource = {
    Effect: "Allow",
    Action: "*",
    NotResource: "arn:aws:execute-api:*:*:*/*/GET/token/*",
  };
  const result = (change: object) => {
    const Statement = [all];
    return `json:${JSON.stringify({ principalId: "me", policyDocument: { Statement }, ...change })}`;
  };

  it("shows what it said to the gateway response of a denial", async () => {
    const { apiGateway } = gateway;
    await apiGateway.send(
      new PutGatewayResponseCommand({
        restApiId,
        responseType: "ACCESS_DENIED",
        responseTemplates: {
          "application/json": '{"who":"$context.authorizer.principalId","text":"$context.authorizer.text"}',
        },
      }),
    );
    await deploy(apiGateway, restApiId);
    const said = { status: 403, text: '{"who":"user|a1b2c3d4","text":"value"}' };
    expect(await call("/token/1", "deny")).toMatchObject(said);
    expect(await call("/token/1", "only:GET/other")).toMatchObject(said);
    await apiGateway.send(new DeleteGatewayResponseCommand({ restApiId, responseType: "ACCESS_DENIED" }));
    await deploy(apiGateway, restApiId);
  });

  it.each<[what: string, token: string | undefined, expected: object]>([
    ["no token", undefined, unauthorized],
    ["an empty token", "", unauthorized],
    ["a token that the expression does not match", "other", unauthorized],
    ["the word for 401", "throw:Unauthorized", unauthorized],
    ["the word for 401 in another case", "throw:unauthorized", broken],
    ["any other failure", "throw:no database", broken],
    ["an explicit deny", "deny", explicitly],
    ["a policy for another method", "only:GET/other", silently],
    ["a policy for another verb", "only:POST/token/1", silently],
    ["a policy for this method", "only:GET/token/1", { status: 200 }],
    ["a policy for all below", "only:GET/token/*", { status: 200 }],
    ["a minimal result", result({}), { status: 200 }],
    ["null", "json:null", broken],
    ["text", 'json:"Allow"', broken],
    ["no principalId", result({ principalId: undefined }), broken],
    ["an empty principalId", result({ principalId: "" }), broken],
    ["an object for a principalId", result({ principalId: {} }), broken],
    ["a number for a principalId", result({ principalId: 7 }), { status: 200 }],
    ["no policyDocument", result({ policyDocument: undefined }), broken],
    ["an unknown effect", result({ policyDocument: { Statement: { Effect: "Maybe" } } }), broken],
    [
      "an effect in small letters",
      result({ policyDocument: { Statement: { ...all, Effect: "allow" } } }),
      broken,
    ],
    ["all actions but others", result({ policyDocument: { Statement: { ...butAction } } }), { status: 200 }],
    ["all resources but this", result({ policyDocument: { Statement: { ...butResource } } }), silently],
    ["a policy as text", result({ policyDocument: JSON.stringify({ Statement: [all] }) }), { status: 200 }],
    ["no statements at all", result({ policyDocument: { Statement: [] } }), silently],
    [
      "a resource of 512 characters",
      result({ policyDocument: { Statement: [all, named(512)] } }),
      { status: 200 },
    ],
    ["a resource of 513 characters", result({ policyDocument: { Statement: [all, named(513)] } }), broken],
    ["a context with an object in it", result({ context: { a: {} } }), broken],
    ["a context with a list in it", result({ context: { a: ["b"] } }), broken],
    ["a context that is text", result({ context: "a" }), broken],
    [
      "a condition on the address",
      result({
        policyDocument: {
          Statement: {
            Effect: "Allow",
            Action: "*",
            Resource: "*",
            Condition: { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } },
          },
        },
      }),
      silently,
    ],
  ])("and %s", async (_, token, expected) => {
    expect(await call("/token/1", token)).toMatchObject(expected);
  });

  it("that fails says why in the log, and not on the wire", async () => {
    lines.length = 0;
    await call("/token/1", "throw:no database");
    expect(lines.join("\n")).toContain("no database");
  });

  it("is not asked about a method whose ARN has more than 1,600 bytes", async () => {
    expect(await call(`/token/${"x".repeat(1_500)}`, "allow")).toMatchObject({ status: 200 });
    expect(await call(`/token/${"x".repeat(1_600)}`, "allow")).toMatchObject({
      status: 414,
      text: expect.stringContaining('"Request URI too long"'),
    });
  });

  it("finds its header in any case", async () => {
    expect(await call("/token/1", undefined, { headers: { authorization: "allow" } })).toMatchObject({
      status: 200,
    });
  });
});

describe("a REQUEST authorizer", () => {
  beforeAll(() =>
    guard("/request", {
      type: "REQUEST",
      identitySource:
        "method.request.querystring.token, method.request.header.X-Who, context.identity.sourceIp",
    }),
  );

  it("is given the request without its body", async () => {
    const answer = await call("/request/7%2F8?token=allow&token=allow2&b=%C3%A9", undefined, {
      method: "POST",
      body: "{}",
      headers: { "X-Who": "me" },
    });
    const event = JSON.parse(contextOf(answer).event);
    const { body: _body, isBase64Encoded: _encoded, requestContext, ...asProxy } = JSON.parse(answer.text);
    const { authorizer: _authorizer, ...context } = requestContext;
    expect(event).toEqual({
      ...asProxy,
      type: "REQUEST",
      methodArn: `arn:aws:execute-api:us-west-2:123456789012:${restApiId}/prod/POST/request/7%2F8`,
      stageVariables: {},
      requestContext: context,
    });
    expect(Object.keys(event).slice(0, 3)).toEqual(["type", "methodArn", "resource"]);
    expect(event.multiValueQueryStringParameters).toEqual({ token: ["allow", "allow2"], b: ["é"] });
  });

  it("is not asked unless every identity source is there", async () => {
    expect(await call("/request?token=allow")).toEqual(unauthorized);
    expect(await call("/request?token=", undefined, { headers: { "X-Who": "me" } })).toEqual(unauthorized);
    expect(await call("/request?token=deny", undefined, { headers: { "X-Who": "me" } })).toEqual(explicitly);
  });

  it("needs no identity source when nothing is kept", async () => {
    await guard("/always", { type: "REQUEST", identitySource: undefined });
    expect(await call("/always?token=allow")).toMatchObject({ status: 200 });
    expect(await call("/always?token=deny")).toEqual(explicitly);
  });
});

describe("the cache", () => {
  beforeAll(() => guard("/kept", { authorizerResultTtlInSeconds: 60 }));

  it("keeps an answer for the token until its time is over", async () => {
    const asked = async (token: string) => Number(contextOf(await call("/kept", token)).asked);
    const first = await asked("allow:1");
    expect(await asked("allow:1")).toBe(first);
    expect(contextOf(await call("/kept", "allow:1")).integrationLatency).toBe(0);
    expect(await asked("allow:2")).toBe(first + 1);
    ahead += 59_000;
    expect(await asked("allow:1")).toBe(first);
    ahead += 2_000;
    expect(await asked("allow:1")).toBe(first + 2);
  });

  it("lets a policy for one method deny the next", async () => {
    expect(await call("/kept/1", "only:GET/kept/1")).toMatchObject({ status: 200 });
    expect(await call("/kept/2", "only:GET/kept/1")).toEqual(silently);
    expect(await call("/kept/1", "only:GET/kept/1", { method: "POST" })).toEqual(silently);
  });

  it("can be flushed for a stage", async () => {
    const asked = async () => Number(contextOf(await call("/kept", "allow:flushed")).asked);
    const first = await asked();
    expect(await asked()).toBe(first);
    await gateway.apiGateway.send(new FlushStageAuthorizersCacheCommand({ restApiId, stageName: "prod" }));
    ahead += 1;
    expect(await asked()).toBe(first + 1);
    expect(await asked()).toBe(first + 1);
  });

  it("is of one identity source, one authorizer, one stage and one API", async () => {
    const { apiGateway } = gateway;
    const asked = async (path: string, headers: Record<string, string>) =>
      Number(contextOf(await call(path, undefined, { headers })).asked);
    const token = { Authorization: "allow:elsewhere", Other: "allow:elsewhere" };
    const first = await asked("/kept", token);
    expect(await asked("/kept", token)).toBe(first);
    const authorizerId = await guard("/kept-too", { authorizerResultTtlInSeconds: 60 });
    expect(await asked("/kept-too", token)).toBe(first + 1);
    const value = "method.request.header.Other";
    await apiGateway.send(
      new UpdateAuthorizerCommand({
        restApiId,
        authorizerId,
        patchOperations: [{ op: "replace", path: "/identitySource", value }],
      }),
    );
    await deploy(apiGateway, restApiId, "beta");
    await deploy(apiGateway, restApiId);
    expect(await asked("/kept-too", token)).toBe(first + 2);
    const url = `${gateway.url}/restapis/${restApiId}/beta/_user_request_/kept`;
    const beta = await answerOf(fetch(url, { headers: token }));
    expect(Number(contextOf(beta).asked)).toBe(first + 3);
  });

  it("keeps no failures", async () => {
    expect(await call("/kept", "throw:Unauthorized")).toEqual(unauthorized);
    const before = contextOf(await call("/kept", "allow:before")).asked;
    await call("/kept", "throw:Unauthorized");
    expect(Number(contextOf(await call("/kept", "allow:after")).asked)).toBe(Number(before) + 2);
  });
});

describe("an authorizer that cannot be asked", () => {
  it("for want of a permission", async () => {
    const uri = await makeFunction(gateway.lambda, "closed", authorizerSource);
    const id = await guard("/closed", { authorizerUri: uri });
    expect(await call("/closed", "allow")).toEqual(broken);
    expect(lines.at(-1)).toContain(`${restApiId}/authorizers/${id}`);
    await permit(
      gateway.lambda,
      "closed",
      `arn:aws:execute-api:us-west-2:123456789012:${restApiId}/authorizers/other`,
    );
    expect(await call("/closed", "allow")).toEqual(broken);
    await permit(
      gateway.lambda,
      "closed",
      `arn:aws:execute-api:us-west-2:123456789012:${restApiId}/authorizers/${id}`,
    );
    expect(await call("/closed", "allow")).toMatchObject({ status: 200 });
  });

  it("for want of a permission, but with a role", async () => {
    const uri = await makeFunction(gateway.lambda, "with-role", authorizerSource);
    await guard("/with-role", {
      authorizerUri: uri,
      authorizerCredentials: "arn:aws:iam::123456789012:role/asks",
    });
    expect(await call("/with-role", "allow")).toMatchObject({ status: 200 });
  });

  it("for want of the function", async () => {
    await guard("/gone", { authorizerUri: authorizerUri.replace("function:authorizer", "function:gone") });
    expect(await call("/gone", "allow")).toEqual(broken);
  });
});

describe("with a resource policy", () => {
  const policy = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
  const say = (Effect: string, Resource: string) => ({
    Effect,
    Principal: "*",
    Action: "execute-api:Invoke",
    Resource,
  });
  const anonymously = (path: string, why: string) => ({
    status: 403,
    errorType: "AccessDeniedException",
    text: JSON.stringify({
      Message: `User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-west-2:********9012:${restApiId}/prod/GET${path} ${why}`,
    }),
  });

  it("either may allow, and neither may deny", async () => {
    await guard("/both", {});
    const value = policy(
      say("Allow", "execute-api:/prod/GET/both/allowed"),
      say("Deny", "execute-api:/*/GET/both/denied"),
    );
    await gateway.apiGateway.send(
      new UpdateRestApiCommand({ restApiId, patchOperations: [{ op: "replace", path: "/policy", value }] }),
    );
    expect(await call("/both/denied", "allow"), "before it is deployed").toMatchObject({ status: 200 });
    await addRoutes(gateway.apiGateway, restApiId, { "GET /open": {} });
    await deploy(gateway.apiGateway, restApiId);
    const explicit = "with an explicit deny in a resource-based policy";
    expect(await call("/both/denied", "allow")).toEqual(anonymously("/both/denied", explicit));
    expect(await call("/both/denied")).toEqual(anonymously("/both/denied", explicit));
    expect(await call("/both/allowed", "only:GET/other")).toMatchObject({ status: 200 });
    expect(await call("/both/allowed", "deny")).toEqual(explicitly);
    expect(await call("/both/allowed")).toEqual(unauthorized);
    expect(await call("/both/other", "allow")).toMatchObject({ status: 200 });
    expect(await call("/both/other", "only:GET/both/1")).toEqual(silently);
    const implicit = "because no resource-based policy allows the execute-api:Invoke action";
    expect(await call("/open")).toEqual(anonymously("/open", implicit));
  });
});
