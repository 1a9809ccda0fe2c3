import { AttachRolePolicyCommand, CreatePolicyCommand, CreateRoleCommand } from "@aws-sdk/client-iam";
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  type Credentials,
  GetCallerIdentityCommand,
  STSClient,
} from "@aws-sdk/client-sts";
import { SignatureV4 } from "@smithy/signature-v4";
import { beforeEach, describe, expect, it } from "vitest";
import { trusts } from "../../src/iam/trust.ts";
import { deployApi } from "../fixtures/deployed-api.ts";
import { plainly, refusalOf, stsOf, there, useGateway } from "../fixtures/running-gateway.ts";
import { Sha256 } from "../fixtures/sha256.ts";

let ahead = 0;
const gateway = useGateway({ clock: () => Date.now() + ahead });
const account = "123456789012";
const trust = (principal: unknown, rest: object = {}) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole", ...rest }],
  });
let RoleName = "";
let count = 0;

beforeEach(() => {
  ahead = 0;
  count += 1;
  RoleName = `assumed-${count}`;
});

const create = async (document = trust({ AWS: account })) => {
  const { Role } = await gateway.iam.send(
    new CreateRoleCommand({ RoleName, Path: "/app/", AssumeRolePolicyDocument: document }),
  );
  return there(Role);
};
const assume = async (input: Partial<AssumeRoleCommandInput> = {}) => {
  const client = stsOf(gateway.url);
  try {
    const RoleArn = `arn:aws:iam::${account}:role/app/${RoleName}`;
    return await client.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "me", ...input }));
  } finally {
    client.destroy();
  }
};
const keysOf = (credentials: Credentials | undefined) => ({
  accessKeyId: there(credentials?.AccessKeyId),
  secretAccessKey: there(credentials?.SecretAccessKey),
  sessionToken: there(credentials?.SessionToken),
});
const whoIs = async (credentials: ReturnType<typeof keysOf>) => {
  const client = new STSClient({ endpoint: gateway.url, region: "us-west-2", credentials, maxAttempts: 1 });
  try {
    return plainly(await client.send(new GetCallerIdentityCommand()));
  } finally {
    client.destroy();
  }
};

describe("AssumeRole", () => {
  it("gives credentials of a session, which say whose they are", async () => {
    const role = await create();
    const { Credentials, AssumedRoleUser } = await assume();
    expect(AssumedRoleUser).toEqual({
      Arn: `arn:aws:sts::${account}:assumed-role/${RoleName}/me`,
      AssumedRoleId: `${role.RoleId}:me`,
    });
    const keys = keysOf(Credentials);
    expect(keys.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(await whoIs(keys)).toEqual({
      Account: account,
      Arn: there(AssumedRoleUser).Arn,
      UserId: there(AssumedRoleUser).AssumedRoleId,
    });
    expect((await refusalOf(whoIs({ ...keys, sessionToken: "other" }))).name).toBe("InvalidClientTokenId");
    ahead = 3_600_001;
    expect((await refusalOf(whoIs(keys))).name).toBe("ExpiredToken");
  });

  it.each<[what: string, input: Partial<AssumeRoleCommandInput>, name: string, message: string]>([
    [
      "a role that is not there",
      { RoleArn: `arn:aws:iam::${account}:role/none` },
      "AccessDenied",
      `User: arn:aws:iam::${account}:user/local is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::${account}:role/none`,
    ],
    ["no ARN", { RoleArn: "nothing-valid-in-here" }, "ValidationError", "nothing-valid-in-here is invalid"],
    [
      "a bad name",
      { RoleSessionName: "Session1:2" },
      "ValidationError",
      "1 validation error detected: Value 'Session1:2' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
    ],
    [
      "too long a session",
      { DurationSeconds: 3601 },
      "ValidationError",
      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    ],
  ])("refuses %s", async (_what, input, name, message) => {
    await create();
    expect(await refusalOf(assume(input))).toMatchObject({ name, message });
  });

  it("refuses a role that trusts somebody else", async () => {
    await create(trust({ Service: "lambda.amazonaws.com" }));
    expect(await refusalOf(assume())).toMatchObject({ name: "AccessDenied", status: 403 });
  });
});

const mayInvoke = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "execute-api:Invoke", Resource: "arn:aws:execute-api:*:*:*" }],
});

it("the credentials of a session sign requests to an API as the role's policies allow, until they expire", async () => {
  await create();
  const path = await deployApi(gateway.apiGateway, {
    methods: [
      {
        path: "/",
        method: { authorizationType: "AWS_IAM" },
        integration: { type: "MOCK", requestTemplates: { "application/json": '{"statusCode": 200}' } },
        responses: { "200": {} },
      },
    ],
  });
  const url = new URL(`${path}/`, gateway.url);
  const call = async (credentials: ReturnType<typeof keysOf>) => {
    const signer = new SignatureV4({
      service: "execute-api",
      region: "us-west-2",
      credentials,
      sha256: Sha256,
    });
    const { headers } = await signer.sign(
      {
        method: "GET",
        protocol: "http:",
        hostname: url.hostname,
        path: url.pathname,
        headers: { host: url.host },
      },
      { signingDate: new Date(Date.now() + ahead) },
    );
    const { host: _, ...sent } = headers;
    const answer = await fetch(url, { headers: sent });
    return [answer.status, answer.headers.get("x-amzn-errortype")];
  };
  const keys = keysOf((await assume()).Credentials);
  expect(await call(keys)).toEqual([403, "AccessDeniedException"]);
  const { Policy } = await gateway.iam.send(
    new CreatePolicyCommand({ PolicyName: "callers", PolicyDocument: mayInvoke }),
  );
  await gateway.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: there(Policy?.Arn) }));
  expect(await call(keys)).toEqual([200, null]);
  expect(await call({ ...keys, sessionToken: "other" })).toEqual([403, "UnrecognizedClientException"]);
  expect(await call({ ...keys, secretAccessKey: "other" })).toEqual([403, "InvalidSignatureException"]);
  ahead = 3_600_001;
  expect(await call(keys)).toEqual([403, "ExpiredTokenException"]);
});

describe("a trust policy", () => {
  const user = `arn:aws:iam::${account}:user/local`;
  const session = `arn:aws:sts::${account}:assumed-role/deployer/ci`;
  const trusted = (document: string, caller = user, externalId?: string) =>
    trusts(document, { caller, externalId });

  it.each<[what: string, document: string, caller: string, expected: boolean]>([
    ["everybody", trust("*"), user, true],
    ["the account", trust({ AWS: account }), user, true],
    ["the account's root", trust({ AWS: `arn:aws:iam::${account}:root` }), session, true],
    ["the user", trust({ AWS: [user, "arn:aws:iam::210987654321:root"] }), user, true],
    [
      "a role, and its session asks",
      trust({ AWS: `arn:aws:iam::${account}:role/ci/deployer` }),
      session,
      true,
    ],
    ["another role", trust({ AWS: `arn:aws:iam::${account}:role/ci/other` }), session, false],
    ["another account", trust({ AWS: "210987654321" }), user, false],
    ["a service", trust({ Service: "lambda.amazonaws.com" }), user, false],
    ["for another action", trust("*", { Action: "sts:TagSession" }), user, false],
    [
      "under a condition that is not known",
      trust("*", { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }),
      user,
      false,
    ],
    [
      "but denies it, too",
      JSON.stringify({
        Statement: [
          { Effect: "Allow", Principal: "*", Action: "*" },
          { Effect: "Deny", Principal: { AWS: user }, Action: "sts:AssumeRole" },
        ],
      }),
      user,
      false,
    ],
    ["nobody", "{}", user, false],
  ])("that names %s", (_what, document, caller, expected) => {
    expect(trusted(document, caller)).toBe(expected);
  });

  it("asks for the external id that it names", () => {
    const document = trust("*", { Condition: { StringEquals: { "sts:ExternalId": "secret" } } });
    expect([trusted(document), trusted(document, user, "other"), trusted(document, user, "secret")]).toEqual([
      false,
      false,
      true,
    ]);
  });
});
