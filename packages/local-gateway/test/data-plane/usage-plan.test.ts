import {
  CreateApiKeyCommand,
  CreateAuthorizerCommand,
  CreateUsagePlanCommand,
  type CreateUsagePlanCommandInput,
  CreateUsagePlanKeyCommand,
  GetUsageCommand,
  type PatchOperation,
  UpdateApiKeyCommand,
  UpdateStageCommand,
  UpdateUsageCommand,
  UpdateUsagePlanCommand,
} from "@aws-sdk/client-api-gateway";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { createThrottles } from "../../src/data-plane/usage-plan/throttle.ts";
import { addRoutes, answerOf, deploy, makeApi, makeFunction, permit } from "../fixtures/mock-api.ts";
import { there, useGateway } from "../fixtures/running-gateway.ts";

/** Sunday, 1 November 2026, 12:00 UTC; a test moves it on. */
const start = Date.UTC(2026, 10, 1, 12);
let now = start;
const lines: string[] = [];
const gateway = useGateway({ clock: () => now, log: (line) => lines.push(line) });

beforeEach(() => {
  now = start;
});

const required = { method: { apiKeyRequired: true } };
const routes = {
  "GET /a": required,
  "GET /b/{id}": required,
  "GET /free": {},
  "ANY /any": required,
  "GET /who": {
    ...required,
    responseTemplate: '{"id": "$context.identity.apiKeyId", "key": "$context.identity.apiKey"}',
  },
};

async function makeKey(usagePlanId?: string, settings: { enabled?: boolean } = {}) {
  const { id, value } = await gateway.apiGateway.send(
    new CreateApiKeyCommand({ enabled: true, ...settings }),
  );
  if (usagePlanId !== undefined) {
    await gateway.apiGateway.send(
      new CreateUsagePlanKeyCommand({ usagePlanId, keyId: there(id), keyType: "API_KEY" }),
    );
  }
  return { id: there(id), value: there(value) };
}

/** An API with a plan of its own and a key in it. */
async function plan(
  settings: Omit<CreateUsagePlanCommandInput, "name">,
  throttle?: Record<string, { rateLimit: number; burstLimit: number }>,
) {
  const apiId = await makeApi(gateway.apiGateway, routes);
  await deploy(gateway.apiGateway, apiId);
  const apiStages = [{ apiId, stage: "prod", ...(throttle && { throttle }) }];
  const { id } = await gateway.apiGateway.send(
    new CreateUsagePlanCommand({ name: "plan", apiStages, ...settings }),
  );
  const key = await makeKey(there(id));
  const call = (path: string, value: string | undefined = key.value) =>
    answerOf(
      fetch(`${gateway.url}/restapis/${apiId}/prod/_user_request_${path}`, {
        headers: value === undefined || value === "" ? {} : { "x-api-key": value },
      }),
    );
  return { apiId, usagePlanId: there(id), key, call };
}

const forbidden = { status: 403, errorType: "ForbiddenException", text: '{"message":"Forbidden"}' };
const throttled = {
  status: 429,
  errorType: "TooManyRequestsException",
  text: '{"message":"Too Many Requests"}',
};
const exceeded = { status: 429, errorType: "LimitExceededException", text: '{"message":"Limit Exceeded"}' };

describe("an API key", () => {
  it("opens the stages of its plan, and is what the method is told", async () => {
    const { call, key } = await plan({});
    expect(await call("/a")).toMatchObject({ status: 200 });
    expect(JSON.parse((await call("/who")).text)).toEqual({ id: key.id, key: key.value });
    expect(await call("/free", "")).toMatchObject({ status: 200 });
  });

  it("is asked for where the method needs one, and the log says what is wrong with it", async () => {
    const { call, apiId, usagePlanId } = await plan({});
    const other = await plan({});
    const disabled = await makeKey(usagePlanId, { enabled: false });
    const unplanned = await makeKey();
    const cases = [
      ["", "no x-api-key header"],
      ["nonsense", "not one of this account's"],
      [disabled.value, `${disabled.id} is disabled`],
      [unplanned.value, `${unplanned.id} is in no usage plan that has stage prod of API ${apiId}`],
      [other.key.value, "is in no usage plan"],
    ] as const;
    for (const [value, reason] of cases) {
      lines.length = 0;
      expect(await call("/a", value)).toEqual(forbidden);
      expect(lines.join("\n")).toContain(reason);
    }
  });

  it("that is disabled or enabled is so at once, without a deployment", async () => {
    const { call, key } = await plan({});
    const enable = (value: string) =>
      gateway.apiGateway.send(
        new UpdateApiKeyCommand({
          apiKey: key.id,
          patchOperations: [{ op: "replace", path: "/enabled", value }],
        }),
      );
    await enable("false");
    expect(await call("/a")).toEqual(forbidden);
    await enable("true");
    expect(await call("/a")).toMatchObject({ status: 200 });
  });

  it("may come from the authorizer instead of the header", async () => {
    const source = `export const handler = async ({ authorizationToken }) => ({
      principalId: "me",
      policyDocument: { Statement: [{ Action: "*", Effect: "Allow", Resource: "*" }] },
      ...(authorizationToken === "none" ? {} : { usageIdentifierKey: authorizationToken }),
    });`;
    const authorizerUri = await makeFunction(gateway.lambda, "identifies", source);
    await permit(gateway.lambda, "identifies");
    const { usagePlanId, key, apiId } = await plan({});
    const restApiId = await makeApi(gateway.apiGateway, {}, { apiKeySource: "AUTHORIZER" });
    const { id } = await gateway.apiGateway.send(
      new CreateAuthorizerCommand({
        restApiId,
        name: "identifies",
        type: "TOKEN",
        authorizerUri,
        identitySource: "method.request.header.Auth",
      }),
    );
    const method = { authorizationType: "CUSTOM", authorizerId: there(id), apiKeyRequired: true };
    await addRoutes(gateway.apiGateway, restApiId, { "GET /a": { method } });
    await deploy(gateway.apiGateway, restApiId);
    await gateway.apiGateway.send(
      new UpdateUsagePlanCommand({
        usagePlanId,
        patchOperations: [{ op: "add", path: "/apiStages", value: `${restApiId}:prod` }],
      }),
    );
    const call = (headers: Record<string, string>) =>
      answerOf(fetch(`${gateway.url}/restapis/${restApiId}/prod/_user_request_/a`, { headers }));
    expect(await call({ Auth: key.value })).toMatchObject({ status: 200 });
    expect(await call({ Auth: "none", "x-api-key": key.value })).toEqual(forbidden);
    expect(await call({ Auth: `${apiId}-is-no-key` })).toEqual(forbidden);
  });
});

describe("a throttle", () => {
  it("of the plan holds for a key over all methods, and fills again", async () => {
    const { call, usagePlanId } = await plan({ throttle: { rateLimit: 2, burstLimit: 3 } });
    for (const path of ["/a", "/b/1", "/a"]) expect(await call(path)).toMatchObject({ status: 200 });
    expect(await call("/a")).toEqual(throttled);
    expect(await call("/b/1")).toEqual(throttled);
    const another = await makeKey(usagePlanId);
    expect(await call("/a", another.value)).toMatchObject({ status: 200 });
    now += 499;
    expect(await call("/a")).toEqual(throttled);
    now += 1;
    expect(await call("/a")).toMatchObject({ status: 200 });
    expect(await call("/a")).toEqual(throttled);
  });

  it("of the plan for a method takes the plan's place there", async () => {
    const { call } = await plan(
      { throttle: { rateLimit: 1, burstLimit: 1 } },
      { "/b/{id}/GET": { rateLimit: 1, burstLimit: 2 } },
    );
    expect(await call("/b/1")).toMatchObject({ status: 200 });
    expect(await call("/b/2")).toMatchObject({ status: 200 });
    expect(await call("/b/3")).toEqual(throttled);
    expect(await call("/a")).toMatchObject({ status: 200 });
    expect(await call("/a")).toEqual(throttled);
  });

  it("of the stage holds for each method by itself, key or not", async () => {
    const { call, apiId } = await plan({});
    const patchOperations = [
      ["/*/*/throttling/rateLimit", "1"],
      ["/*/*/throttling/burstLimit", "2"],
      ["/~1b~1{id}/GET/throttling/rateLimit", "1"],
      ["/~1b~1{id}/GET/throttling/burstLimit", "1"],
    ].map(([path, value]) => ({ op: "replace" as const, path, value }));
    await gateway.apiGateway.send(
      new UpdateStageCommand({ restApiId: apiId, stageName: "prod", patchOperations }),
    );
    for (const path of ["/free", "/free", "/a", "/a", "/b/1"]) {
      expect(await call(path)).toMatchObject({ status: 200 });
    }
    for (const path of ["/free", "/a", "/b/2"]) expect(await call(path)).toEqual(throttled);
    now += 1_000;
    expect(await call("/b/2")).toMatchObject({ status: 200 });
  });

  it.each(["rateLimit", "burstLimit"])("of the stage is none where its %s is -1", async (name) => {
    const { apiId, call } = await plan({});
    const patchOperations = [
      { op: "replace" as const, path: "/*/*/throttling/rateLimit", value: "0" },
      { op: "replace" as const, path: "/*/*/throttling/burstLimit", value: "1" },
    ];
    const update = (patchOperations: PatchOperation[]) =>
      gateway.apiGateway.send(
        new UpdateStageCommand({ restApiId: apiId, stageName: "prod", patchOperations }),
      );
    await update(patchOperations);
    expect(await call("/free")).toMatchObject({ status: 200 });
    expect(await call("/free")).toEqual(throttled);
    await update([{ op: "replace", path: `/*/*/throttling/${name}`, value: "-1" }]);
    expect(await call("/free")).toMatchObject({ status: 200 });
  });

  it("of the plan for ANY holds for all methods together, but those that have their own", async () => {
    const limit = (burstLimit: number) => ({ rateLimit: 1, burstLimit });
    const { apiId, key } = await plan({}, { "/any/ANY": limit(2), "/any/PUT": limit(1) });
    const any = async (method: string) =>
      (
        await fetch(`${gateway.url}/restapis/${apiId}/prod/_user_request_/any`, {
          method,
          headers: { "x-api-key": key.value },
        })
      ).status;
    expect([await any("GET"), await any("POST"), await any("DELETE")]).toEqual([200, 200, 429]);
    expect([await any("PUT"), await any("PUT")]).toEqual([200, 429]);
  });

  it("of the stage for one of the methods that ANY stands for holds for that one", async () => {
    const { apiId, key } = await plan({});
    const patchOperations = ["rateLimit", "burstLimit"].map((name) => ({
      op: "replace" as const,
      path: `/~1any/GET/throttling/${name}`,
      value: "0",
    }));
    await gateway.apiGateway.send(
      new UpdateStageCommand({ restApiId: apiId, stageName: "prod", patchOperations }),
    );
    const any = (method: string) =>
      answerOf(
        fetch(`${gateway.url}/restapis/${apiId}/prod/_user_request_/any`, {
          method,
          headers: { "x-api-key": key.value },
        }),
      );
    expect(await any("GET")).toEqual(throttled);
    expect(await any("POST")).toMatchObject({ status: 200 });
  });

  it("lets through no more than the burst and what has filled since, and no fewer", () => {
    const settings = {
      rateLimit: fc.integer({ min: 1, max: 500 }),
      burstLimit: fc.integer({ min: 1, max: 50 }),
    };
    const pauses = fc.array(fc.nat(40), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(fc.record(settings), pauses, (limit, pauses) => {
        const throttles = createThrottles();
        let at = 0;
        let tokens = limit.burstLimit;
        for (const pause of pauses) {
          at += pause;
          tokens = Math.min(limit.burstLimit, tokens + (pause * limit.rateLimit) / 1000);
          const taken = throttles.take(["x"], limit, at);
          // Within a hair of a whole token, either is right.
          if (Math.abs(tokens - 1) > 1e-6) expect(taken).toBe(tokens > 1);
          if (taken) tokens -= 1;
        }
      }),
    );
  });

  it("fills once, whatever the order in which requests get to it", () => {
    const throttles = createThrottles();
    const taken = (at: number) => throttles.take(["z"], { rateLimit: 1, burstLimit: 1 }, at);
    expect([1_000, 0, 1_000, 0, 1_999, 2_000].map(taken)).toEqual([true, false, false, false, false, true]);
  });

  it("of nothing lets nothing through", () => {
    expect(createThrottles().take(["y"], { rateLimit: 0, burstLimit: 0 }, 0)).toBe(false);
  });
});

describe("a quota", () => {
  const usage = async (usagePlanId: string, keyId: string, startDate: string, endDate = startDate) => {
    const { items } = await gateway.apiGateway.send(
      new GetUsageCommand({ usagePlanId, keyId, startDate, endDate }),
    );
    return items?.[keyId];
  };

  it("ends a key's requests until its day is over, and what was used is told", async () => {
    const { call, usagePlanId, key } = await plan({ quota: { limit: 2, period: "DAY" } });
    expect(await call("/a")).toMatchObject({ status: 200 });
    expect(await call("/b/1")).toMatchObject({ status: 200 });
    expect(await call("/a")).toEqual(exceeded);
    expect(await call("/free")).toMatchObject({ status: 200 });
    expect(await usage(usagePlanId, key.id, "2026-11-01")).toEqual([[2, 0]]);
    now += 12 * 3_600_000;
    expect(await call("/a")).toMatchObject({ status: 200 });
    expect(await usage(usagePlanId, key.id, "2026-11-01", "2026-11-02")).toEqual([
      [2, 0],
      [1, 1],
    ]);
  });

  it("can be filled up", async () => {
    const { call, usagePlanId, key } = await plan({ quota: { limit: 1, period: "MONTH" } });
    expect(await call("/a")).toMatchObject({ status: 200 });
    now += 20 * 24 * 3_600_000;
    expect(await call("/a")).toEqual(exceeded);
    const patchOperations = [{ op: "replace" as const, path: "/remaining", value: "1" }];
    await gateway.apiGateway.send(new UpdateUsageCommand({ usagePlanId, keyId: key.id, patchOperations }));
    expect(await call("/a")).toMatchObject({ status: 200 });
    expect(await call("/a")).toEqual(exceeded);
  });

  it("does not count what the throttle refuses", async () => {
    const settings = {
      quota: { limit: 5, period: "WEEK" },
      throttle: { rateLimit: 1, burstLimit: 1 },
    } as const;
    const { call, usagePlanId, key } = await plan(settings);
    expect(await call("/a")).toMatchObject({ status: 200 });
    expect(await call("/a")).toEqual(throttled);
    expect(await usage(usagePlanId, key.id, "2026-11-01")).toEqual([[1, 4]]);
  });

  it("is kept to the last request when many come at once", async () => {
    const { call } = await plan({ quota: { limit: 10, period: "DAY" } });
    const answers = await Promise.all(Array.from({ length: 25 }, () => call("/a")));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
  });
});
