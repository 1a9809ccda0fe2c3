import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateServiceLinkedRoleCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListInstanceProfilesForRoleCommand,
  ListPoliciesCommand,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { beforeEach, describe, expect, test } from "vitest";
import { plainly, refusalOf, stsOf, there, useGateway } from "../fixtures/running-gateway.ts";

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
      Tags: [{ Key: "a", Value: "1" }],
    });
    expect(decodeURIComponent(there(there(Role).AssumeRolePolicyDocument))).toBe(trust);
    const read = await gateway.iam.send(new GetRoleCommand({ RoleName }));
    expect(read.Role).toMatchObject({ ...there(Role), MaxSessionDuration: 3600 });
  });

  test("are changed and listed", async () => {
    await create({ Path: "/listed/", Tags: [{ Key: "a", Value: "1" }] });
    await gateway.iam.send(new UpdateRoleCommand({ RoleName, Description: "new", MaxSessionDuration: 7200 }));
    const document = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Deny", Principal: "*", Action: "sts:AssumeRole" }],
    });
    await gateway.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: document }));
    const { Roles, IsTruncated } = await gateway.iam.send(new ListRolesCommand({ PathPrefix: "/listed/" }));
    expect(IsTruncated).toBe(false);
    expect(Roles).toEqual([
      {
        RoleName,
        Path: "/listed/",
        Arn: `arn:aws:iam::123456789012:role/listed/${RoleName}`,
        RoleId: expect.any(String),
        CreateDate: expect.any(Date),
        Description: "new",
        MaxSessionDuration: 7200,
        AssumeRolePolicyDocument: encodeURIComponent(document),
      },
    ]);
    const first = await gateway.iam.send(new ListRolesCommand({ MaxItems: 1 }));
    expect([first.Roles?.length, first.IsTruncated]).toEqual([1, true]);
    const second = await gateway.iam.send(new ListRolesCommand({ MaxItems: 1, Marker: first.Marker }));
    expect(second.Roles?.[0]?.RoleName).not.toBe(first.Roles?.[0]?.RoleName);
  });

  test("of a service are made by its name, once", async () => {
    const make = () =>
      gateway.iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName: "batch.amazonaws.com" }));
    const { Role } = await make();
    expect(Role).toMatchObject({
      RoleName: "AWSServiceRoleForBatch",
      Path: "/aws-service-role/batch.amazonaws.com/",
    });
    expect((await refusalOf(make())).message).toBe(
      "Service role name AWSServiceRoleForBatch has been taken in this account, please try a different suffix.",
    );
  });

  test("have no instance profiles", async () => {
    await create();
    const { InstanceProfiles } = await gateway.iam.send(new ListInstanceProfilesForRoleCommand({ RoleName }));
    expect(InstanceProfiles).toEqual([]);
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
    await gateway.iam.send(new UntagRoleCommand({ RoleName, TagKeys: ["b", "c"] }));
    const left = await gateway.iam.send(new ListRoleTagsCommand({ RoleName }));
    expect(left.Tags).toEqual([{ Key: "a", Value: "1" }]);
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
    [
      "a policy without a statement",
      { AssumeRolePolicyDocument: '{"Version":"2012-10-17","Statement":[]}' },
      "MalformedPolicyDocumentException",
      400,
    ],
    ["a name with a space", { RoleName: "a b" }, "ValidationError", 400],
    ["too short a session", { MaxSessionDuration: 900 }, "ValidationError", 400],
  ])("%s is refused", async (_what, input, name, status) => {
    expect(await refusalOf(create(input))).toMatchObject({ name, status });
  });

  test("a name is taken once", async () => {
    await create();
    expect(await refusalOf(create())).toMatchObject({ name: "EntityAlreadyExistsException", status: 409 });
  });
});

describe("policies", () => {
  const document = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Deny", Action: "*", Resource: "*" }],
  });
  const make = (PolicyName: string) =>
    gateway.iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument: document, Description: "d" }));

  test("are made, attached, listed and deleted", async () => {
    await create();
    const { Policy } = await make("whole");
    const PolicyArn = "arn:aws:iam::123456789012:policy/whole";
    expect(Policy).toEqual({
      PolicyName: "whole",
      PolicyId: expect.stringMatching(/^ANPA[A-Z2-7]{17}$/),
      Arn: PolicyArn,
      Path: "/",
      DefaultVersionId: "v1",
      AttachmentCount: 0,
      PermissionsBoundaryUsageCount: 0,
      IsAttachable: true,
      CreateDate: expect.any(Date),
      UpdateDate: expect.any(Date),
    });
    expect((await refusalOf(make("whole"))).name).toBe("EntityAlreadyExistsException");
    await gateway.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    const read = await gateway.iam.send(new GetPolicyCommand({ PolicyArn }));
    expect(read.Policy).toMatchObject({ AttachmentCount: 1, Description: "d" });
    const { Policies } = await gateway.iam.send(
      new ListPoliciesCommand({ Scope: "Local", OnlyAttached: true }),
    );
    expect(Policies?.map((policy) => policy.Arn)).toEqual([PolicyArn]);
    const remove = () => gateway.iam.send(new DeletePolicyCommand({ PolicyArn }));
    expect((await refusalOf(remove())).name).toBe("DeleteConflictException");
    await gateway.iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
    await remove();
    expect((await refusalOf(remove())).message).toBe(`Policy ${PolicyArn} was not found.`);
  });

  test("have versions, of which one holds", async () => {
    await make("versioned");
    const PolicyArn = "arn:aws:iam::123456789012:policy/versioned";
    const changed = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Deny" }] });
    await gateway.iam.send(
      new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: changed, SetAsDefault: true }),
    );
    const { Versions } = await gateway.iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
    expect(Versions?.map(({ VersionId, IsDefaultVersion }) => [VersionId, IsDefaultVersion])).toEqual([
      ["v2", true],
      ["v1", false],
    ]);
    const { PolicyVersion } = await gateway.iam.send(
      new GetPolicyVersionCommand({ PolicyArn, VersionId: "v2" }),
    );
    expect(decodeURIComponent(there(PolicyVersion?.Document))).toBe(changed);
    const drop = (VersionId: string) =>
      gateway.iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));
    expect((await refusalOf(drop("v2"))).message).toBe("Cannot delete the default version of a policy.");
    await drop("v1");
    await gateway.iam.send(new DeletePolicyCommand({ PolicyArn }));
  });

  test.each<[arn: string, name: string, message: string]>([
    ["not-an-arn-but-long-enough", "ValidationError", "Invalid ARN:  Could not be parsed!"],
    [
      "arn:aws:iam::123456789012:policy/none",
      "NoSuchEntityException",
      "Policy arn:aws:iam::123456789012:policy/none does not exist or is not attachable.",
    ],
  ])("%s cannot be attached", async (PolicyArn, name, message) => {
    await create();
    const refusal = await refusalOf(gateway.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn })));
    expect(refusal).toMatchObject({ name, message });
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
