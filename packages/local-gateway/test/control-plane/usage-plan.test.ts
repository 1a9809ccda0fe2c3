import {
  CreateApiKeyCommand,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  CreateUsagePlanCommand,
  type CreateUsagePlanCommandInput,
  CreateUsagePlanKeyCommand,
  DeleteApiKeyCommand,
  DeleteRestApiCommand,
  DeleteStageCommand,
  DeleteUsagePlanCommand,
  DeleteUsagePlanKeyCommand,
  GetUsageCommand,
  GetUsagePlanCommand,
  GetUsagePlanKeyCommand,
  GetUsagePlanKeysCommand,
  GetUsagePlansCommand,
  type PatchOperation,
  PutIntegrationCommand,
  PutMethodCommand,
  type QuotaSettings,
  type ThrottleSettings,
  UpdateUsageCommand,
  UpdateUsagePlanCommand,
} from "@aws-sdk/client-api-gateway";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { dayOf, daysBetween, remainingAt, useOnce } from "../../src/control-plane/usage-period.ts";
import { plainly, refusalOf, there, useGateway } from "../fixtures/running-gateway.ts";

const today = "2026-03-18";
const gateway = useGateway({ clock: () => Date.parse(`${today}T12:00:00Z`) });
let apiId = "";

beforeEach(async () => {
  const api = await gateway.apiGateway.send(new CreateRestApiCommand({ name: "planned" }));
  apiId = there(api.id);
  const method = { restApiId: apiId, resourceId: there(api.rootResourceId), httpMethod: "GET" };
  await gateway.apiGateway.send(new PutMethodCommand({ ...method, authorizationType: "NONE" }));
  await gateway.apiGateway.send(new PutIntegrationCommand({ ...method, type: "MOCK" }));
  await gateway.apiGateway.send(new CreateDeploymentCommand({ restApiId: apiId, stageName: "dev" }));
  for (const { id, apiStages } of await plans()) {
    for (const { apiId: member, stage } of there(apiStages)) {
      await update(there(id), { op: "remove", path: "/apiStages", value: `${member}:${stage}` });
    }
    await gateway.apiGateway.send(new DeleteUsagePlanCommand({ usagePlanId: id }));
  }
});

const create = (input: Partial<CreateUsagePlanCommandInput> = {}) =>
  gateway.apiGateway.send(new CreateUsagePlanCommand({ name: "plan", ...input }));
const get = async (usagePlanId: string) =>
  plainly(await gateway.apiGateway.send(new GetUsagePlanCommand({ usagePlanId })));
const plans = async (keyId?: string) =>
  there((await gateway.apiGateway.send(new GetUsagePlansCommand({ keyId }))).items);
const update = (usagePlanId: string, ...patchOperations: PatchOperation[]) =>
  gateway.apiGateway.send(new UpdateUsagePlanCommand({ usagePlanId, patchOperations }));

describe("usage plans", () => {
  test("answer what was given, with tags when there are some or the plan is read alone (recorded)", async () => {
    const stage = { apiId, stage: "dev" };
    const { $metadata, ...plain } = await create({ apiStages: [stage] });
    expect($metadata.httpStatusCode).toBe(201);
    expect(plain).toEqual({ id: expect.stringMatching(/^[a-z0-9]{6}$/), name: "plan", apiStages: [stage] });
    expect(await get(there(plain.id))).toEqual({ ...plain, tags: {} });
    const given = {
      name: "full",
      description: "d",
      quota: { limit: 10, period: "DAY" as const },
      throttle: { burstLimit: 20, rateLimit: 10 },
      tags: { a: "b" },
    };
    const full = plainly(await create(given));
    expect(full).toMatchObject({ ...given, quota: { ...given.quota, offset: 0 }, apiStages: [] });
    expect(await plans()).toEqual([plain, full]);
  });

  test.each<[string, Partial<CreateUsagePlanCommandInput>]>([
    ["no name", { name: "" }],
    ["half a stage", { apiStages: [{ apiId: "a" }] }],
    ["a quota without a period", { quota: { limit: 1 } }],
    ["a negative quota", { quota: { limit: -1, period: "DAY" } }],
    ["a negative rate", { throttle: { rateLimit: -1 } }],
    ["a negative burst", { throttle: { burstLimit: -1 } }],
    [
      "a negative rate of a method",
      { apiStages: [{ apiId: "a", stage: "s", throttle: { "/GET": { rateLimit: -1 } } }] },
    ],
  ])("refuse %s", async (_title, input) => {
    expect(await refusalOf(create(input))).toMatchObject({ name: "BadRequestException" });
  });

  test("refuse a period that there is not, in the service's form", async () => {
    // @ts-expect-error: the SDK's types do not allow it
    expect((await refusalOf(create({ quota: { limit: 1, period: "YEAR" } }))).message).toMatch(
      /^1 validation error detected: Value 'YEAR' at 'createUsagePlanInput.quota.period' failed to satisfy/,
    );
  });

  test("with a served stage cannot be deleted (reported); without one they can, with their keys", async () => {
    const usagePlanId = there((await create({ apiStages: [{ apiId, stage: "dev" }] })).id);
    const remove = () => gateway.apiGateway.send(new DeleteUsagePlanCommand({ usagePlanId }));
    expect(await refusalOf(remove())).toMatchObject({
      name: "BadRequestException",
      message: `Cannot delete Usage Plan ${usagePlanId} because there are API Stages associated with it, including ${apiId}:dev`,
    });
    await update(usagePlanId, { op: "remove", path: "/apiStages", value: `${apiId}:dev` });
    expect((await remove()).$metadata.httpStatusCode).toBe(202);
    expect(await refusalOf(remove())).toMatchObject({
      name: "NotFoundException",
      message: "Invalid Usage Plan ID specified",
    });
  });

  test.each<[string, () => Promise<unknown>]>([
    ["stage", () => gateway.apiGateway.send(new DeleteStageCommand({ restApiId: apiId, stageName: "dev" }))],
    ["API", () => gateway.apiGateway.send(new DeleteRestApiCommand({ restApiId: apiId }))],
  ])("lose a stage whose %s is deleted", async (_title, remove) => {
    const other = { apiId: "other", stage: "dev" };
    const { id } = await create({ apiStages: [{ apiId, stage: "dev" }, other] });
    await remove();
    expect((await get(there(id))).apiStages).toEqual([other]);
  });
});

describe("UpdateUsagePlan", () => {
  const own = (rest: string) => `/apiStages/${apiId}:dev/throttle${rest}`;
  const stage = (throttle?: Record<string, ThrottleSettings>) => ({
    apiStages: [{ apiId, stage: "dev", ...(throttle && { throttle }) }],
  });

  test.each<[string, () => PatchOperation[], () => object]>([
    ["name", () => [{ op: "replace", path: "/name", value: "n" }], () => ({ name: "n" })],
    [
      "description",
      () => [{ op: "replace", path: "/description", value: "d" }],
      () => ({ description: "d" }),
    ],
    ["productCode", () => [{ op: "add", path: "/productCode", value: "c" }], () => ({ productCode: "c" })],
    [
      "a quota in parts, whose offset is 0 (recorded)",
      () => [
        { op: "replace", path: "/quota/period", value: "MONTH" },
        { op: "replace", path: "/quota/limit", value: "5000" },
      ],
      () => ({ quota: { limit: 5000, offset: 0, period: "MONTH" } }),
    ],
    [
      "a throttle (recorded)",
      () => [
        { op: "add", path: "/throttle/burstLimit", value: "100" },
        { op: "replace", path: "/throttle/rateLimit", value: "200.5" },
      ],
      () => ({ throttle: { burstLimit: 100, rateLimit: 200.5 } }),
    ],
    [
      "what it has is removed",
      () => [
        { op: "add", path: "/productCode", value: "c" },
        { op: "add", path: "/throttle/burstLimit", value: "1" },
        { op: "add", path: "/quota/period", value: "DAY" },
        { op: "remove", path: "/productCode" },
        { op: "remove", path: "/throttle" },
        { op: "remove", path: "/quota" },
      ],
      () => ({}),
    ],
    [
      "a stage, once",
      () => [
        { op: "add", path: "/apiStages", value: `${apiId}:v2` },
        { op: "add", path: "/apiStages", value: `${apiId}:v2` },
      ],
      () => ({
        apiStages: [
          { apiId, stage: "dev" },
          { apiId, stage: "v2" },
        ],
      }),
    ],
    [
      "a method's throttle, escaped as documented",
      () => [{ op: "replace", path: own("/~1pets~1{id}/GET/rateLimit"), value: "2" }],
      () => stage({ "/pets/{id}/GET": { rateLimit: 2 } }),
    ],
    [
      "a method's throttle, as Terraform sends it",
      () => [
        { op: "replace", path: own("//pets/{id}/GET/rateLimit"), value: "2" },
        { op: "replace", path: own("//pets/{id}/GET/burstLimit"), value: "3" },
      ],
      () => stage({ "/pets/{id}/GET": { rateLimit: 2, burstLimit: 3 } }),
    ],
    [
      "a method's throttle goes alone",
      () => [
        { op: "add", path: own("/a/GET/rateLimit"), value: "1" },
        { op: "add", path: own("/b/GET/rateLimit"), value: "1" },
        { op: "remove", path: own("/a/GET") },
      ],
      () => stage({ "/b/GET": { rateLimit: 1 } }),
    ],
    [
      "all throttles of a stage go",
      () => [
        { op: "add", path: own("/a/GET/rateLimit"), value: "1" },
        { op: "remove", path: own("") },
      ],
      () => stage(),
    ],
  ])("%s", async (_title, operations, changed) => {
    const { id } = await create(stage());
    const answer = plainly(await update(there(id), ...operations()));
    expect(answer).toEqual({ id, name: "plan", tags: {}, ...stage(), ...changed() });
    expect(await get(there(id))).toEqual(answer);
  });

  test.each<[PatchOperation, number, RegExp]>([
    [{ op: "remove", path: "/apiStages" }, 400, /^Invalid API Stage specified$/],
    [{ op: "remove", path: "/apiStages", value: "fakevalue" }, 400, /^Invalid API Stage specified$/],
    [
      { op: "remove", path: "/apiStages", value: "fake:dev" },
      404,
      /^Invalid API Stage {api: fake, stage: dev} specified for usageplan \w+$/,
    ],
    [
      { op: "remove", path: "/apiStages/fake:dev" },
      400,
      /^Invalid patch path {2}'\/apiStages\/fake:dev' specified for op 'remove'\. Must be one of: \[\/apiStages, /,
    ],
    [{ op: "replace", path: "/throttle/rateLimit", value: "fast" }, 400, /\/throttle\/rateLimit$/],
    [{ op: "replace", path: "/throttle/rateLimit", value: "1e999" }, 400, /\/throttle\/rateLimit$/],
    [{ op: "replace", path: "/quota/period", value: "YEAR" }, 400, /DAY,WEEK,MONTH|period/],
    [{ op: "copy", path: "/name", from: "/id" }, 400, /Please choose supported operations$/],
  ])("refuses %j and changes nothing (recorded or reported)", async (operation, status, message) => {
    const id = there((await create(stage())).id);
    const before = await get(id);
    const refused = await refusalOf(update(id, { op: "replace", path: "/name", value: "x" }, operation));
    expect(refused).toMatchObject({ status, message: expect.stringMatching(message) });
    expect(await get(id)).toEqual(before);
  });
});

const createKey = async (name: string) =>
  plainly(await gateway.apiGateway.send(new CreateApiKeyCommand({ name })));
const addKey = (usagePlanId: string, keyId: string, keyType = "API_KEY") =>
  gateway.apiGateway.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType }));

describe("usage plan keys", () => {
  const members = async (usagePlanId: string, nameQuery?: string) =>
    there((await gateway.apiGateway.send(new GetUsagePlanKeysCommand({ usagePlanId, nameQuery }))).items);

  test("live as recorded", async () => {
    const usagePlanId = there((await create()).id);
    const [one, two] = [await createKey("key-one"), await createKey("key-two")];
    const { $metadata, ...first } = await addKey(usagePlanId, there(one.id));
    expect($metadata.httpStatusCode).toBe(201);
    expect(first).toEqual({ id: one.id, type: "API_KEY", name: "key-one", value: one.value });
    const second = plainly(await addKey(usagePlanId, there(two.id)));
    expect(await members(usagePlanId)).toEqual([second, first]);
    expect(await members(usagePlanId, "key-o")).toEqual([first]);
    expect(await members(usagePlanId, "KEY")).toEqual([]);
    expect(await members("bad-id")).toEqual([]);
    expect((await plans(one.id)).map(({ id }) => id)).toEqual([usagePlanId]);
    const named = { usagePlanId, keyId: there(one.id) };
    expect(plainly(await gateway.apiGateway.send(new GetUsagePlanKeyCommand(named)))).toEqual(first);
    await gateway.apiGateway.send(new DeleteUsagePlanKeyCommand(named));
    expect(await members(usagePlanId)).toEqual([second]);
    await gateway.apiGateway.send(new DeleteApiKeyCommand({ apiKey: two.id }));
    expect(await members(usagePlanId)).toEqual([]);
  });

  test.each<[string, (plan: string, key: string) => Promise<unknown>, string, RegExp]>([
    [
      "of no key",
      (plan) => addKey(plan, "nope"),
      "NotFoundException",
      /^Invalid API Key identifier specified$/,
    ],
    ["of another type", (plan, key) => addKey(plan, key, "TOKEN"), "BadRequestException", /API_KEY/],
    [
      "twice",
      async (plan, key) => {
        await addKey(plan, key);
        await addKey(plan, key);
      },
      "ConflictException",
      /exists/,
    ],
    [
      "that is none is not found",
      (usagePlanId, keyId) => gateway.apiGateway.send(new GetUsagePlanKeyCommand({ usagePlanId, keyId })),
      "NotFoundException",
      /^Invalid Usage Plan ID specified$/,
    ],
  ])("one %s", async (_title, call, name, message) => {
    const plan = there((await create()).id);
    const key = there((await createKey("k")).id);
    expect(await refusalOf(call(plan, key))).toMatchObject({ name, message: expect.stringMatching(message) });
  });
});

describe("usage", () => {
  const usage = async (usagePlanId: string, startDate: string, endDate: string, keyId?: string) =>
    plainly(await gateway.apiGateway.send(new GetUsageCommand({ usagePlanId, startDate, endDate, keyId })));

  test("is told by day, up to today, and what remains can be changed", async () => {
    const usagePlanId = there((await create({ quota: { limit: 100, period: "MONTH" } })).id);
    const keyId = there((await createKey("k")).id);
    await addKey(usagePlanId, keyId);
    const days = { usagePlanId, startDate: "2026-03-17", endDate: "2026-03-20" };
    expect(await usage(usagePlanId, days.startDate, days.endDate)).toEqual({
      ...days,
      items: {
        [keyId]: [
          [0, 100],
          [0, 100],
        ],
      },
    });
    const patchOperations: PatchOperation[] = [{ op: "replace", path: "/remaining", value: "10" }];
    const updated = await gateway.apiGateway.send(
      new UpdateUsageCommand({ usagePlanId, keyId, patchOperations }),
    );
    expect(updated.items).toEqual({ [keyId]: [[0, 10]] });
    expect((await usage(usagePlanId, days.startDate, days.endDate, keyId)).items).toEqual({
      [keyId]: [
        [0, 100],
        [0, 10],
      ],
    });
    expect((await usage(usagePlanId, days.startDate, days.endDate, "other")).items).toEqual({});
  });

  test.each<[string, string]>([
    ["yesterday", today],
    ["2026-13-01", today],
    ["2026-02-31", today],
    ["0001-01-01", today],
    [today, "2026-03-01"],
  ])("from %s to %s is refused", async (startDate, endDate) => {
    const { id } = await create();
    expect(await refusalOf(usage(there(id), startDate, endDate))).toMatchObject({
      name: "BadRequestException",
    });
  });

  test.each<[string, string]>([
    ["/remaining", "-1"],
    ["/remaining", "many"],
    ["/used", "1"],
  ])("%s cannot become %s", async (path, value) => {
    const usagePlanId = there((await create({ quota: { limit: 1, period: "DAY" } })).id);
    const keyId = there((await createKey("k")).id);
    await addKey(usagePlanId, keyId);
    const patchOperations: PatchOperation[] = [{ op: "replace", path, value }];
    const call = gateway.apiGateway.send(new UpdateUsageCommand({ usagePlanId, keyId, patchOperations }));
    expect(await refusalOf(call)).toMatchObject({ name: "BadRequestException" });
  });
});

describe("the periods of a quota", () => {
  test.each<[QuotaSettings, [string, number][], string, number]>([
    [{ limit: 5, period: "DAY" }, [["2026-03-17", 2]], "2026-03-18", 5],
    [{ limit: 5, period: "WEEK" }, [["2026-03-15", 2]], "2026-03-21", 2],
    [{ limit: 5, period: "WEEK" }, [["2026-03-15", 2]], "2026-03-22", 5],
    [
      { limit: 5, period: "MONTH" },
      [
        ["2026-03-01", 3],
        ["2026-03-09", 1],
      ],
      "2026-03-31",
      1,
    ],
    [{ limit: 5, period: "MONTH" }, [["2026-03-31", 1]], "2026-04-01", 5],
    [{ limit: 5, offset: 2, period: "DAY" }, [], "2026-03-18", 3],
    [{ limit: 5, offset: 2, period: "DAY" }, [["2026-03-17", 0]], "2026-03-18", 5],
  ])("%j after %j leaves on %s: %i", (quota, days, day, remaining) => {
    const byDay = new Map(days.map(([name, left]) => [name, { used: 1, remaining: left }]));
    expect(remainingAt(byDay, quota, day)).toBe(remaining);
  });

  test("no key ever has more of a period than its limit, whatever the days of its requests", () => {
    const period = fc.constantFrom("DAY" as const, "WEEK" as const, "MONTH" as const);
    fc.assert(
      fc.property(period, fc.nat(20), fc.array(fc.nat(70), { maxLength: 60 }), (name, limit, offsets) => {
        const quota = { limit, period: name };
        const start = Date.parse("2026-02-10");
        const byDay = new Map<string, { used: number; remaining?: number | undefined }>();
        const counted = new Map<string, number>();
        for (const offset of offsets.toSorted((a, b) => a - b)) {
          const day = dayOf(start + offset * 86_400_000);
          if ((remainingAt(byDay, quota, day) ?? 0) <= 0) continue;
          byDay.set(day, useOnce(byDay, quota, day));
          const sunday = dayOf(Date.parse(day) - new Date(day).getUTCDay() * 86_400_000);
          const key = { DAY: day, WEEK: sunday, MONTH: day.slice(0, 7) }[name];
          counted.set(key, (counted.get(key) ?? 0) + 1);
        }
        expect(Math.max(0, ...counted.values())).toBeLessThanOrEqual(limit);
      }),
    );
  });

  test("days are counted over the ends of months", () => {
    expect(daysBetween("2028-02-28", "2028-03-01")).toEqual(["2028-02-28", "2028-02-29", "2028-03-01"]);
    expect(daysBetween("2026-03-02", "2026-03-01")).toEqual([]);
  });
});
