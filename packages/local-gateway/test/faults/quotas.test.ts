import {
  CreateApiKeyCommand,
  CreateAuthorizerCommand,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  CreateStageCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  GetRestApisCommand,
  GetStagesCommand,
  ImportRestApiCommand,
  PutRestApiCommand,
  TooManyRequestsException,
  UpdateAccountCommand,
} from "@aws-sdk/client-api-gateway";
import { ListFunctionsCommand } from "@aws-sdk/client-lambda";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { knownOperations } from "../../src/faults/known-operations.ts";
import { rateQuotas, totalRate } from "../../src/faults/rate-quotas.ts";
import { filled, fullBucket, type Rate, taken, wait } from "../../src/faults/token-bucket.ts";
import { apiGatewayOf, refusalOf, there, useGateway } from "../fixtures/running-gateway.ts";

describe("a token bucket", () => {
  const rate: fc.Arbitrary<Rate> = fc.record(
    {
      calls: fc.constantFrom(1, 2, 5, 10),
      seconds: fc.constantFrom(1, 2, 3, 30),
      burst: fc.integer({ min: 1, max: 40 }),
    },
    { requiredKeys: ["calls", "seconds"] },
  );

  /** When a caller that calls after each of these pauses is let through, in milliseconds. */
  const passed = (limit: Rate, pauses: readonly number[]) => {
    let bucket = fullBucket;
    let now = 1000;
    return pauses.flatMap((pause) => {
      now += pause;
      bucket = filled(bucket, limit, now);
      if (wait(bucket, limit) > 0) return [];
      bucket = taken(bucket, limit);
      return [now];
    });
  };

  test("never lets through more than its burst and what has come since", () => {
    fc.assert(
      fc.property(rate, fc.array(fc.nat(2000), { maxLength: 80 }), (limit, pauses) => {
        const times = passed(limit, pauses);
        const { calls, seconds, burst = calls } = limit;
        for (const [first, from] of times.entries()) {
          for (const [last, to] of times.entries()) {
            if (last < first) continue;
            expect(last - first + 1).toBeLessThanOrEqual(burst + ((to - from) * calls) / (seconds * 1000));
          }
        }
      }),
    );
  });

  test("lets through who waits as long as it says, and nobody who comes a millisecond before", () => {
    fc.assert(
      fc.property(rate, fc.array(fc.nat(500), { minLength: 1, maxLength: 80 }), (limit, pauses) => {
        let bucket = fullBucket;
        let now = 0;
        for (const pause of pauses) {
          now += pause;
          bucket = filled(bucket, limit, now);
          const milliseconds = wait(bucket, limit);
          if (milliseconds > 0) {
            expect(wait(filled(bucket, limit, now + milliseconds - 1), limit)).toBeGreaterThan(0);
            now += milliseconds;
            bucket = filled(bucket, limit, now);
          }
          expect(wait(bucket, limit)).toBe(0);
          bucket = taken(bucket, limit);
        }
      }),
    );
  });

  test("a clock that goes back adds nothing", () => {
    const limit = { calls: 1, seconds: 1 };
    const empty = taken(filled(fullBucket, limit, 5000), limit);
    expect(wait(filled(empty, limit, 0), limit)).toBe(1000);
  });
});

test("the operations with quotas are operations of API Gateway, and each has one for each kind of endpoint", async () => {
  const { apigateway } = await knownOperations();
  const names = rateQuotas.map(({ operation, endpoint }) => `${operation} ${endpoint ?? ""}`);
  expect(new Set(names).size).toBe(names.length);
  for (const { operation } of rateQuotas) expect(apigateway).toContain(operation);
  expect(totalRate).toEqual({ calls: 10, seconds: 1, burst: 40 });
});

let now = Date.UTC(2026, 0, 1);
/** Long enough for every bucket to be full. */
const rest = () => {
  now += 60_000;
};
const lines: string[] = [];
const gateway = useGateway({ quotas: true, clock: () => now, log: (line) => lines.push(line) });
const regional = { endpointConfiguration: { types: ["REGIONAL" as const] } };
const newApi = async () => {
  rest();
  const { id, rootResourceId } = await gateway.apiGateway.send(
    new CreateRestApiCommand({ name: "api", ...regional }),
  );
  rest();
  return { restApiId: there(id), parentId: there(rootResourceId) };
};
const openapi = (text: object) => Buffer.from(JSON.stringify({ openapi: "3.0.1", ...text }));
const small = { info: { title: "t", version: "1" }, paths: {} };

describe("rates", () => {
  test("the first call too many is told when to come again, and is heard then", async () => {
    await newApi();
    const create = () => gateway.apiGateway.send(new CreateRestApiCommand({ name: "api", ...regional }));
    await create();
    now += 500;
    const refused: unknown = await create().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(TooManyRequestsException);
    // Two and a half seconds, in whole ones.
    expect(refused).toMatchObject({ message: "Too Many Requests", retryAfterSeconds: "3" });
    expect(refused).toMatchObject({ $metadata: { httpStatusCode: 429 } });
    // The caller is told no more than AWS tells; whoever runs the gateway is.
    expect(lines.at(-1)).toBe(
      "quota: CreateRestApi is refused: us-west-2 takes CreateRestApi of an API that is not edge-optimized once in 3 seconds; again in 3 s",
    );
    now += 2499;
    expect(await refusalOf(create())).toMatchObject({ status: 429 });
    now += 1;
    await create();
  });

  const many = (count: number) => Array.from({ length: count }, (_, index) => index);

  test.each<readonly [string, number, number, (index: number) => Promise<unknown>]>([
    ["CreateApiKey", 5, 200, () => gateway.apiGateway.send(new CreateApiKeyCommand({}))],
    ["GetResources", 5, 400, () => gateway.apiGateway.send(new GetResourcesCommand({ restApiId: "none" }))],
    ["UpdateAccount", 1, 20_000, () => gateway.apiGateway.send(new UpdateAccountCommand({}))],
    [
      "PutRestApi",
      1,
      1000,
      () => gateway.apiGateway.send(new PutRestApiCommand({ restApiId: "none", body: openapi(small) })),
    ],
    [
      "CreateDeployment",
      1,
      5000,
      () => gateway.apiGateway.send(new CreateDeploymentCommand({ restApiId: "none" })),
    ],
    [
      "CreateRestApi of an edge-optimized API",
      1,
      30_000,
      () => gateway.apiGateway.send(new CreateRestApiCommand({ name: "edge" })),
    ],
    [
      "ImportRestApi of an edge-optimized API",
      1,
      30_000,
      () => gateway.apiGateway.send(new ImportRestApiCommand({ body: openapi(small) })),
    ],
    [
      "ImportRestApi of a regional one",
      1,
      3000,
      () =>
        gateway.apiGateway.send(
          new ImportRestApiCommand({
            body: openapi(small),
            parameters: { endpointConfigurationTypes: "REGIONAL" },
          }),
        ),
    ],
    [
      "ImportRestApi of one that says in its file that it is regional",
      1,
      3000,
      () =>
        gateway.apiGateway.send(
          new ImportRestApiCommand({
            body: openapi({
              ...small,
              servers: [{ url: "/", "x-amazon-apigateway-endpoint-configuration": { types: ["REGIONAL"] } }],
            }),
          }),
        ),
    ],
    ["all together", 40, 100, () => gateway.apiGateway.send(new GetRestApisCommand({}))],
  ])("%s: %i at once, and then one every %i ms", async (_name, atOnce, milliseconds, send) => {
    rest();
    const refusals = async (index: number) =>
      send(index).then(
        () => false,
        (error: unknown) => error instanceof TooManyRequestsException,
      );
    for (const index of many(atOnce)) expect(await refusals(index), String(index)).toBe(false);
    expect(await refusals(atOnce)).toBe(true);
    now += milliseconds - 1;
    expect(await refusals(atOnce)).toBe(true);
    now += 1;
    expect(await refusals(atOnce)).toBe(false);
    expect(await refusals(atOnce)).toBe(true);
  });

  test("are an account's in a Region, and not those of Lambda", async () => {
    rest();
    for (const _index of many(40)) await gateway.apiGateway.send(new GetRestApisCommand({}));
    expect(await refusalOf(gateway.apiGateway.send(new GetRestApisCommand({})))).toMatchObject({
      status: 429,
    });
    await gateway.lambda.send(new ListFunctionsCommand({}));
    const elsewhere = apiGatewayOf(gateway.url, { region: "eu-central-1" });
    await elsewhere.send(new GetRestApisCommand({}));
    elsewhere.destroy();
  });

  test("a call that is refused costs nothing", async () => {
    await newApi();
    const create = () => gateway.apiGateway.send(new CreateRestApiCommand({ name: "api", ...regional }));
    await create();
    for (const _index of many(60)) expect(await refusalOf(create())).toMatchObject({ status: 429 });
    await gateway.apiGateway.send(new GetRestApisCommand({}));
  });
});

describe("how many there may be", () => {
  const paths = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`/p${index}`, {}]));

  test("300 resources, the root included, by every way that makes some", async () => {
    const { restApiId, parentId } = await newApi();
    const put = (count: number) =>
      gateway.apiGateway.send(
        new PutRestApiCommand({ restApiId, body: openapi({ ...small, paths: paths(count) }) }),
      );
    const message =
      "Maximum number of Resources for this API has been reached.  Please contact AWS if you need additional Resources.";
    const refused = { name: "LimitExceededException", status: 429, message };
    expect(await refusalOf(put(300))).toEqual(refused);
    const resources = async () => {
      rest();
      const { items } = await gateway.apiGateway.send(new GetResourcesCommand({ restApiId, limit: 500 }));
      return there(items).length;
    };
    // What was refused has had no effect.
    expect(await resources()).toBe(1);
    await put(299);
    expect(await resources()).toBe(300);
    rest();
    const create = gateway.apiGateway.send(
      new CreateResourceCommand({ restApiId, parentId, pathPart: "more" }),
    );
    expect(await refusalOf(create)).toEqual(refused);
    const body = openapi({ ...small, paths: paths(300) });
    expect(await refusalOf(gateway.apiGateway.send(new ImportRestApiCommand({ body })))).toEqual(refused);
  });

  test("10 stages", async () => {
    const { restApiId } = await newApi();
    const paths = { "/": { get: { "x-amazon-apigateway-integration": { type: "mock" } } } };
    await gateway.apiGateway.send(new PutRestApiCommand({ restApiId, body: openapi({ ...small, paths }) }));
    const { id = "" } = await gateway.apiGateway.send(
      new CreateDeploymentCommand({ restApiId, stageName: "s0" }),
    );
    for (let index = 1; index < 10; index++) {
      await gateway.apiGateway.send(
        new CreateStageCommand({ restApiId, deploymentId: id, stageName: `s${index}` }),
      );
    }
    const refused = {
      name: "LimitExceededException",
      message: expect.stringContaining("number of Stages for this API"),
    };
    const stage = new CreateStageCommand({ restApiId, deploymentId: id, stageName: "s10" });
    expect(await refusalOf(gateway.apiGateway.send(stage))).toMatchObject(refused);
    rest();
    const deployment = new CreateDeploymentCommand({ restApiId, stageName: "s10" });
    expect(await refusalOf(gateway.apiGateway.send(deployment))).toMatchObject(refused);
    rest();
    // One that is there already is no further one.
    await gateway.apiGateway.send(new CreateDeploymentCommand({ restApiId, stageName: "s9" }));
    const { item } = await gateway.apiGateway.send(new GetStagesCommand({ restApiId }));
    expect(item).toHaveLength(10);
  });

  test("10 authorizers", async () => {
    const { restApiId } = await newApi();
    const create = (index: number) =>
      gateway.apiGateway.send(
        new CreateAuthorizerCommand({
          restApiId,
          name: `a${index}`,
          type: "COGNITO_USER_POOLS",
          identitySource: "method.request.header.Authorization",
          providerARNs: ["arn:aws:cognito-idp:us-west-2:123456789012:userpool/us-west-2_abcdefghi"],
        }),
      );
    for (let index = 0; index < 10; index++) await create(index);
    expect(await refusalOf(create(10))).toEqual({
      name: "LimitExceededException",
      status: 429,
      message:
        "Maximum number of Authorizers for this API has been reached.  Please contact AWS if you need additional Authorizers.",
    });
  });

  test("120 edge-optimized APIs, and more of the others", async () => {
    const create = (options: object) => {
      rest();
      return gateway.apiGateway.send(new CreateRestApiCommand({ name: "many", ...options }));
    };
    const edge = async () => {
      rest();
      const { items } = await gateway.apiGateway.send(new GetRestApisCommand({ limit: 500 }));
      return there(items).filter((api) => api.endpointConfiguration?.types?.includes("EDGE")).length;
    };
    for (let index = await edge(); index < 120; index++) await create({});
    expect(await refusalOf(create({}))).toEqual({
      name: "LimitExceededException",
      status: 429,
      message: "Maximum number of APIs has been reached.  Please contact AWS if you need additional APIs.",
    });
    await create(regional);
  });

  test("10 usage plans of one API key", async () => {
    rest();
    const { id: keyId } = await gateway.apiGateway.send(new CreateApiKeyCommand({}));
    const join = async () => {
      rest();
      const { id } = await gateway.apiGateway.send(new CreateUsagePlanCommand({ name: "plan" }));
      return gateway.apiGateway.send(
        new CreateUsagePlanKeyCommand({ usagePlanId: id, keyId, keyType: "API_KEY" }),
      );
    };
    for (let index = 0; index < 10; index++) await join();
    expect(await refusalOf(join())).toMatchObject({ name: "LimitExceededException", status: 429 });
  });
});

describe("without quotas", () => {
  const free = useGateway({ clock: () => now });
  test("nobody counts", async () => {
    for (let index = 0; index < 45; index++) {
      const { id } = await free.apiGateway.send(new CreateRestApiCommand({ name: "api" }));
      await free.apiGateway.send(new GetRestApiCommand({ restApiId: id }));
    }
  });
});
