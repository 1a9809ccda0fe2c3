import {
  CreateDeploymentCommand,
  CreateRestApiCommand,
  PutIntegrationCommand,
  PutMethodCommand,
} from "@aws-sdk/client-api-gateway";
import {
  AddPermissionCommand,
  CreateAliasCommand,
  type CreateAliasCommandInput,
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  GetAliasCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  InvokeCommand,
  ListAliasesCommand,
  ListFunctionsCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  RemovePermissionCommand,
  TagResourceCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import { beforeEach, describe, expect, it } from "vitest";
import { plainly, refusalOf, there, useGateway } from "../fixtures/running-gateway.ts";

const gateway = useGateway();
const code = (says: string) =>
  zipSync({
    "index.js": strToU8(
      `exports.handler = async (event, context) => ({ statusCode: 200, body: JSON.stringify({ says: "${says}", version: context.functionVersion, arn: context.invokedFunctionArn }) });`,
    ),
  });
const arnOf = (name: string) => `arn:aws:lambda:us-west-2:123456789012:function:${name}`;
let FunctionName = "";
let arn = "";
let count = 0;

beforeEach(() => {
  count += 1;
  FunctionName = `versioned-${count}`;
  arn = arnOf(FunctionName);
});

const create = (input: Partial<CreateFunctionCommandInput> = {}) =>
  gateway.lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Role: "arn:aws:iam::123456789012:role/lambda-ex",
      Code: { ZipFile: code("one") },
      ...input,
    }),
  );
const update = (says: string, Publish = false) =>
  gateway.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: code(says), Publish }));
const publish = (Description?: string) =>
  gateway.lambda.send(new PublishVersionCommand({ FunctionName, Description }));
const alias = (input: Partial<CreateAliasCommandInput> = {}) =>
  gateway.lambda.send(new CreateAliasCommand({ FunctionName, Name: "live", FunctionVersion: "1", ...input }));
const get = (Qualifier?: string) => gateway.lambda.send(new GetFunctionCommand({ FunctionName, Qualifier }));
const listed = async () => {
  const { Versions } = await gateway.lambda.send(new ListVersionsByFunctionCommand({ FunctionName }));
  return there(Versions).map(({ Version, FunctionArn }) => [Version, FunctionArn]);
};
const invoke = async (name: string, Qualifier?: string) => {
  const answer = await gateway.lambda.send(new InvokeCommand({ FunctionName: name, Qualifier }));
  const { body } = JSON.parse(there(answer.Payload).transformToString());
  return { executed: answer.ExecutedVersion, ...JSON.parse(body) };
};

describe("versions", () => {
  it("keep code and configuration as they were, and run as they were", async () => {
    await create({ Environment: { Variables: { STEP: "first" } } });
    const one = await publish("the first");
    expect(one).toMatchObject({ Version: "1", FunctionArn: `${arn}:1`, Description: "the first" });
    await update("two");
    await gateway.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 9 }));
    expect(
      plainly(
        await gateway.lambda.send(new GetFunctionConfigurationCommand({ FunctionName, Qualifier: "1" })),
      ),
    ).toEqual(plainly(one));
    expect(await invoke(FunctionName, "1")).toEqual({
      executed: "1",
      says: "one",
      version: "1",
      arn: `${arn}:1`,
    });
    expect(await invoke(FunctionName)).toEqual({ executed: "$LATEST", says: "two", version: "$LATEST", arn });
  });

  it("are published once for each change, never again under the same number", async () => {
    await create({ Publish: true });
    expect((await publish("again")).Version).toBe("1");
    expect((await update("two", true)).FunctionArn).toBe(`${arn}:2`);
    await gateway.lambda.send(new DeleteFunctionCommand({ FunctionName, Qualifier: "2" }));
    expect((await publish()).Version).toBe("3");
    expect(await listed()).toEqual([
      ["$LATEST", `${arn}:$LATEST`],
      ["1", `${arn}:1`],
      ["3", `${arn}:3`],
    ]);
  });

  it("are published only of the code and revision that was meant", async () => {
    await create();
    const { RevisionId, CodeSha256 } = there((await get()).Configuration);
    const tryTo = (input: object) =>
      refusalOf(gateway.lambda.send(new PublishVersionCommand({ FunctionName, ...input })));
    expect(await tryTo({ RevisionId: "other" })).toMatchObject({
      name: "PreconditionFailedException",
      status: 412,
    });
    expect((await tryTo({ CodeSha256: "other" })).message).toBe(
      `CodeSHA256 (other) is different from current CodeSHA256 in $LATEST (${CodeSha256}). Please try again with the CodeSHA256 in $LATEST.`,
    );
    await gateway.lambda.send(new PublishVersionCommand({ FunctionName, RevisionId, CodeSha256 }));
    expect((await get()).Configuration?.RevisionId).not.toBe(RevisionId);
  });

  it("are all listed with FunctionVersion ALL", async () => {
    await create({ Publish: true });
    const { Functions } = await gateway.lambda.send(new ListFunctionsCommand({ FunctionVersion: "ALL" }));
    const mine = there(Functions).filter((entry) => entry.FunctionName === FunctionName);
    expect(mine.map(({ FunctionArn, State }) => [FunctionArn, State])).toEqual([
      [`${arn}:$LATEST`, undefined],
      [`${arn}:1`, undefined],
    ]);
  });

  it("go with their function, which a second one of the name does not inherit", async () => {
    await create({ Publish: true });
    await alias();
    await gateway.lambda.send(new DeleteFunctionCommand({ FunctionName }));
    await create();
    expect(await listed()).toEqual([["$LATEST", `${arn}:$LATEST`]]);
    expect((await refusalOf(get("live"))).message).toBe(`Function not found: ${arn}:live`);
  });

  it.each<[what: string, qualifier: string, name: string, message: string]>([
    [
      "$LATEST",
      "$LATEST",
      "InvalidParameterValueException",
      "$LATEST version cannot be deleted without deleting the function.",
    ],
    ["an alias", "live", "InvalidParameterValueException", "Deletion of aliases is not currently supported."],
    [
      "a version that an alias names",
      "1",
      "ResourceConflictException",
      "Unable to delete version because the following aliases reference it: [live]",
    ],
  ])("%s cannot be deleted by its qualifier", async (_what, Qualifier, name, message) => {
    await create({ Publish: true });
    await alias();
    const refusal = await refusalOf(
      gateway.lambda.send(new DeleteFunctionCommand({ FunctionName, Qualifier })),
    );
    expect(refusal).toMatchObject({ name, message });
  });

  it("have no tags of their own", async () => {
    await create({ Publish: true });
    const refusal = refusalOf(
      gateway.lambda.send(new TagResourceCommand({ Resource: `${arn}:1`, Tags: { a: "b" } })),
    );
    expect((await refusal).message).toBe(
      "Tags on function aliases and versions are not supported. Please specify a function ARN.",
    );
  });
});

describe("aliases", () => {
  beforeEach(async () => {
    await create({ Publish: true });
    await update("two", true);
  });

  it("are made, read, listed, changed and deleted", async () => {
    const made = plainly(
      await alias({ Description: "the live one", RoutingConfig: { AdditionalVersionWeights: { 2: 0.25 } } }),
    );
    expect(made).toEqual({
      AliasArn: `${arn}:live`,
      Name: "live",
      FunctionVersion: "1",
      Description: "the live one",
      RevisionId: expect.any(String),
      RoutingConfig: { AdditionalVersionWeights: { 2: 0.25 } },
    });
    expect(plainly(await gateway.lambda.send(new GetAliasCommand({ FunctionName, Name: "live" })))).toEqual(
      made,
    );
    await alias({ Name: "beta", FunctionVersion: "2" });
    const list = async (FunctionVersion?: string) =>
      (await gateway.lambda.send(new ListAliasesCommand({ FunctionName, FunctionVersion }))).Aliases?.map(
        ({ Name }) => Name,
      );
    expect(await list()).toEqual(["beta", "live"]);
    expect(await list("1")).toEqual(["live"]);
    const changed = await gateway.lambda.send(
      new UpdateAliasCommand({ FunctionName, Name: "live", FunctionVersion: "2", RoutingConfig: {} }),
    );
    expect(changed).toMatchObject({ FunctionVersion: "2", Description: "the live one" });
    expect(changed.RoutingConfig).toBeUndefined();
    expect(changed.RevisionId).not.toBe(made.RevisionId);
    for (let times = 0; times < 2; times += 1) {
      await gateway.lambda.send(new DeleteAliasCommand({ FunctionName, Name: "live" }));
    }
    expect(await list()).toEqual(["beta"]);
  });

  it("run their version, under the ARN that was asked for", async () => {
    await alias();
    const expected = { executed: "1", says: "one", version: "1", arn: `${arn}:live` };
    expect(await invoke(FunctionName, "live")).toEqual(expected);
    expect(await invoke(`${FunctionName}:live`)).toEqual(expected);
    expect(await invoke(`${arn}:live`, "live")).toEqual(expected);
    expect((await get("live")).Configuration).toMatchObject({ FunctionArn: `${arn}:live`, Version: "1" });
  });

  it("share invocations by weight", async () => {
    await alias({ Name: "all", RoutingConfig: { AdditionalVersionWeights: { 2: 1 } } });
    await alias({ Name: "none", RoutingConfig: { AdditionalVersionWeights: { 2: 0 } } });
    for (let times = 0; times < 3; times += 1) {
      expect((await invoke(FunctionName, "all")).executed).toBe("2");
      expect((await invoke(FunctionName, "none")).executed).toBe("1");
    }
  });

  it.each<[what: string, input: Partial<CreateAliasCommandInput>, name: string, message: string | RegExp]>([
    [
      "a number for a name",
      { Name: "2024" },
      "ValidationException",
      "1 validation error detected: Value '2024' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)",
    ],
    [
      "two further versions",
      { RoutingConfig: { AdditionalVersionWeights: { 1: 0.1, 2: 0.2 } } },
      "InvalidParameterValueException",
      "Number of items in AdditionalVersionWeights cannot be greater than 1",
    ],
    [
      "a weight above 1",
      { RoutingConfig: { AdditionalVersionWeights: { 2: 2 } } },
      "ValidationException",
      "1 validation error detected: Value '{2=2.0}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0, Member must not be null]",
    ],
    [
      "$LATEST as a further version",
      { RoutingConfig: { AdditionalVersionWeights: { $LATEST: 0.5 } } },
      "ValidationException",
      /Value '\{\$LATEST=0\.5\}'.*Map keys must satisfy constraint/,
    ],
    [
      "its own version as a further one",
      { RoutingConfig: { AdditionalVersionWeights: { 1: 0.5 } } },
      "InvalidParameterValueException",
      "Invalid function version 1. Function version 1 is already included in routing configuration.",
    ],
    [
      "$LATEST beside another",
      { FunctionVersion: "$LATEST", RoutingConfig: { AdditionalVersionWeights: { 1: 0.5 } } },
      "InvalidParameterValueException",
      "$LATEST is not supported for an alias pointing to more than 1 version",
    ],
    ["a version that is not there", { FunctionVersion: "10" }, "ResourceNotFoundException", /:10$/],
    [
      "a further version that is not there",
      { RoutingConfig: { AdditionalVersionWeights: { 10: 0.5 } } },
      "ResourceNotFoundException",
      /:10$/,
    ],
    ["a function that is not there", { FunctionName: "nobody" }, "ResourceNotFoundException", /:nobody:1$/],
  ])("refuse %s", async (_what, input, name, message) => {
    const refusal = await refusalOf(alias(input));
    expect(refusal.name).toBe(name);
    if (typeof message === "string") expect(refusal.message).toBe(message);
    else expect(refusal.message).toMatch(message);
  });

  it("are there once, and their absence is told in each operation's own words", async () => {
    await alias();
    const messages = await Promise.all([
      refusalOf(alias()),
      refusalOf(gateway.lambda.send(new GetAliasCommand({ FunctionName, Name: "gone" }))),
      refusalOf(gateway.lambda.send(new UpdateAliasCommand({ FunctionName, Name: "gone" }))),
      refusalOf(gateway.lambda.send(new UpdateAliasCommand({ FunctionName, Name: "live", RevisionId: "x" }))),
    ]);
    expect(messages.map(({ message }) => message)).toEqual([
      `Alias already exists: ${arn}:live`,
      `Cannot find alias arn: ${arn}:gone`,
      `Alias not found: ${arn}:gone`,
      "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id",
    ]);
  });
});

describe("policies", () => {
  const permit = (Qualifier?: string, StatementId = "s", Principal = "apigateway.amazonaws.com") =>
    gateway.lambda.send(
      new AddPermissionCommand({
        FunctionName,
        Qualifier,
        StatementId,
        Principal,
        Action: "lambda:InvokeFunction",
      }),
    );
  const policy = async (Qualifier?: string) => {
    const { Policy } = await gateway.lambda.send(new GetPolicyCommand({ FunctionName, Qualifier }));
    return JSON.parse(there(Policy)).Statement.map(({ Resource }: { Resource: string }) => Resource);
  };

  it("belong to one qualifier each", async () => {
    await create({ Publish: true });
    await alias();
    await permit();
    await permit("1");
    await permit("live");
    expect(await policy()).toEqual([arn]);
    expect(await policy("1")).toEqual([`${arn}:1`]);
    expect(await policy("live")).toEqual([`${arn}:live`]);
    await gateway.lambda.send(
      new RemovePermissionCommand({ FunctionName, Qualifier: "1", StatementId: "s" }),
    );
    expect((await refusalOf(policy("1"))).message).toBe("The resource you requested does not exist.");
    expect(await policy("live")).toEqual([`${arn}:live`]);
  });

  it("are refused in AWS's words", async () => {
    await create({ Publish: true });
    const message = async (call: Promise<unknown>) => (await refusalOf(call)).message;
    expect(await message(permit("$LATEST"))).toBe("We currently do not support adding policies for $LATEST.");
    expect(await message(permit("gone"))).toBe(`Cannot find alias arn: ${arn}:gone`);
    expect(await message(permit("42"))).toBe(`Function not found: ${arn}:42`);
    expect(await message(permit(undefined, "s", "invalid.nonaws.com"))).toBe(
      "The provided principal was invalid. Please check the principal and try again.",
    );
    expect(
      await message(
        gateway.lambda.send(new RemovePermissionCommand({ FunctionName: "nobody", StatementId: "s" })),
      ),
    ).toBe(`No policy found for: ${arnOf("nobody")}`);
  });

  it("of an alias decide about an API that integrates the alias", async () => {
    await create({ Publish: true });
    await update("two");
    await alias();
    const api = await gateway.apiGateway.send(new CreateRestApiCommand({ name: FunctionName }));
    const method = { restApiId: api.id, resourceId: api.rootResourceId, httpMethod: "GET" };
    await gateway.apiGateway.send(new PutMethodCommand({ ...method, authorizationType: "NONE" }));
    await gateway.apiGateway.send(
      new PutIntegrationCommand({
        ...method,
        type: "AWS_PROXY",
        integrationHttpMethod: "POST",
        uri: `arn:aws:apigateway:us-west-2:lambda:path/2015-03-31/functions/${arn}:live/invocations`,
      }),
    );
    await gateway.apiGateway.send(new CreateDeploymentCommand({ restApiId: api.id, stageName: "test" }));
    const call = () => fetch(`${gateway.url}/restapis/${api.id}/test/_user_request_/`);
    await permit();
    expect((await call()).status).toBe(500);
    await permit("live");
    const answer = await call();
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { says: "one", version: "1", arn: `${arn}:live` },
    ]);
  });
});
