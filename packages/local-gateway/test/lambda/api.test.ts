import { createHash } from "node:crypto";
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  InvokeCommand,
  type InvokeCommandInput,
  ListFunctionsCommand,
  ListTagsCommand,
  RemovePermissionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import { beforeEach, describe, expect, test } from "vitest";
import { plainly, refusalOf, there, useGateway } from "../fixtures/running-gateway.ts";

const gateway = useGateway();
const zip = (files: { readonly [name: string]: string }) =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));
const echo = zip({
  "index.js":
    "exports.handler = async (event) => { if (event.fail) throw new Error(event.fail); console.log('seen'); return { event, greeting: process.env.GREETING }; };",
});
const arnOf = (name: string) => `arn:aws:lambda:us-west-2:123456789012:function:${name}`;
const role = "arn:aws:iam::123456789012:role/lambda-ex";
let FunctionName = "";
let count = 0;

beforeEach(() => {
  count += 1;
  FunctionName = `echo-${count}`;
});

const create = async (input: Partial<CreateFunctionCommandInput> = {}) =>
  plainly(
    await gateway.lambda.send(
      new CreateFunctionCommand({
        FunctionName,
        Runtime: "nodejs24.x",
        Handler: "index.handler",
        Role: role,
        Code: { ZipFile: echo },
        ...input,
      }),
    ),
  );

describe("CreateFunction", () => {
  test("answers with Lambda's defaults", async () => {
    expect(await create()).toEqual({
      FunctionName,
      FunctionArn: arnOf(FunctionName),
      Runtime: "nodejs24.x",
      Role: role,
      Handler: "index.handler",
      CodeSize: echo.byteLength,
      CodeSha256: createHash("sha256").update(echo).digest("base64"),
      Description: "",
      Timeout: 3,
      MemorySize: 128,
      LastModified: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/),
      Version: "$LATEST",
      TracingConfig: { Mode: "PassThrough" },
      RevisionId: expect.any(String),
      State: "Pending",
      StateReason: "The function is being created.",
      StateReasonCode: "Creating",
      RuntimeVersionConfig: {
        RuntimeVersionArn: expect.stringMatching(/^arn:aws:lambda:us-west-2::runtime:[0-9a-f]{64}$/),
      },
      PackageType: "Zip",
      Architectures: ["x86_64"],
      EphemeralStorage: { Size: 512 },
      SnapStart: { ApplyOn: "None", OptimizationStatus: "Off" },
      LoggingConfig: { LogFormat: "Text", LogGroup: `/aws/lambda/${FunctionName}` },
    });
  });

  test("is what the SDK's waiters wait for", async () => {
    await create();
    const waiter = { client: gateway.lambda, maxWaitTime: 5 };
    expect((await waitUntilFunctionActiveV2(waiter, { FunctionName })).state).toBe("SUCCESS");
    expect((await waitUntilFunctionUpdatedV2(waiter, { FunctionName })).state).toBe("SUCCESS");
  });

  test("a package without the handler is taken, and the invocation fails", async () => {
    await create({ Code: { ZipFile: zip({ "other.js": "" }) } });
    const { FunctionError, Payload } = await gateway.lambda.send(new InvokeCommand({ FunctionName }));
    expect(FunctionError).toBe("Unhandled");
    expect(JSON.parse(there(Payload).transformToString()).errorType).toBe("Runtime.ImportModuleError");
  });

  test.each<[string, () => Partial<CreateFunctionCommandInput>, string, string | RegExp]>([
    [
      "a second one of the name",
      () => ({}),
      "ResourceConflictException",
      /^Function already exist: echo-\d+$/,
    ],
    [
      "no zip",
      () => ({ Code: { ZipFile: strToU8("not a zip") } }),
      "InvalidParameterValueException",
      "Could not unzip uploaded file. Please check your file, then try to upload again.",
    ],
    [
      "a file outside",
      () => ({ Code: { ZipFile: zip({ "../evil.js": "" }) } }),
      "InvalidParameterValueException",
      /"\.\.\/evil\.js" would be written outside/,
    ],
    [
      "more than 250 MB",
      () => ({ Code: { ZipFile: claimingToBe(262_144_001) } }),
      "InvalidParameterValueException",
      "Unzipped size must be smaller than 262144000 bytes",
    ],
    [
      "an unknown runtime",
      () => ({ Runtime: JSON.parse('"nodejs1.x"') }),
      "InvalidParameterValueException",
      /^Value nodejs1\.x at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: \[.*\] or be a valid ARN$/,
    ],
    [
      "a reserved variable",
      () => ({ Environment: { Variables: { AWS_REGION: "x" } } }),
      "InvalidParameterValueException",
      /Reserved keys used in this request: AWS_REGION$/,
    ],
    [
      "no role",
      () => ({ Role: "me" }),
      "ValidationException",
      /Value 'me' at 'role' failed to satisfy constraint/,
    ],
    [
      "too long a timeout",
      () => ({ Timeout: 901 }),
      "ValidationException",
      "1 validation error detected: Value '901' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900",
    ],
    [
      "a bad name",
      () => ({ FunctionName: "a b" }),
      "ValidationException",
      "1 validation error detected: Value 'a b' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?",
    ],
    ["layers", () => ({ Layers: ["arn"] }), "NotImplemented", /Layers of CreateFunction/],
    [
      "code in S3",
      () => ({ Code: { S3Bucket: "b", S3Key: "k" } }),
      "NotImplemented",
      /S3Bucket of CreateFunction/,
    ],
  ])("refuses %s", async (what, input, name, message) => {
    if (what === "a second one of the name") await create();
    const refusal = await refusalOf(create(input()));
    expect(refusal.name).toBe(name);
    if (typeof message === "string") expect(refusal.message).toBe(message);
    else expect(refusal.message).toMatch(message);
  });
});

describe("reading", () => {
  test("by name, by partial and whole ARN, and with $LATEST", async () => {
    await create({ Tags: { a: "1" } });
    for (const named of [
      FunctionName,
      `123456789012:function:${FunctionName}`,
      arnOf(FunctionName),
      `${arnOf(FunctionName)}:$LATEST`,
    ]) {
      const read = await gateway.lambda.send(new GetFunctionCommand({ FunctionName: named }));
      const asked = named.endsWith(":$LATEST") ? ":$LATEST" : "";
      expect(read.Configuration?.FunctionArn).toBe(arnOf(FunctionName) + asked);
      expect(read.Tags).toEqual({ a: "1" });
    }
  });

  test("the code can be fetched from its location", async () => {
    await create();
    const { Code } = await gateway.lambda.send(new GetFunctionCommand({ FunctionName }));
    const answer = await fetch(there(Code?.Location));
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(new Uint8Array(echo));
    expect((await fetch(`${gateway.url}/_gatewright/code/${"0".repeat(64)}`)).status).toBe(404);
  });

  test("lists page by page", async () => {
    await create();
    await create({ FunctionName: `${FunctionName}-b` });
    const seen: (string | undefined)[] = [];
    let Marker: string | undefined;
    do {
      const page = await gateway.lambda.send(new ListFunctionsCommand({ MaxItems: 1, Marker }));
      seen.push(...there(page.Functions).map((item) => item.FunctionName));
      Marker = page.NextMarker;
    } while (Marker !== undefined);
    expect(seen).toEqual(expect.arrayContaining([FunctionName, `${FunctionName}-b`]));
  });

  test("what is not there is named by its ARN, as the SDK's own error", async () => {
    const refusal = await refusalOf(
      gateway.lambda.send(new GetFunctionConfigurationCommand({ FunctionName })),
    );
    expect(refusal).toEqual({
      name: "ResourceNotFoundException",
      status: 404,
      message: `Function not found: ${arnOf(FunctionName)}`,
    });
    const version = gateway.lambda.send(new GetFunctionCommand({ FunctionName, Qualifier: "7" }));
    expect((await refusalOf(version)).message).toBe(`Function not found: ${arnOf(FunctionName)}:7`);
  });

  test("a deleted function is gone", async () => {
    await create();
    const { $metadata } = await gateway.lambda.send(new DeleteFunctionCommand({ FunctionName }));
    expect($metadata.httpStatusCode).toBe(204);
    expect((await refusalOf(gateway.lambda.send(new DeleteFunctionCommand({ FunctionName })))).status).toBe(
      404,
    );
  });
});

describe("updating", () => {
  test("configuration changes what is given and the revision", async () => {
    const before = await create({ Environment: { Variables: { GREETING: "hi" } }, Timeout: 5 });
    const after = await gateway.lambda.send(
      new UpdateFunctionConfigurationCommand({ FunctionName, MemorySize: 256, Description: "new" }),
    );
    expect(after).toMatchObject({
      MemorySize: 256,
      Description: "new",
      Timeout: 5,
      Environment: { Variables: { GREETING: "hi" } },
      LastUpdateStatus: "InProgress",
    });
    expect(after.RevisionId).not.toBe(before.RevisionId);
    const stale = new UpdateFunctionConfigurationCommand({
      FunctionName,
      RevisionId: before.RevisionId,
      Timeout: 9,
    });
    expect(await refusalOf(gateway.lambda.send(stale))).toMatchObject({
      name: "PreconditionFailedException",
      status: 412,
    });
  });

  test("code is exchanged, but not by a dry run", async () => {
    const before = await create();
    const ZipFile = zip({ "index.js": "exports.handler = async () => 'new';" });
    const invoke = async () =>
      there((await gateway.lambda.send(new InvokeCommand({ FunctionName }))).Payload).transformToString();
    const dry = await gateway.lambda.send(
      new UpdateFunctionCodeCommand({ FunctionName, ZipFile, DryRun: true }),
    );
    expect(dry.CodeSha256).not.toBe(before.CodeSha256);
    expect(JSON.parse(await invoke())).toEqual({ event: {} });
    const updated = await gateway.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
    expect(updated.CodeSha256).toBe(dry.CodeSha256);
    expect(await invoke()).toBe('"new"');
  });
});

describe("the resource-based policy", () => {
  const statement = {
    StatementId: "api",
    Action: "lambda:InvokeFunction",
    Principal: "apigateway.amazonaws.com",
  };
  const SourceArn = "arn:aws:execute-api:us-west-2:123456789012:abc/*/*/*";

  test("grows and shrinks statement by statement", async () => {
    await create();
    const added = await gateway.lambda.send(
      new AddPermissionCommand({ FunctionName, ...statement, SourceArn }),
    );
    const expected = {
      Sid: "api",
      Effect: "Allow",
      Principal: { Service: "apigateway.amazonaws.com" },
      Action: "lambda:InvokeFunction",
      Resource: arnOf(FunctionName),
      Condition: { ArnLike: { "AWS:SourceArn": SourceArn } },
    };
    expect(added.$metadata.httpStatusCode).toBe(201);
    expect(JSON.parse(there(added.Statement))).toEqual(expected);
    const { Policy } = await gateway.lambda.send(new GetPolicyCommand({ FunctionName }));
    expect(JSON.parse(there(Policy))).toEqual({
      Version: "2012-10-17",
      Id: "default",
      Statement: [expected],
    });
    const again = gateway.lambda.send(new AddPermissionCommand({ FunctionName, ...statement }));
    expect(await refusalOf(again)).toMatchObject({ name: "ResourceConflictException", status: 409 });
    const removal = await gateway.lambda.send(
      new RemovePermissionCommand({ FunctionName, StatementId: "api" }),
    );
    expect(removal.$metadata.httpStatusCode).toBe(204);
    expect((await refusalOf(gateway.lambda.send(new GetPolicyCommand({ FunctionName })))).status).toBe(404);
  });

  test.each([
    ["*", "*"],
    ["111122223333", { AWS: "arn:aws:iam::111122223333:root" }],
    ["arn:aws:iam::111122223333:role/r", { AWS: "arn:aws:iam::111122223333:role/r" }],
  ])("the principal %s becomes %j", async (Principal, expected) => {
    await create();
    const added = await gateway.lambda.send(
      new AddPermissionCommand({ FunctionName, ...statement, Principal }),
    );
    expect(JSON.parse(there(added.Statement)).Principal).toEqual(expected);
  });

  test("takes any name for a statement", async () => {
    await create();
    for (const StatementId of ["constructor", "__proto__"]) {
      await gateway.lambda.send(new AddPermissionCommand({ FunctionName, ...statement, StatementId }));
    }
    const { Policy } = await gateway.lambda.send(new GetPolicyCommand({ FunctionName }));
    expect(JSON.parse(there(Policy)).Statement.map(({ Sid }: { Sid: string }) => Sid)).toEqual([
      "constructor",
      "__proto__",
    ]);
  });

  test("does not grow beyond 20 KB", async () => {
    await create();
    const add = (id: number) =>
      gateway.lambda.send(
        new AddPermissionCommand({
          FunctionName,
          ...statement,
          StatementId: `s${id}`,
          SourceArn: `${SourceArn}${"x".repeat(3000)}`,
        }),
      );
    for (let id = 0; id < 6; id += 1) await add(id);
    expect(await refusalOf(add(6))).toMatchObject({ name: "PolicyLengthExceededException", status: 400 });
  });
});

test("tags are put on and taken off", async () => {
  await create({ Tags: { a: "1" } });
  const Resource = arnOf(FunctionName);
  await gateway.lambda.send(new TagResourceCommand({ Resource, Tags: { b: "2" } }));
  await gateway.lambda.send(new UntagResourceCommand({ Resource, TagKeys: ["a"] }));
  expect((await gateway.lambda.send(new ListTagsCommand({ Resource }))).Tags).toEqual({ b: "2" });
});

describe("Invoke", () => {
  const invoke = (input: Partial<InvokeCommandInput> = {}) =>
    gateway.lambda.send(new InvokeCommand({ FunctionName, ...input }));

  test("answers what the function returned, and the end of its log", async () => {
    await create({ Environment: { Variables: { GREETING: "hi" } } });
    const answer = await invoke({ Payload: '{"a":[1]}', LogType: "Tail" });
    expect(answer.StatusCode).toBe(200);
    expect(answer.ExecutedVersion).toBe("$LATEST");
    expect(answer.FunctionError).toBeUndefined();
    expect(JSON.parse(there(answer.Payload).transformToString())).toEqual({
      event: { a: [1] },
      greeting: "hi",
    });
    const log = Buffer.from(there(answer.LogResult), "base64").toString("utf8");
    expect(log).toContain(`START RequestId: ${answer.$metadata.requestId}`);
    expect(log).toContain("seen");
  });

  test("a failing function is a 200 with an error", async () => {
    await create();
    const answer = await invoke({ Payload: '{"fail":"no"}' });
    expect([answer.StatusCode, answer.FunctionError]).toEqual([200, "Unhandled"]);
    expect(JSON.parse(there(answer.Payload).transformToString())).toMatchObject({
      errorMessage: "no",
      errorType: "Error",
    });
  });

  test.each([
    ["Event", 202],
    ["DryRun", 204],
  ] as const)("%s answers %i and nothing else", async (InvocationType, status) => {
    await create();
    const answer = await invoke({ InvocationType });
    expect([answer.StatusCode, answer.Payload?.transformToString() ?? ""]).toEqual([status, ""]);
  });

  test("refuses what is no JSON, too large, or not there", async () => {
    expect((await refusalOf(invoke())).name).toBe("ResourceNotFoundException");
    await create();
    expect(await refusalOf(invoke({ Payload: "{" }))).toMatchObject({
      name: "InvalidRequestContentException",
      status: 400,
    });
    expect(await refusalOf(invoke({ Payload: `"${"x".repeat(6_291_456)}"` }))).toMatchObject({
      name: "RequestEntityTooLargeException",
      status: 413,
    });
  });
});

/** A small zip whose directory says that its file has so many bytes. */
function claimingToBe(bytes: number): Uint8Array {
  const written = Buffer.from(zip({ "index.js": "" }));
  written.writeUInt32LE(bytes, written.indexOf("PK\u0001\u0002") + 24);
  return written;
}
