import { createHash } from "node:crypto";
import { UpdateRestApiCommand } from "@aws-sdk/client-api-gateway";
import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { beforeAll, describe, expect, it } from "vitest";
import { startGateway } from "../../src/index.ts";
import { answerOf, deploy, makeApi } from "../fixtures/mock-api.ts";
import { lastReason, useGateway } from "../fixtures/running-gateway.ts";
import { smithy } from "./signing-clients/smithy.ts";

const secretAccessKey = "secret";
const say = (Effect: string, Resource: string, more: object = {}) => ({
  Effect,
  Action: "execute-api:Invoke",
  Resource,
  ...more,
});
const credentials = {
  test: { secretAccessKey: "test", arn: "arn:aws:iam::123456789012:user/admin" },
  ALICE: { secretAccessKey, arn: "arn:aws:iam::123456789012:user/team/alice" },
  BOB: {
    secretAccessKey,
    arn: "arn:aws:iam::123456789012:user/bob",
    policies: [
      { Statement: [say("Allow", "arn:aws:execute-api:*:*:*/prod/GET/a/*")] },
      { Statement: [say("Deny", "arn:aws:execute-api:*:*:*/a/secret")] },
    ],
  },
  CAROL: { secretAccessKey, arn: "arn:aws:iam::210987654321:user/carol" },
  DAVE: { secretAccessKey, arn: "arn:aws:sts::123456789012:assumed-role/Caller/s1", sessionToken: "token" },
};
/** Nobody has given this one a key. */
const eve = { secretAccessKey, arn: "" };
type Name = keyof typeof credentials | "EVE";

const gateway = useGateway({ credentials });
let open = "";
let guarded = "";

beforeAll(async () => {
  const routes = {
    "ANY /a/{id}": {
      method: { authorizationType: "AWS_IAM" },
      responseTemplate: '{"user": "$context.identity.user", "arn": "$context.identity.userArn"}',
    },
  };
  open = await makeApi(gateway.apiGateway, routes);
  await deploy(gateway.apiGateway, open);
  guarded = await makeApi(gateway.apiGateway, routes);
  const value = JSON.stringify({
    Statement: [
      say("Allow", "execute-api:/prod/GET/a/shared", {
        Principal: { AWS: ["arn:aws:iam::210987654321:user/carol", "arn:aws:iam::123456789012:user/bob"] },
      }),
      say("Allow", "execute-api:/prod/POST/*", { Principal: { AWS: "arn:aws:iam::123456789012:user/bob" } }),
      say("Deny", "execute-api:/*", {
        Principal: "*",
        Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/*Caller" } },
      }),
    ],
  });
  await gateway.apiGateway.send(
    new UpdateRestApiCommand({
      restApiId: guarded,
      patchOperations: [{ op: "replace", path: "/policy", value }],
    }),
  );
  await deploy(gateway.apiGateway, guarded);
});

async function call(name: Name, restApiId: string, path: string, method = "GET") {
  const { secretAccessKey, ...rest } = { ...credentials, EVE: eve }[name];
  const sessionToken = "sessionToken" in rest ? rest.sessionToken : undefined;
  const { host } = new URL(gateway.url);
  const target = `/restapis/${restApiId}/prod/_user_request_${path}`;
  const key = { accessKeyId: name, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
  const signed = await smithy({ method, target }, { host, region: "us-west-2", key });
  const headers = signed.headers
    .filter(([header]) => header !== "host")
    .map(([k, v]): [string, string] => [k, v]);
  return answerOf(fetch(gateway.url + target, { method, headers }));
}

function denied(arn: string, restApiId: string, where: string, why: string) {
  const resource = `arn:aws:execute-api:us-west-2:********9012:${restApiId}/prod/${where}`;
  const Message = `User: ${arn} is not authorized to perform: execute-api:Invoke on resource: ${resource} ${why}`;
  return { status: 403, errorType: "AccessDeniedException", text: JSON.stringify({ Message }) };
}

const noIdentity = "because no identity-based policy allows the execute-api:Invoke action";
const noResource = "because no resource-based policy allows the execute-api:Invoke action";
const bob = credentials.BOB.arn;
const carol = credentials.CAROL.arn;
const dave = credentials.DAVE.arn;

describe("an Authorization header that is no signature", () => {
  const hashOf = (text: string) => createHash("sha256").update(text).digest("base64");
  const missing = (value: string) =>
    ["Credential", "Signature", "SignedHeaders"]
      .map((name) => `Authorization header requires '${name}' parameter. `)
      .join("") +
    `Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. (Hashed with SHA-256 and encoded with Base64) Authorization=${hashOf(value)}`;
  const noPair = (value: string) =>
    `Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '${hashOf(value)}'.`;
  const noAlgorithm = () =>
    "Authorization header must begin with the algorithm name, which cannot include an equal-sign";

  it.each<[value: string, message: (value: string) => string]>([
    ["Bearer abc", noPair],
    ["AWS4-HMAC-SHA256 a, b", noPair],
    ["Basic dXNlcjpwYXNzd29yZA==", missing],
    ["abc", missing],
    ["AWS4-HMAC-SHA256", missing],
    ["x-api-key=abc", noAlgorithm],
    ["", () => "Authorization header cannot be empty"],
    [
      "AWS4-HMAC-SHA512 Credential=A/20260101/us-west-2/execute-api/aws4_request, SignedHeaders=host, Signature=0",
      () => "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA512'",
    ],
  ])("%s: by a method and where there is none", async (Authorization, message) => {
    const date = Authorization.includes("Credential") ? { "X-Amz-Date": "20260101T000000Z" } : undefined;
    for (const path of ["/a/1", "/nothing/there"]) {
      const url = `${gateway.url}/restapis/${open}/prod/_user_request_${path}`;
      expect(await answerOf(fetch(url, { headers: { Authorization, ...date } }))).toEqual({
        status: 403,
        errorType: "IncompleteSignatureException",
        text: JSON.stringify({ message: message(Authorization) }),
      });
    }
  });
});

describe("a path that is not there", () => {
  const missing = {
    status: 403,
    errorType: "MissingAuthenticationTokenException",
    text: '{"message":"Missing Authentication Token"}',
  };

  it("asks for a signature, and has nothing for who gives one", async () => {
    const url = `${gateway.url}/restapis/${open}/prod/_user_request_/nothing`;
    expect(await answerOf(fetch(url))).toEqual(missing);
    expect(await lastReason(gateway.url)).toContain("/nothing");
    expect(await call("ALICE", open, "/nothing")).toEqual(missing);
    expect(await call("EVE", open, "/nothing")).toMatchObject({
      status: 403,
      errorType: "UnrecognizedClientException",
    });
    expect(await lastReason(gateway.url)).toContain("/nothing");
  });
});

describe("identity-based policies", () => {
  it("say what a key may; one without them may everything", async () => {
    expect(await call("ALICE", open, "/a/1", "DELETE")).toMatchObject({ status: 200 });
    expect(await call("BOB", open, "/a/1")).toMatchObject({ status: 200 });
    expect(await call("BOB", open, "/a/1", "POST")).toEqual(denied(bob, open, "POST/a/1", noIdentity));
    expect(await call("BOB", open, "/a/secret")).toEqual(
      denied(bob, open, "GET/a/secret", "with an explicit deny in an identity-based policy"),
    );
  });

  it("of a role hold for its sessions, as they are at that moment", async () => {
    const trust = '{"Statement":{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}}';
    expect(await call("DAVE", open, "/a/1"), "nobody has made the role").toMatchObject({ status: 200 });
    const { Role } = await gateway.iam.send(
      new CreateRoleCommand({ RoleName: "Caller", Path: "/team/", AssumeRolePolicyDocument: trust }),
    );
    expect(await call("DAVE", open, "/a/1")).toEqual(denied(dave, open, "GET/a/1", noIdentity));
    const PolicyDocument = JSON.stringify({ Statement: say("Allow", "*") });
    await gateway.iam.send(new PutRolePolicyCommand({ RoleName: "Caller", PolicyName: "p", PolicyDocument }));
    const answer = await call("DAVE", open, "/a/1");
    expect(JSON.parse(answer.text)).toEqual({ user: `${Role?.RoleId}:s1`, arn: dave });
  });

  it("know the role of a session by its path too", async () => {
    const principalArn = "arn:aws:iam::123456789012:role/team/Caller";
    const restApiId = await makeApi(
      gateway.apiGateway,
      { "ANY /a/{id}": { method: { authorizationType: "AWS_IAM" } } },
      {
        policy: JSON.stringify({
          Statement: say("Deny", "execute-api:/*/GET/*", {
            Principal: "*",
            Condition: { ArnEquals: { "aws:PrincipalArn": principalArn } },
          }),
        }),
      },
    );
    await deploy(gateway.apiGateway, restApiId);
    expect(await call("DAVE", restApiId, "/a/1", "POST")).toMatchObject({ status: 200 });
    expect(await call("DAVE", restApiId, "/a/1")).toEqual(
      denied(dave, restApiId, "GET/a/1", "with an explicit deny in a resource-based policy"),
    );
  });

  it("know a session by what no user has", async () => {
    const restApiId = await makeApi(
      gateway.apiGateway,
      { "ANY /a/{id}": { method: { authorizationType: "AWS_IAM" } } },
      {
        policy: JSON.stringify({
          Statement: [
            say("Allow", "execute-api:/*", { Principal: "*" }),
            say("Deny", "execute-api:/*", {
              Principal: "*",
              Condition: { Bool: { "aws:MultiFactorAuthPresent": "false" } },
            }),
          ],
        }),
      },
    );
    await deploy(gateway.apiGateway, restApiId);
    expect(await call("ALICE", restApiId, "/a/1")).toMatchObject({ status: 200 });
    expect(await call("DAVE", restApiId, "/a/1")).toEqual(
      denied(dave, restApiId, "GET/a/1", "with an explicit deny in a resource-based policy"),
    );
  });

  it("that cannot be read are told when the gateway starts", async () => {
    const broken = {
      ...credentials.BOB,
      policies: [{ Statement: [] }, { Statement: [{ Effect: "Allow" }] }],
    };
    await expect(startGateway({ credentials: { BOB: broken } })).rejects.toMatchObject({
      code: "InvalidPolicy",
      message: expect.stringMatching(
        /^Policy 2 of the access key BOB cannot be used: statement 1 needs Action/,
      ),
    });
  });

  it("of another account are not enough without a resource policy", async () => {
    expect(await call("CAROL", open, "/a/1")).toEqual(denied(carol, open, "GET/a/1", noResource));
  });
});

describe("a resource policy, together with them", () => {
  it("may allow what they do not, in the same account", async () => {
    expect(await call("BOB", guarded, "/a/1", "POST")).toMatchObject({ status: 200 });
    expect(await call("BOB", guarded, "/a/1", "PUT")).toEqual(denied(bob, guarded, "PUT/a/1", noIdentity));
    expect(await call("ALICE", guarded, "/a/1")).toMatchObject({ status: 200 });
  });

  it("has to allow what they allow, in another account", async () => {
    expect(await call("CAROL", guarded, "/a/shared")).toMatchObject({ status: 200 });
    expect(await call("CAROL", guarded, "/a/1")).toEqual(denied(carol, guarded, "GET/a/1", noResource));
  });

  it("that allows the account as a whole leaves it to the account whom", async () => {
    for (const principal of ["123456789012", "arn:aws:iam::123456789012:root"]) {
      const restApiId = await makeApi(
        gateway.apiGateway,
        { "ANY /a/{id}": { method: { authorizationType: "AWS_IAM" } } },
        {
          policy: JSON.stringify({
            Statement: say("Allow", "execute-api:/*", { Principal: { AWS: principal } }),
          }),
        },
      );
      await deploy(gateway.apiGateway, restApiId);
      expect(await call("BOB", restApiId, "/a/1")).toMatchObject({ status: 200 });
      expect(await call("BOB", restApiId, "/a/1", "POST")).toEqual(
        denied(bob, restApiId, "POST/a/1", noIdentity),
      );
    }
  });

  it("denies whom it denies, by condition too", async () => {
    const why = "with an explicit deny in a resource-based policy";
    expect(await call("DAVE", guarded, "/a/shared")).toEqual(denied(dave, guarded, "GET/a/shared", why));
    expect(await call("ALICE", guarded, "/a/1")).toMatchObject({ status: 200 });
  });
});
