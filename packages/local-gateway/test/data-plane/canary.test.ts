import {
  CreateDeploymentCommand,
  GetStageCommand,
  type PatchOperation,
  UpdateStageCommand,
} from "@aws-sdk/client-api-gateway";
import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { randomIds } from "../../src/effects.ts";
import { addRoutes, makeApi } from "../fixtures/mock-api.ts";
import { logsOf, there, useGateway } from "../fixtures/running-gateway.ts";

/** What decides whose a request is, as a part of one; undefined: chance. */
let drawn: number | undefined;
const bytes = (length: number) => {
  if (drawn === undefined || length !== 4) return randomIds.bytes(length);
  const drawing = Buffer.alloc(4);
  drawing.writeUInt32LE(Math.floor(drawn * 2 ** 32));
  return drawing;
};
const gateway = useGateway({ ids: { ...randomIds, bytes } });
let logs: ReturnType<typeof logsOf>;
let restApiId = "";

beforeAll(async () => {
  logs = logsOf(gateway.url);
  const template = (release: string) => ({
    responseTemplate: `{"release":"${release}","v":"$stageVariables.v","canary":"$context.isCanaryRequest"}`,
  });
  restApiId = await makeApi(gateway.apiGateway, {
    "GET /": template("first"),
    "GET /cached": template("first"),
  });
  await deploy({ variables: { v: "stage", only: "here" } });
  await addRoutes(gateway.apiGateway, restApiId, { "GET /new": template("second") });
  await deploy({ canarySettings: { percentTraffic: 25, stageVariableOverrides: { v: "canary" } } });
});
afterAll(() => logs.destroy());

const deploy = (more: object) =>
  gateway.apiGateway.send(new CreateDeploymentCommand({ restApiId, stageName: "prod", ...more }));

const update = (...patchOperations: PatchOperation[]) =>
  gateway.apiGateway.send(new UpdateStageCommand({ restApiId, stageName: "prod", patchOperations }));

const replace = (path: string, value: string): PatchOperation => ({ op: "replace", path, value });

async function ask(path: string, whose?: "canary" | "stage") {
  drawn = whose === undefined ? undefined : whose === "canary" ? 0.2499 : 0.25;
  const response = await fetch(`${gateway.url}/restapis/${restApiId}/prod/_user_request_${path}`);
  const id = there(response.headers.get("x-amzn-requestid"));
  return { status: response.status, id, answer: JSON.parse(await response.text()) };
}

const messagesOf = async (logGroupName: string) => {
  const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
  return events.map(({ message }) => there(message));
};

it("a request is the canary's below its percentage, and sees its deployment and its variables", async () => {
  expect((await ask("/", "stage")).answer).toEqual({ release: "first", v: "stage", canary: "false" });
  expect((await ask("/", "canary")).answer).toEqual({ release: "first", v: "canary", canary: "true" });
  expect((await ask("/new", "stage")).status).toBe(403);
  expect((await ask("/new", "canary")).answer).toEqual({ release: "second", v: "canary", canary: "true" });
});

it("chance gives the canary about its part", async () => {
  const seen = await Promise.all(Array.from({ length: 400 }, () => ask("/")));
  const canaries = seen.filter(({ answer }) => answer.canary === "true").length;
  // Ten standard deviations around a quarter.
  expect(canaries).toBeGreaterThan(13);
  expect(canaries).toBeLessThan(187);
});

it("what a canary does is in the stage's logs, and in its own", async () => {
  const group = `access-${restApiId}`;
  await update(
    replace("/accessLogSettings/destinationArn", `arn:aws:logs:us-west-2:123456789012:log-group:${group}`),
    replace("/accessLogSettings/format", "$context.requestId $context.isCanaryRequest"),
    replace("/*/*/logging/loglevel", "INFO"),
  );
  const { id: canary } = await ask("/", "canary");
  const { id: stage } = await ask("/", "stage");
  expect(await messagesOf(group)).toEqual([`${canary} true`, `${stage} false`]);
  expect(await messagesOf(`${group}/Canary`)).toEqual([`${canary} true`]);
  const executions = `API-Gateway-Execution-Logs_${restApiId}/prod`;
  const own = await messagesOf(`${executions}/Canary`);
  expect(own.join("\n")).toContain(canary);
  expect(own.join("\n")).not.toContain(stage);
  expect(await messagesOf(executions)).toEqual(expect.arrayContaining(own));
});

it("a canary uses the stage's cache only when it is to, and its answers are kept apart", async () => {
  await update(
    replace("/cacheClusterEnabled", "true"),
    replace("/cacheClusterSize", "0.5"),
    replace("/~1cached/GET/caching/enabled", "true"),
  );
  const isHit = async (whose: "canary" | "stage") => {
    const { id } = await ask("/cached", whose);
    const record = JSON.parse(await (await fetch(`${gateway.url}/_gatewright/requests/${id}`)).text());
    const looked = record.boxes.find(({ box }: { box: string }) => box === "cache");
    return looked === undefined ? "not looked up" : looked.hit;
  };
  expect([await isHit("stage"), await isHit("canary")]).toEqual([false, "not looked up"]);
  expect([await isHit("stage"), await isHit("canary")]).toEqual([true, "not looked up"]);
  await update(replace("/canarySettings/useStageCache", "true"));
  expect([await isHit("stage"), await isHit("canary")]).toEqual([true, false]);
  expect([await isHit("stage"), await isHit("canary")]).toEqual([true, true]);
});

it("is promoted while requests come: each is answered by one release or the other", async () => {
  drawn = undefined;
  const { canarySettings } = await gateway.apiGateway.send(
    new GetStageCommand({ restApiId, stageName: "prod" }),
  );
  let isOver = false;
  const statuses = new Set<number>();
  const load = Promise.all(
    Array.from({ length: 8 }, async () => {
      while (!isOver) {
        const response = await fetch(`${gateway.url}/restapis/${restApiId}/prod/_user_request_/new`);
        statuses.add(response.status);
        const answer = JSON.parse(await response.text());
        if (response.status === 200) expect(answer).toMatchObject({ release: "second" });
        else expect(answer).toEqual({ message: "Missing Authentication Token" });
      }
    }),
  );
  await update(
    { op: "copy", from: "/canarySettings/stageVariableOverrides", path: "/variables" },
    { op: "copy", from: "/canarySettings/deploymentId", path: "/deploymentId" },
    { op: "remove", path: "/canarySettings" },
  );
  isOver = true;
  await load;
  expect([...statuses].every((status) => status === 200 || status === 403)).toBe(true);
  const stage = await gateway.apiGateway.send(new GetStageCommand({ restApiId, stageName: "prod" }));
  expect(stage.deploymentId).toBe(canarySettings?.deploymentId);
  expect(stage.canarySettings).toBeUndefined();
  expect((await ask("/new", "stage")).answer).toMatchObject({ release: "second", v: "canary" });
});
