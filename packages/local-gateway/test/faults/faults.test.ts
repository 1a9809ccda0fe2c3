import {
  APIGatewayServiceException,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  DeleteDeploymentCommand,
  DeleteRestApiCommand,
  GetDeploymentsCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  GetRestApisCommand,
  ImportRestApiCommand,
  PutRestApiCommand,
  UpdateRestApiCommand,
  UpdateStageCommand,
} from "@aws-sdk/client-api-gateway";
import { DeleteLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateRoleCommand, DeleteRoleCommand } from "@aws-sdk/client-iam";
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  InvokeCommand,
  ListFunctionsCommand,
} from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import { beforeEach, describe, expect, test } from "vitest";
import { type FaultDocument, type FaultReport, startGateway } from "../../src/index.ts";
import { apiGatewayOf, logsOf, refusalOf, there, useGateway } from "../fixtures/running-gateway.ts";

let now = Date.UTC(2026, 0, 1);
const lines: string[] = [];
const gateway = useGateway({ clock: () => now, log: (line) => lines.push(line) });

const page = () => `${gateway.url}/_gatewright/faults`;
const put = (document: unknown) => fetch(page(), { method: "PUT", body: JSON.stringify(document) });
const faults = async (document: FaultDocument): Promise<void> => {
  const answer = await put(document);
  expect(answer.status, await answer.text()).toBe(200);
};
const report = async (): Promise<FaultReport> => (await (await fetch(page())).json()) as FaultReport;

beforeEach(async () => {
  await fetch(page(), { method: "DELETE" });
  lines.length = 0;
});

/** A client that tries as often, and its end. */
const retrying = async <T>(
  maxAttempts: number,
  work: (client: ReturnType<typeof apiGatewayOf>) => Promise<T>,
) => {
  const client = apiGatewayOf(gateway.url, { maxAttempts });
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
};
const create = (name: string) => gateway.apiGateway.send(new CreateRestApiCommand({ name }));
const named = async (name: string) => {
  const { items } = await gateway.apiGateway.send(new GetRestApisCommand({ limit: 500 }));
  return there(items).filter((api) => api.name === name);
};

describe("what a caller hears of a fault, and whether the call has had its effect", () => {
  test.each<readonly [FaultDocument["rules"][number]["fault"], object, number]>([
    ["throttle", { name: "TooManyRequestsException", status: 429, message: "Too Many Requests" }, 0],
    ["internalError", { name: "InternalFailure", status: 500 }, 0],
    [
      "conflict",
      {
        name: "ConflictException",
        status: 409,
        message: "Unable to complete operation due to concurrent modification. Please try again later.",
      },
      0,
    ],
    ["timeoutBefore", { status: undefined, message: "socket hang up" }, 0],
    ["timeoutAfter", { status: undefined, message: "socket hang up" }, 1],
  ])("%s", async (fault, refused, effects) => {
    const rule = { operation: "CreateRestApi", fault, count: 1 } as FaultDocument["rules"][number];
    await faults({ seed: 3, rules: [rule] });
    const name = `one of ${fault}`;
    expect(await refusalOf(create(name))).toMatchObject(refused);
    expect(await named(name)).toHaveLength(effects);
    expect(lines).toContain(`fault: ${fault} of CreateRestApi, as rules[0] says (seed 3)`);
    // The rule has hit as often as it may.
    await create(name);
    expect(await named(name)).toHaveLength(effects + 1);
  });

  test("a throttled call hears when to come again", async () => {
    await faults({ rules: [{ fault: "throttle", retryAfterSeconds: 7 }] });
    const error = await create("x").catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(APIGatewayServiceException);
    expect(error).toMatchObject({ name: "TooManyRequestsException", retryAfterSeconds: "7" });
  });

  test.each<readonly [string, object, object]>([
    [
      "throttle",
      { name: "TooManyRequestsException", status: 429, message: "Rate exceeded" },
      { name: "Throttling", status: 400 },
    ],
    [
      "internalError",
      { name: "ServiceException", status: 500 },
      { name: "ServiceFailureException", status: 500 },
    ],
    [
      "conflict",
      {
        name: "ResourceConflictException",
        status: 409,
        message:
          "The operation cannot be performed at this time. An update is in progress for resource: arn:aws:lambda:us-west-2:123456789012:function:f",
      },
      { status: 409 },
    ],
  ])("%s, in the words of Lambda and IAM", async (fault, ofLambda, ofIam) => {
    await faults({ rules: [{ fault } as FaultDocument["rules"][number]] });
    const lambda = gateway.lambda.send(new DeleteFunctionCommand({ FunctionName: "f" }));
    expect(await refusalOf(lambda)).toMatchObject(ofLambda);
    expect(await refusalOf(gateway.iam.send(new DeleteRoleCommand({ RoleName: "r" })))).toMatchObject(ofIam);
  });

  test("a cut connection keeps a caller waiting as long as it is told to", async () => {
    const began = performance.now();
    await faults({ rules: [{ fault: "timeoutBefore", milliseconds: 120 }] });
    await refusalOf(create("late"));
    // Timers may be early by a millisecond.
    expect(performance.now() - began).toBeGreaterThan(118);
  });

  test("a call that is refused for its own reasons is cut off all the same", async () => {
    await faults({ rules: [{ fault: "timeoutAfter" }] });
    const ofApi = gateway.apiGateway.send(new DeleteRestApiCommand({ restApiId: "none" }));
    expect(await refusalOf(ofApi)).toMatchObject({ status: undefined });
    const ofFunction = gateway.lambda.send(new DeleteFunctionCommand({ FunctionName: "none" }));
    expect(await refusalOf(ofFunction)).toMatchObject({ status: undefined });
  });

  test("a rule for one service leaves the others alone", async () => {
    await faults({ rules: [{ operation: "lambda:*", fault: "internalError" }] });
    expect(await refusalOf(gateway.lambda.send(new ListFunctionsCommand({})))).toMatchObject({ status: 500 });
    await create("fine");
  });
});

test.each<readonly [string, object]>([
  ["throttle", { name: "ThrottlingException", status: 400 }],
  ["internalError", { name: "ServiceUnavailableException", status: 500 }],
  ["conflict", { name: "OperationAbortedException", status: 400 }],
])("%s, in the words of CloudWatch Logs", async (fault, refused) => {
  await faults({ rules: [{ operation: "logs:*", fault } as FaultDocument["rules"][number]] });
  const client = logsOf(gateway.url);
  const call = client.send(new DeleteLogGroupCommand({ logGroupName: "none" }));
  expect(await refusalOf(call)).toMatchObject(refused);
  client.destroy();
});

describe("what the SDK's own attempts make of it", () => {
  test("a throttled call succeeds", async () => {
    await faults({
      rules: [{ operation: "CreateRestApi", fault: "throttle", count: 2, retryAfterSeconds: 0 }],
    });
    const { $metadata } = await retrying(3, (client) =>
      client.send(new CreateRestApiCommand({ name: "throttled" })),
    );
    expect($metadata.attempts).toBe(3);
    expect(await named("throttled")).toHaveLength(1);
    expect((await report()).rules).toEqual([{ asked: 3, hit: 2 }]);
  });

  test("a throttled call that has too few attempts does not", async () => {
    await faults({ rules: [{ operation: "CreateRestApi", fault: "throttle", retryAfterSeconds: 0 }] });
    const call = retrying(2, (client) => client.send(new CreateRestApiCommand({ name: "given up" })));
    expect(await refusalOf(call)).toMatchObject({ name: "TooManyRequestsException" });
    expect((await report()).rules).toEqual([{ asked: 2, hit: 2 }]);
  });

  test("a call that was cut off before its effect has it once", async () => {
    await faults({ rules: [{ operation: "CreateRestApi", fault: "timeoutBefore", count: 1 }] });
    await retrying(3, (client) => client.send(new CreateRestApiCommand({ name: "cut before" })));
    expect(await named("cut before")).toHaveLength(1);
  });

  test("a call that was cut off after its effect has it twice", async () => {
    await faults({ rules: [{ operation: "CreateRestApi", fault: "timeoutAfter", count: 1 }] });
    await retrying(3, (client) => client.send(new CreateRestApiCommand({ name: "cut after" })));
    expect(await named("cut after")).toHaveLength(2);
  });

  test("a deletion that was cut off after its effect is told that there is nothing", async () => {
    const { id } = await create("gone");
    await faults({ rules: [{ operation: "DeleteRestApi", fault: "timeoutAfter", count: 1 }] });
    const call = retrying(3, (client) => client.send(new DeleteRestApiCommand({ restApiId: id })));
    expect(await refusalOf(call)).toMatchObject({ name: "NotFoundException", status: 404 });
  });

  test("a conflict is not tried again", async () => {
    await faults({ rules: [{ operation: "CreateRestApi", fault: "conflict", count: 1 }] });
    const call = retrying(3, (client) => client.send(new CreateRestApiCommand({ name: "conflict" })));
    expect(await refusalOf(call)).toMatchObject({ name: "ConflictException" });
  });
});

const mock = (status: string) => ({
  responses: { [status]: { description: "" } },
  "x-amazon-apigateway-integration": {
    type: "mock",
    requestTemplates: { "application/json": '{"statusCode": 200}' },
    responses: { default: { statusCode: status } },
  },
});
const definition = (paths: Readonly<Record<string, string>>) =>
  Buffer.from(
    JSON.stringify({
      openapi: "3.0.1",
      info: { title: "defined", version: "1" },
      paths: Object.fromEntries(Object.entries(paths).map(([path, status]) => [path, { get: mock(status) }])),
    }),
  );
const four = { "/a": "200", "/b": "200", "/c": "200", "/d": "200" };
const pathsOf = async (restApiId: string | undefined) => {
  const { items } = await gateway.apiGateway.send(
    new GetResourcesCommand({ restApiId, limit: 500, embed: ["methods"] }),
  );
  return there(items)
    .filter(({ resourceMethods }) => resourceMethods?.["GET"]?.methodIntegration !== undefined)
    .map(({ path }) => path)
    .sort();
};

describe("a definition file that is put half-way", () => {
  test("leaves a part of the new and none of the old, and is whole when it is put again", async () => {
    const { id } = await gateway.apiGateway.send(
      new ImportRestApiCommand({ body: definition({ "/old": "200" }) }),
    );
    await faults({ rules: [{ operation: "PutRestApi", fault: "halfway", count: 1 }] });
    const again = () =>
      gateway.apiGateway.send(
        new PutRestApiCommand({ restApiId: id, mode: "overwrite", body: definition(four) }),
      );
    expect(await refusalOf(again())).toMatchObject({ name: "InternalFailure", status: 500 });
    const half = await pathsOf(id);
    expect(half.length).toBeGreaterThan(0);
    expect(half.length).toBeLessThan(4);
    expect(half).toEqual(["/a", "/b", "/c", "/d"].slice(0, half.length));
    await again();
    expect(await pathsOf(id)).toEqual(["/a", "/b", "/c", "/d"]);
  });

  test("is made whole by the SDK's own second attempt", async () => {
    const { id } = await create("to be defined");
    await faults({ rules: [{ fault: "halfway", count: 1 }] });
    await retrying(2, (client) =>
      client.send(new PutRestApiCommand({ restApiId: id, body: definition(four) })),
    );
    expect(await pathsOf(id)).toEqual(["/a", "/b", "/c", "/d"]);
    expect((await report()).rules).toEqual([{ asked: 2, hit: 1 }]);
  });

  test("leaves an API that nobody has heard of, when it was to make one", async () => {
    const before = (await named("defined")).map(({ id }) => id);
    await faults({ rules: [{ operation: "ImportRestApi", fault: "halfway", count: 1 }] });
    const call = gateway.apiGateway.send(new ImportRestApiCommand({ body: definition(four) }));
    expect(await refusalOf(call)).toMatchObject({ status: 500 });
    const [left, ...others] = (await named("defined")).filter(({ id }) => !before.includes(id));
    expect(others).toEqual([]);
    expect((await pathsOf(left?.id)).length).toBeLessThan(4);
  });

  test("changes nothing when the file is refused", async () => {
    const { id } = await create("refused");
    await faults({ rules: [{ fault: "halfway" }] });
    const call = gateway.apiGateway.send(new PutRestApiCommand({ restApiId: id, body: Buffer.from("{}") }));
    expect(await refusalOf(call)).toMatchObject({ name: "BadRequestException" });
    expect(await pathsOf(id)).toEqual([]);
  });
});

describe("an API that is being updated", () => {
  const statusOf = async (restApiId: string | undefined) =>
    (await gateway.apiGateway.send(new GetRestApiCommand({ restApiId }))).apiStatus;
  const describeIt = (restApiId: string | undefined) =>
    gateway.apiGateway.send(
      new UpdateRestApiCommand({
        restApiId,
        patchOperations: [{ op: "replace", path: "/description", value: "new" }],
      }),
    );

  test("says so, refuses further updates, and is available in the end", async () => {
    const { id } = await create("updated");
    const { id: other } = await create("not updated");
    await faults({
      rules: [{ operation: "UpdateRestApi", fault: "updating", milliseconds: 5000, count: 1 }],
    });
    expect(await statusOf(id)).toBeUndefined();
    expect(await describeIt(id)).toMatchObject({ apiStatus: "UPDATING", description: "new" });
    now += 4999;
    expect(await statusOf(id)).toBe("UPDATING");
    expect(await named("updated")).toMatchObject([{ apiStatus: "UPDATING" }]);
    expect(await statusOf(other)).toBeUndefined();
    expect(await refusalOf(describeIt(id))).toEqual({
      name: "BadRequestException",
      status: 400,
      message:
        "There is already an update in progress. Please wait until the current update finishes before making another request.",
    });
    await describeIt(other);
    now += 1;
    expect(await statusOf(id)).toBe("AVAILABLE");
    await describeIt(id);
  });

  test("can be a new one", async () => {
    await faults({ rules: [{ fault: "updating", milliseconds: 5000 }] });
    const { id, apiStatus } = await create("new");
    expect(apiStatus).toBe("UPDATING");
    expect(await statusOf(id)).toBe("UPDATING");
  });
});

describe("a deployment that takes its time", () => {
  const get = async (restApiId: string) =>
    (await fetch(`${gateway.url}/restapis/${restApiId}/live/_user_request_/a`)).status;
  const define = async (restApiId: string | undefined, status: string) =>
    gateway.apiGateway.send(
      new PutRestApiCommand({ restApiId, mode: "overwrite", body: definition({ "/a": status }) }),
    );
  const deploy = (restApiId: string) =>
    gateway.apiGateway.send(new CreateDeploymentCommand({ restApiId, stageName: "live" }));
  const deployed = async () => {
    const { id } = await create("deployed");
    await define(id, "201");
    await deploy(there(id));
    return there(id);
  };

  test("is served by its stage when it has come through, and the one before until then", async () => {
    const id = await deployed();
    await define(id, "202");
    await faults({
      rules: [{ operation: "CreateDeployment", fault: "propagationDelay", milliseconds: 3000 }],
    });
    await deploy(id);
    now += 2999;
    expect(await get(id)).toBe(201);
    now += 1;
    expect(await get(id)).toBe(202);
  });

  test("is not served at all when it is the stage's first", async () => {
    const { id } = await create("first");
    await define(id, "201");
    await faults({ rules: [{ fault: "propagationDelay", milliseconds: 3000 }] });
    await deploy(there(id));
    expect(await get(there(id))).toBe(403);
    now += 3000;
    expect(await get(there(id))).toBe(201);
  });

  test("is a change of the stage, too; a deployment of no stage is none", async () => {
    const id = await deployed();
    await define(id, "202");
    await faults({ rules: [{ fault: "propagationDelay", milliseconds: 3000, count: 1 }] });
    const { id: next = "" } = await gateway.apiGateway.send(new CreateDeploymentCommand({ restApiId: id }));
    const { items } = await gateway.apiGateway.send(new GetDeploymentsCommand({ restApiId: id }));
    const before = there(items?.find((one) => one.id !== next)?.id);
    await gateway.apiGateway.send(
      new UpdateStageCommand({
        restApiId: id,
        stageName: "live",
        patchOperations: [{ op: "replace", path: "/deploymentId", value: next }],
      }),
    );
    // The control plane knows better than the data plane, and lets go of what is still served.
    await gateway.apiGateway.send(new DeleteDeploymentCommand({ restApiId: id, deploymentId: before }));
    expect(await get(id)).toBe(201);
    now += 3000;
    expect(await get(id)).toBe(202);
  });

  test("waits for the one before it", async () => {
    const id = await deployed();
    await faults({ rules: [{ fault: "propagationDelay", milliseconds: 3000 }] });
    await define(id, "202");
    await deploy(id);
    now += 2000;
    await define(id, "203");
    await deploy(id);
    expect(await get(id)).toBe(201);
    now += 1000;
    expect(await get(id)).toBe(202);
    now += 2000;
    expect(await get(id)).toBe(203);
  });

  test("is there when the faults are over", async () => {
    const id = await deployed();
    await define(id, "202");
    await faults({ rules: [{ fault: "propagationDelay", milliseconds: 3000 }] });
    await deploy(id);
    expect(await get(id)).toBe(201);
    await fetch(page(), { method: "DELETE" });
    expect(await get(id)).toBe(202);
  });
});

describe("a cold start", () => {
  const define = async (name: string) => {
    await gateway.iam.send(
      new CreateRoleCommand({
        RoleName: name,
        AssumeRolePolicyDocument: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
          ],
        }),
      }),
    );
    await gateway.lambda.send(
      new CreateFunctionCommand({
        FunctionName: name,
        Role: `arn:aws:iam::123456789012:role/${name}`,
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        Code: { ZipFile: zipSync({ "index.js": strToU8("exports.handler = async () => 1;") }) },
      }),
    );
  };
  const milliseconds = async (name: string) => {
    const began = performance.now();
    const { Payload } = await gateway.lambda.send(new InvokeCommand({ FunctionName: name }));
    expect(Buffer.from(there(Payload)).toString()).toBe("1");
    return performance.now() - began;
  };

  test("takes as much longer as is asked for, once for each environment", async () => {
    await define("slow");
    await define("quick");
    await faults({ rules: [{ fault: "coldStart", function: "slow", milliseconds: 700 }] });
    await milliseconds("quick");
    expect((await report()).rules).toEqual([{ asked: 0, hit: 0 }]);
    expect(await milliseconds("slow")).toBeGreaterThan(698);
    await milliseconds("slow");
    expect((await report()).rules).toEqual([{ asked: 1, hit: 1 }]);
  });
});

describe("/_gatewright/faults", () => {
  test("shows what was asked for, with the seed that it draws from, and what came of it", async () => {
    expect(await report()).toEqual({ document: { rules: [] }, rules: [] });
    const rules = [{ operation: "iam:DeleteRole", fault: "conflict", rate: 0.5 }] as const;
    await faults({ rules });
    const { document } = await report();
    expect(document).toEqual({ seed: expect.any(Number), rules });
    const remove = async () =>
      (await refusalOf(gateway.iam.send(new DeleteRoleCommand({ RoleName: "none" })))).status;
    const first: unknown[] = [];
    for (let index = 0; index < 12; index++) first.push(await remove());
    expect(new Set(first)).toEqual(new Set([404, 409]));
    expect((await report()).rules).toEqual([{ asked: 12, hit: first.filter((one) => one === 409).length }]);
    // The same document again is the same run again.
    await faults(document);
    const second: unknown[] = [];
    for (let index = 0; index < 12; index++) second.push(await remove());
    expect(second).toEqual(first);
  });

  test("ends them", async () => {
    await faults({ rules: [{ fault: "internalError" }] });
    expect((await fetch(page(), { method: "DELETE" })).status).toBe(204);
    await create("calm");
    expect(await report()).toEqual({ document: { rules: [] }, rules: [] });
  });

  test.each<readonly [string, RegExp]>([
    ["{", /^The faults are not JSON: /],
    ['{"rules":[{"fault":"flood"}]}', /^rules\[0\]\.fault is "flood", which is no fault/],
  ])("refuses %s and changes nothing", async (body, message) => {
    await faults({ seed: 1, rules: [{ operation: "GetAccount", fault: "throttle" }] });
    const answer = await fetch(page(), { method: "PUT", body });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ code: "FaultsInvalid", message: expect.stringMatching(message) });
    expect((await report()).document.rules).toHaveLength(1);
  });

  test("takes no other method", async () => {
    const answer = await fetch(page(), { method: "POST", body: "{}" });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, PUT, DELETE"]);
  });
});

describe("a gateway that is started with faults", () => {
  test("has them from the first call on", async () => {
    const { url, close } = await startGateway({ faults: { rules: [{ fault: "throttle", count: 1 }] } });
    const client = apiGatewayOf(url);
    expect(await refusalOf(client.send(new GetRestApisCommand({})))).toMatchObject({ status: 429 });
    await client.send(new GetRestApisCommand({}));
    client.destroy();
    await close();
  });

  test("does not start with what are none", async () => {
    const started = startGateway({ faults: { rules: [{ operation: "Nothing", fault: "throttle" }] } });
    await expect(started).rejects.toMatchObject({
      code: "FaultsInvalid",
      message: expect.stringContaining("rules[0].operation"),
    });
  });

  test("ends without waiting for those whom it keeps waiting", async () => {
    const { url, close } = await startGateway({
      faults: { rules: [{ fault: "timeoutBefore", milliseconds: 3_600_000 }] },
    });
    const client = apiGatewayOf(url);
    const waiting = refusalOf(client.send(new GetRestApisCommand({})));
    const isUnderWay = async () =>
      ((await (await fetch(`${url}/_gatewright/faults`)).json()) as FaultReport).rules[0]?.hit === 1;
    while (!(await isUnderWay()));
    await close();
    expect(await waiting).toMatchObject({ status: undefined });
    client.destroy();
  });
});
