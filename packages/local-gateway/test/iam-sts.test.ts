import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRoleTagsCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
} from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { beforeEach, describe, expect, test } from "vitest";
import { plainly, refusalOf, stsOf, there, useGateway } from "./running-gateway.ts";

const gateway = useGateway();
const trust = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Note: "<&\"'> ü\n" }] });
let RoleName = "";
let count = 0;

beforeEach(() => {
  count += 1;
  RoleName = `role-${count}`;
});

const create = (input = {}) =>
  gateway.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust, ...input }));

describe("roles", () => {
  test("come back as they were made", async () => {
    const { Role } = await create({
      Path: "/app/",
      Description: "<b> & co",
      Tags: [{ Key: "a", Value: "1" }],
    });
    expect(there(Role)).toMatchObject({
      RoleName,
      Path: "/app/",
      Arn: `arn:aws:iam::123456789012:role/app/${RoleName}`,
      RoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}$/),
      CreateDate: expect.any(Date),
      Description: "<b> & co",
      MaxSessionDuration: 3600,
      Tags: [{ Key: "a", Value: "1" }],
    });
    expect(decodeURIComponent(there(there(Role).AssumeRolePolicyDocument))).toBe(trust);
    const read = await gateway.iam.send(new GetRoleCommand({ RoleName }));
    expect(read.Role).toMatchObject(there(Role));
  });

  test("are tagged", async () => {
    await create();
    await gateway.iam.send(
      new TagRoleCommand({
        RoleName,
        Tags: [
          { Key: "a", Value: "1" },
          { Key: "b", Value: "" },
        ],
      }),
    );
    const { Tags } = await gateway.iam.send(new ListRoleTagsCommand({ RoleName }));
    expect(Tags).toEqual([
      { Key: "a", Value: "1" },
      { Key: "b", Value: "" },
    ]);
  });

  test("have inline policies", async () => {
    await create();
    const policy = { RoleName, PolicyName: "p" };
    await gateway.iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument: trust }));
    const read = await gateway.iam.send(new GetRolePolicyCommand(policy));
    expect(decodeURIComponent(there(read.PolicyDocument))).toBe(trust);
    expect((await gateway.iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames).toEqual(["p"]);
    expect((await refusalOf(gateway.iam.send(new DeleteRoleCommand({ RoleName })))).name).toBe(
      "DeleteConflictException",
    );
    await gateway.iam.send(new DeleteRolePolicyCommand(policy));
    expect((await refusalOf(gateway.iam.send(new GetRolePolicyCommand(policy)))).name).toBe(
      "NoSuchEntityException",
    );
  });

  test("have AWS's policies attached", async () => {
    await create();
    const PolicyArn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
    const list = async () =>
      (await gateway.iam.send(new ListAttachedRolePoliciesCommand({ RoleName }))).AttachedPolicies ?? [];
    await gateway.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    await gateway.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    expect(await list()).toEqual([{ PolicyArn, PolicyName: "AWSLambdaBasicExecutionRole" }]);
    await gateway.iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
    expect(await list()).toEqual([]);
    await gateway.iam.send(new DeleteRoleCommand({ RoleName }));
    expect(await refusalOf(gateway.iam.send(new GetRoleCommand({ RoleName })))).toEqual({
      name: "NoSuchEntityException",
      status: 404,
      message: `The role with name ${RoleName} cannot be found.`,
    });
  });

  test.each<[string, object, string, number]>([
    [
      "a document that is no JSON",
      { AssumeRolePolicyDocument: "no" },
      "MalformedPolicyDocumentException",
      400,
    ],
    ["a name with a space", { RoleName: "a b" }, "ValidationError", 400],
  ])("%s is refused", async (_what, input, name, status) => {
    expect(await refusalOf(create(input))).toMatchObject({ name, status });
  });

  test("a name is taken once", async () => {
    await create();
    expect(await refusalOf(create())).toMatchObject({ name: "EntityAlreadyExistsException", status: 409 });
  });
});

describe("GetCallerIdentity", () => {
  test("says whose the key is", async () => {
    const client = stsOf(gateway.url);
    expect(plainly(await client.send(new GetCallerIdentityCommand()))).toEqual({
      Account: "123456789012",
      Arn: "arn:aws:iam::123456789012:user/local",
      UserId: expect.stringMatching(/^AIDA[0-9A-F]{17}$/),
    });
    client.destroy();
  });

  test.each(["nobody", "__proto__", "constructor"])("refuses the key %s", async (key) => {
    const client = stsOf(gateway.url, key);
    expect(await refusalOf(client.send(new GetCallerIdentityCommand()))).toMatchObject({
      name: "InvalidClientTokenId",
      status: 403,
    });
    client.destroy();
  });
});
