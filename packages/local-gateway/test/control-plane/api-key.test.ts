import {
  CreateApiKeyCommand,
  type CreateApiKeyCommandInput,
  CreateUsagePlanCommand,
  DeleteApiKeyCommand,
  GetApiKeyCommand,
  GetApiKeysCommand,
  type GetApiKeysCommandInput,
  GetUsagePlanKeysCommand,
  ImportApiKeysCommand,
  type PatchOperation,
  UpdateApiKeyCommand,
} from "@aws-sdk/client-api-gateway";
import { afterEach, describe, expect, test } from "vitest";
import { plainly, refusalOf, there, useGateway } from "../fixtures/running-gateway.ts";

const gateway = useGateway();

const create = (input: CreateApiKeyCommandInput = {}) =>
  gateway.apiGateway.send(new CreateApiKeyCommand(input));
const list = async (input: GetApiKeysCommandInput = {}) =>
  there((await gateway.apiGateway.send(new GetApiKeysCommand(input))).items);
const update = (apiKey: string, ...patchOperations: PatchOperation[]) =>
  gateway.apiGateway.send(new UpdateApiKeyCommand({ apiKey, patchOperations }));

afterEach(async () => {
  for (const { id } of await list()) await gateway.apiGateway.send(new DeleteApiKeyCommand({ apiKey: id }));
});

const value = "01234567890123456789";

describe("CreateApiKey", () => {
  test.each<[CreateApiKeyCommandInput, object]>([
    [{}, {}],
    [{ name: "", value: "", description: "" }, { description: "" }],
    [
      { name: "k", enabled: true, customerId: "c", tags: { a: "b" } },
      { name: "k", enabled: true, customerId: "c", tags: { a: "b" } },
    ],
    [{ value, generateDistinctId: false }, { value }],
    [{ stageKeys: [{ restApiId: "a", stageName: "s" }] }, { stageKeys: ["a/s"] }],
  ])(
    "answers %j with a value, disabled unless told, and nothing empty (recorded)",
    async (input, expected) => {
      const { $metadata, ...key } = await create(input);
      expect($metadata.httpStatusCode).toBe(201);
      expect(key).toEqual({
        id: expect.stringMatching(/^[a-z0-9]{10}$/),
        value: expect.stringMatching(/^[A-Za-z0-9]{20,128}$/),
        enabled: false,
        stageKeys: [],
        createdDate: expect.any(Date),
        lastUpdatedDate: expect.any(Date),
        ...expected,
      });
    },
  );

  test.each<[string, CreateApiKeyCommandInput, string]>([
    ["a long name", { name: "a".repeat(1025) }, "Invalid API Key name, can be at most 1024 characters."],
    ["a short value", { value: "short" }, "API Key value should be at least 20 characters"],
    ["a long value", { value: "a".repeat(129) }, "API Key value exceeds maximum size of 128 characters"],
    ["a long description", { description: "a".repeat(125_001) }, "Invalid API Key description specified."],
  ])("refuses %s (recorded)", async (_title, input, message) => {
    expect(await refusalOf(create(input))).toEqual({ name: "BadRequestException", status: 400, message });
  });

  test("refuses a value that another key has (reported)", async () => {
    await create({ value });
    expect(await refusalOf(create({ value }))).toEqual({
      name: "ConflictException",
      status: 409,
      message: "API Key already exists",
    });
  });
});

describe("GetApiKeys", () => {
  test.each<[GetApiKeysCommandInput, string[]]>([
    [{}, ["test-two", "test-one"]],
    [{ nameQuery: "test-" }, ["test-two", "test-one"]],
    [{ nameQuery: "TEST-" }, []],
    [{ nameQuery: "one" }, []],
    [{ customerId: "c1" }, ["test-one"]],
    [{ nameQuery: "test-", customerId: "c2" }, ["test-two"]],
    [{ limit: 1 }, ["test-two"]],
  ])("%j: %j, the newest first (recorded)", async (input, names) => {
    await create({ name: "test-one", customerId: "c1" });
    await create({ name: "test-two", customerId: "c2" });
    expect((await list(input)).map(({ name }) => name)).toEqual(names);
  });

  test("goes on from a position, and tells values only when asked", async () => {
    await create({ name: "one" });
    await create({ name: "two" });
    const { position } = await gateway.apiGateway.send(new GetApiKeysCommand({ limit: 1 }));
    const [last] = await list({ limit: 1, position });
    expect(last).toMatchObject({ name: "one" });
    expect(last).not.toHaveProperty("value");
    expect((await list({ includeValues: true })).every((key) => key.value?.length === 40)).toBe(true);
  });
});

test("GetApiKey has tags even when there are none, and the value only when asked", async () => {
  const { $metadata: _metadata, value: secret, ...key } = await create({ name: "k" });
  const get = async (includeValue?: boolean) =>
    plainly(await gateway.apiGateway.send(new GetApiKeyCommand({ apiKey: key.id, includeValue })));
  expect(await get()).toEqual({ ...key, tags: {} });
  expect(await get(true)).toEqual({ ...key, tags: {}, value: secret });
});

describe("UpdateApiKey", () => {
  test.each<[PatchOperation, object]>([
    [{ op: "replace", path: "/name", value: "new-name" }, { name: "new-name" }],
    [{ op: "replace", path: "/description", value: "d" }, { description: "d" }],
    [{ op: "replace", path: "/customerId", value: "c" }, { customerId: "c" }],
    [{ op: "replace", path: "/enabled", value: "true" }, { enabled: true }],
    [{ op: "replace", path: "/enabled", value: "not-a-boolean" }, { enabled: false }],
    [{ op: "add", path: "/stages", value: "api/dev" }, { stageKeys: ["api/dev"] }],
    [{ op: "add", path: "/labels", value: "x" }, {}],
  ])("%j (recorded or documented)", async (operation, changed) => {
    const { $metadata: _metadata, value: _value, ...before } = await create({ name: "k" });
    const after = plainly(await update(there(before.id), operation));
    expect(after).toEqual({ ...before, tags: {}, ...changed, lastUpdatedDate: expect.any(Date) });
  });

  test.each<[PatchOperation, string]>([
    [
      { op: "replace", path: "/id", value: "x" },
      "Invalid patch path  '/id' specified for op 'replace'. Must be one of: [/description, /enabled, /name, /customerId]",
    ],
    [
      { op: "replace", path: "/description", value: "a".repeat(125_001) },
      "Invalid API Key description specified.",
    ],
  ])("refuses as recorded", async (operation, message) => {
    const { id } = await create();
    expect(await refusalOf(update(there(id), operation))).toMatchObject({ status: 400, message });
  });
});

test.each<[string, () => Promise<unknown>]>([
  ["GetApiKey", () => gateway.apiGateway.send(new GetApiKeyCommand({ apiKey: "nope" }))],
  ["UpdateApiKey", () => update("nope")],
  ["DeleteApiKey", () => gateway.apiGateway.send(new DeleteApiKeyCommand({ apiKey: "nope" }))],
])("%s of an unknown key", async (_operation, call) => {
  expect(await refusalOf(call())).toMatchObject({
    name: "NotFoundException",
    message: "Invalid API Key identifier specified",
  });
});

describe("ImportApiKeys", () => {
  const send = (text: string, failOnWarnings?: boolean) =>
    gateway.apiGateway.send(
      new ImportApiKeysCommand({ format: "csv", body: Buffer.from(text), failOnWarnings }),
    );

  test("makes keys of a file, with their plans", async () => {
    const plan = there((await gateway.apiGateway.send(new CreateUsagePlanCommand({ name: "p" }))).id);
    const { $metadata, ids, warnings } = await send(
      `Name,key,description,Enabled,usageplanIds\r\nFirst,${value},"One, ""quoted""",TRUE,"${plan}"\r\nSecond,${value}2,,false,\n`,
    );
    expect($metadata.httpStatusCode).toBe(201);
    expect(warnings).toEqual([]);
    const keys = await list({ includeValues: true });
    expect(keys.map(({ id }) => id)).toEqual(there(ids).toReversed());
    expect(keys).toMatchObject([
      { name: "Second", value: `${value}2`, enabled: false },
      { name: "First", value, enabled: true, description: 'One, "quoted"' },
    ]);
    const members = await gateway.apiGateway.send(new GetUsagePlanKeysCommand({ usagePlanId: plan }));
    expect(members.items).toMatchObject([{ name: "First", value }]);
  });

  const faulty = `key,name\nshort,a\n${value},b\n${value},c\n`;
  test("makes what it can and warns of the rest", async () => {
    const { ids, warnings } = await send(faulty);
    expect(ids).toHaveLength(1);
    expect(warnings).toEqual([
      "Row 1: API Key value should be at least 20 characters",
      "Row 3: API Key already exists",
    ]);
  });

  test("makes nothing when a warning is a failure", async () => {
    expect(await refusalOf(send(faulty, true))).toMatchObject({ name: "BadRequestException" });
    expect(await list()).toEqual([]);
  });

  test("takes no more keys than an account may have (documented)", async () => {
    const rows = Array.from({ length: 10_001 }, (_, index) => `${value}${index}`);
    expect(await refusalOf(send(`key\n${rows.join("\n")}`))).toMatchObject({
      name: "LimitExceededException",
    });
    expect(await list()).toEqual([]);
  });

  test("reads a field whose quote is never closed to the end", async () => {
    await send(`name,key\n"open,${value}\n`);
    expect(await list()).toEqual([]);
  });

  test("refuses a file without a column of keys", async () => {
    expect(await refusalOf(send("a,b\n1,2\n"))).toMatchObject({ name: "BadRequestException" });
  });
});
