import {
  CreateAuthorizerCommand,
  type CreateAuthorizerCommandInput,
  CreateRestApiCommand,
  DeleteAuthorizerCommand,
  GetAuthorizerCommand,
  GetAuthorizersCommand,
  type PatchOperation,
  PutMethodCommand,
  UpdateAuthorizerCommand,
} from "@aws-sdk/client-api-gateway";
import { beforeEach, describe, expect, test } from "vitest";
import { plainly, refusalOf, there, useGateway } from "../fixtures/running-gateway.ts";

const gateway = useGateway();
let restApiId = "";
let rootId = "";

beforeEach(async () => {
  const api = await gateway.apiGateway.send(new CreateRestApiCommand({ name: "guarded" }));
  restApiId = there(api.id);
  rootId = there(api.rootResourceId);
});

const authorizerUri =
  "arn:aws:apigateway:us-west-2:lambda:path/2015-03-31/functions/arn:aws:lambda:us-west-2:123456789012:function:f/invocations";
const pool = "arn:aws:cognito-idp:us-west-2:123456789012:userpool/us-west-2_abc";
const identitySource = "method.request.header.Authorization";

const create = (input: Partial<CreateAuthorizerCommandInput> = {}) =>
  gateway.apiGateway.send(
    new CreateAuthorizerCommand({
      restApiId,
      name: "gate",
      type: "TOKEN",
      authorizerUri,
      identitySource,
      ...input,
    }),
  );
const update = (authorizerId: string, ...patchOperations: PatchOperation[]) =>
  gateway.apiGateway.send(new UpdateAuthorizerCommand({ restApiId, authorizerId, patchOperations }));

describe("CreateAuthorizer", () => {
  test.each<[string, Partial<CreateAuthorizerCommandInput>, object]>([
    [
      "TOKEN (recorded)",
      {},
      { type: "TOKEN", authType: "custom", name: "gate", authorizerUri, identitySource },
    ],
    [
      "REQUEST, as the CLI's example shows it",
      {
        type: "REQUEST",
        identitySource: `${identitySource},context.accountId`,
        authorizerResultTtlInSeconds: 300,
      },
      {
        type: "REQUEST",
        authType: "custom",
        name: "gate",
        authorizerUri,
        identitySource: `${identitySource},context.accountId`,
        authorizerResultTtlInSeconds: 300,
      },
    ],
    [
      "REQUEST without a cache needs no identity source",
      { type: "REQUEST", identitySource: undefined, authorizerResultTtlInSeconds: 0 },
      { type: "REQUEST", authType: "custom", name: "gate", authorizerUri, authorizerResultTtlInSeconds: 0 },
    ],
    [
      "COGNITO_USER_POOLS, as the CLI's example shows it",
      { type: "COGNITO_USER_POOLS", authorizerUri: undefined, providerARNs: [pool] },
      {
        type: "COGNITO_USER_POOLS",
        authType: "cognito_user_pools",
        name: "gate",
        identitySource,
        providerARNs: [pool],
      },
    ],
  ])("answers what was given: %s", async (_title, input, expected) => {
    const { $metadata, ...answer } = await create(input);
    expect($metadata.httpStatusCode).toBe(201);
    expect(answer).toEqual({ ...expected, id: expect.stringMatching(/^[a-z0-9]{6}$/) });
    const read = await gateway.apiGateway.send(
      new GetAuthorizerCommand({ restApiId, authorizerId: there(answer.id) }),
    );
    expect(plainly(read)).toEqual(answer);
  });

  test.each<[string, Partial<CreateAuthorizerCommandInput>, string, RegExp]>([
    [
      "a wrong API (recorded)",
      { restApiId: "nope" },
      "ConflictException",
      /^Unable to complete operation due to/,
    ],
    [
      "a URI without a Region (reported)",
      { authorizerUri: authorizerUri.replace("us-west-2", "region") },
      "BadRequestException",
      /^Invalid Authorizer URI: arn:\S+\. Authorizer URI should be a valid API Gateway ARN that represents a Lambda/,
    ],
    ["no URI", { authorizerUri: undefined }, "BadRequestException", /^Invalid Authorizer URI/],
    [
      "a cache without a key",
      { type: "REQUEST", identitySource: "" },
      "BadRequestException",
      /Identity source/,
    ],
    [
      "a wrong identity source",
      { identitySource: "method.request.querystring.token" },
      "BadRequestException",
      /identity source expression/,
    ],
    ["no user pool", { type: "COGNITO_USER_POOLS" }, "BadRequestException", /provider ARN/],
    [
      "a pool that is none",
      { type: "COGNITO_USER_POOLS", providerARNs: ["arn:aws:s3:::pool"] },
      "BadRequestException",
      /user pool ARN/,
    ],
    ["a cache of hours", { authorizerResultTtlInSeconds: 3601 }, "BadRequestException", /3600/],
    ["no name", { name: "" }, "BadRequestException", /name/],
  ])("refuses %s", async (_title, input, name, message) => {
    expect(await refusalOf(create(input))).toMatchObject({ name, message: expect.stringMatching(message) });
  });

  test("refuses a type that there is not, in the service's form", async () => {
    // @ts-expect-error: the SDK's types do not allow it
    const refusal = await refusalOf(create({ type: "MAGIC" }));
    expect(refusal).toMatchObject({ name: "ValidationException", status: 400 });
    expect(refusal.message).toMatch(
      /^1 validation error detected: Value 'MAGIC' at 'createAuthorizerInput.type'/,
    );
  });
});

describe("UpdateAuthorizer", () => {
  test.each<[PatchOperation, object]>([
    [{ op: "replace", path: "/name", value: "other" }, { name: "other" }],
    [{ op: "replace", path: "/type", value: "REQUEST" }, { type: "REQUEST" }],
    [{ op: "replace", path: "/authType", value: "oauth2" }, { authType: "oauth2" }],
    [{ op: "replace", path: "/authorizerUri", value: `${authorizerUri}` }, { authorizerUri }],
    [
      { op: "replace", path: "/authorizerCredentials", value: "arn:aws:iam::123456789012:role/r" },
      { authorizerCredentials: "arn:aws:iam::123456789012:role/r" },
    ],
    [
      { op: "replace", path: "/identitySource", value: "method.request.header.X" },
      { identitySource: "method.request.header.X" },
    ],
    [
      { op: "replace", path: "/identityValidationExpression", value: "^Bearer " },
      { identityValidationExpression: "^Bearer " },
    ],
    [
      { op: "replace", path: "/authorizerResultTtlInSeconds", value: "60" },
      { authorizerResultTtlInSeconds: 60 },
    ],
    [{ op: "add", path: "/providerARNs", value: pool }, { providerARNs: [pool] }],
  ])("%j", async (operation, changed) => {
    const before = await create();
    expect(plainly(await update(there(before.id), operation))).toEqual({ ...plainly(before), ...changed });
  });

  test.each<[PatchOperation, RegExp]>([
    [
      { op: "add", path: "/name", value: "x" },
      /^Invalid patch path {2}'\/name' specified for op 'add'\. Must be one of: \[\/providerARNs\]$/,
    ],
    [
      { op: "replace", path: "/id", value: "x" },
      /^Invalid patch path {2}'\/id' specified for op 'replace'\. Must be one of: \[\/name, /,
    ],
    [
      { op: "replace", path: "/type", value: "MAGIC" },
      /^Invalid value specified for \/type\. Valid options are REQUEST,TOKEN,COGNITO_USER_POOLS$|TOKEN/,
    ],
    [{ op: "replace", path: "/authorizerResultTtlInSeconds", value: "soon" }, /3600/],
    [{ op: "replace", path: "/authorizerUri", value: "arn:aws:lambda:x" }, /^Invalid Authorizer URI/],
  ])("refuses %j and changes nothing", async (operation, message) => {
    const before = await create();
    const authorizerId = there(before.id);
    expect((await refusalOf(update(authorizerId, operation))).message).toMatch(message);
    const after = await gateway.apiGateway.send(new GetAuthorizerCommand({ restApiId, authorizerId }));
    expect(plainly(after)).toEqual(plainly(before));
  });
});

describe("an authorizer's references", () => {
  const putMethod = (authorizationType: string, authorizerId?: string) =>
    gateway.apiGateway.send(
      new PutMethodCommand({
        restApiId,
        resourceId: rootId,
        httpMethod: "GET",
        authorizationType,
        authorizerId,
      }),
    );

  test("a method that uses one keeps it from being deleted (reported)", async () => {
    const authorizerId = there((await create()).id);
    expect(plainly(await putMethod("CUSTOM", authorizerId))).toMatchObject({ authorizerId });
    const deletion = gateway.apiGateway.send(new DeleteAuthorizerCommand({ restApiId, authorizerId }));
    expect(await refusalOf(deletion)).toMatchObject({
      name: "ConflictException",
      message: "Cannot delete authorizer 'gate', is referenced in method: GET//",
    });
  });

  test.each(["CUSTOM", "COGNITO_USER_POOLS"])(
    "PutMethod with %s needs one that is there (recorded)",
    async (type) => {
      expect((await refusalOf(putMethod(type, "abc123"))).message).toBe(
        "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.",
      );
    },
  );

  test("one that the authorization type does not ask for is ignored (recorded)", async () => {
    expect(plainly(await putMethod("NONE", "abc123"))).toEqual({
      apiKeyRequired: false,
      authorizationType: "NONE",
      httpMethod: "GET",
    });
  });

  test("is deleted when nothing uses it, and then unknown", async () => {
    const named = { restApiId, authorizerId: there((await create()).id) };
    const deletion = await gateway.apiGateway.send(new DeleteAuthorizerCommand(named));
    expect(deletion.$metadata.httpStatusCode).toBe(202);
    const calls = [
      () => gateway.apiGateway.send(new GetAuthorizerCommand(named)),
      () => gateway.apiGateway.send(new DeleteAuthorizerCommand(named)),
      () => update(named.authorizerId),
    ];
    for (const call of calls) {
      expect(await refusalOf(call())).toMatchObject({
        name: "NotFoundException",
        message: "Invalid Authorizer identifier specified",
      });
    }
  });
});

test("GetAuthorizers lists them by pages, and knows its API (recorded)", async () => {
  const names = ["a", "b", "c"];
  for (const name of names) await create({ name });
  const first = await gateway.apiGateway.send(new GetAuthorizersCommand({ restApiId, limit: 2 }));
  const { position } = first;
  const rest = await gateway.apiGateway.send(new GetAuthorizersCommand({ restApiId, position }));
  expect([...there(first.items), ...there(rest.items)].map(({ name }) => name)).toEqual(names);
  const wrong = gateway.apiGateway.send(new GetAuthorizersCommand({ restApiId: "nope" }));
  expect((await refusalOf(wrong)).message).toBe("Invalid API identifier specified 123456789012:nope");
});
