import {
  CreateDeploymentCommand,
  type CreateDeploymentCommandInput,
  CreateResourceCommand,
  CreateRestApiCommand,
  CreateStageCommand,
  DeleteDeploymentCommand,
  DeleteMethodCommand,
  DeleteStageCommand,
  GetDeploymentCommand,
  GetDeploymentsCommand,
  GetStageCommand,
  GetStagesCommand,
  type PatchOperation,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  UpdateDeploymentCommand,
  UpdateStageCommand,
} from "@aws-sdk/client-api-gateway";
import { beforeEach, describe, expect, test } from "vitest";
import { getAs, plainly, refusalOf, there, useGateway } from "../fixtures/running-gateway.ts";

const gateway = useGateway();
let restApiId = "";
let method = { restApiId: "", resourceId: "", httpMethod: "GET" };

/** An API whose one method answers a fixed text. */
beforeEach(async () => {
  const api = await gateway.apiGateway.send(new CreateRestApiCommand({ name: "deployed" }));
  restApiId = there(api.id);
  method = { restApiId, resourceId: there(api.rootResourceId), httpMethod: "GET" };
  await gateway.apiGateway.send(new PutMethodCommand({ ...method, authorizationType: "NONE" }));
  await gateway.apiGateway.send(
    new PutIntegrationCommand({
      ...method,
      type: "MOCK",
      requestTemplates: { "application/json": '{"statusCode": 200}' },
    }),
  );
  await gateway.apiGateway.send(new PutMethodResponseCommand({ ...method, statusCode: "200" }));
  await answerWith("first");
});

const answerWith = (text: string) =>
  gateway.apiGateway.send(
    new PutIntegrationResponseCommand({
      ...method,
      statusCode: "200",
      selectionPattern: "",
      responseTemplates: { "application/json": `"${text}"` },
    }),
  );
const deploy = async (input: Partial<CreateDeploymentCommandInput> = {}) =>
  there((await gateway.apiGateway.send(new CreateDeploymentCommand({ restApiId, ...input }))).id);
const stage = async (stageName: string) =>
  plainly(await gateway.apiGateway.send(new GetStageCommand({ restApiId, stageName })));
const updateStage = (stageName: string, ...patchOperations: PatchOperation[]) =>
  gateway.apiGateway.send(new UpdateStageCommand({ restApiId, stageName, patchOperations }));
const call = async (stageName: string) =>
  (await fetch(`${gateway.url}/restapis/${restApiId}/${stageName}/_user_request_/`)).text();

const freshStage = (deploymentId: string, stageName: string) => ({
  stageName,
  deploymentId,
  cacheClusterEnabled: false,
  cacheClusterStatus: "NOT_AVAILABLE",
  createdDate: expect.any(Date),
  lastUpdatedDate: expect.any(Date),
  methodSettings: {},
  tracingEnabled: false,
});

describe("CreateDeployment", () => {
  test("answers its id and date, and makes the stage that it names (recorded)", async () => {
    const { $metadata, ...deployment } = await gateway.apiGateway.send(
      new CreateDeploymentCommand({ restApiId, stageName: "s1" }),
    );
    expect($metadata.httpStatusCode).toBe(201);
    expect(deployment).toEqual({ id: expect.any(String), createdDate: expect.any(Date) });
    expect(await stage("s1")).toEqual(freshStage(there(deployment.id), "s1"));
  });

  test("a stage serves its snapshot until the next deployment, whatever happens to the API", async () => {
    const first = await deploy({ stageName: "s1" });
    expect(await call("s1")).toBe('"first"');
    await answerWith("second");
    expect(await call("s1")).toBe('"first"');
    await deploy({ stageName: "s1" });
    expect(await call("s1")).toBe('"second"');
    await gateway.apiGateway.send(new DeleteMethodCommand(method));
    expect(await call("s1")).toBe('"second"');
    await updateStage("s1", { op: "replace", path: "/deploymentId", value: first });
    expect(await call("s1")).toBe('"first"');
  });

  test("a deployment without a stage changes no stage", async () => {
    const first = await deploy({ stageName: "s1" });
    await answerWith("second");
    await deploy();
    expect((await stage("s1")).deploymentId).toBe(first);
  });

  test("an API without methods, or with one that leads nowhere, cannot be deployed", async () => {
    const api = await gateway.apiGateway.send(new CreateRestApiCommand({ name: "empty" }));
    const empty = { restApiId: there(api.id), resourceId: there(api.rootResourceId), httpMethod: "GET" };
    expect((await refusalOf(deploy(empty))).message).toBe("The REST API doesn't contain any methods");
    await gateway.apiGateway.send(new PutMethodCommand({ ...empty, authorizationType: "NONE" }));
    expect((await refusalOf(deploy(empty))).message).toBe("No integration defined for method");
  });

  test.each<[Partial<CreateDeploymentCommandInput>, string]>([
    [
      {},
      "Invalid deployment content specified.Non null and non empty stageName must be provided for canary deployment. Provided value is null",
    ],
    [
      { stageName: "" },
      "Invalid deployment content specified.Non null and non empty stageName must be provided for canary deployment. Provided value is ",
    ],
    [
      { stageName: "non-existing" },
      "Invalid deployment content specified.Stage non-existing must already be created before making a canary release deployment",
    ],
  ])("a canary of %j is refused as recorded", async (input, message) => {
    expect((await refusalOf(deploy({ ...input, canarySettings: { percentTraffic: 50 } }))).message).toBe(
      message,
    );
  });
});

describe("deployments", () => {
  test("are listed, described and summarised", async () => {
    const id = await deploy({ description: "one" });
    const { items } = await gateway.apiGateway.send(new GetDeploymentsCommand({ restApiId }));
    expect(items).toEqual([{ id, createdDate: expect.any(Date), description: "one" }]);
    const patchOperations: PatchOperation[] = [{ op: "replace", path: "/description", value: "two" }];
    await gateway.apiGateway.send(
      new UpdateDeploymentCommand({ restApiId, deploymentId: id, patchOperations }),
    );
    const read = await gateway.apiGateway.send(
      new GetDeploymentCommand({ restApiId, deploymentId: id, embed: ["apisummary"] }),
    );
    expect(read).toMatchObject({
      description: "two",
      apiSummary: { "/": { GET: { authorizationType: "NONE", apiKeyRequired: false } } },
    });
  });

  test("one that a stage serves cannot be deleted (recorded)", async () => {
    const deploymentId = await deploy({ stageName: "s1" });
    const remove = () => gateway.apiGateway.send(new DeleteDeploymentCommand({ restApiId, deploymentId }));
    expect(await refusalOf(remove())).toEqual({
      name: "BadRequestException",
      status: 400,
      message: "Active stages pointing to this deployment must be moved or deleted",
    });
    const deletion = await gateway.apiGateway.send(new DeleteStageCommand({ restApiId, stageName: "s1" }));
    expect(deletion.$metadata.httpStatusCode).toBe(202);
    expect((await remove()).$metadata.httpStatusCode).toBe(202);
    expect((await refusalOf(remove())).message).toBe("Invalid Deployment identifier specified");
  });
});

describe("CreateStage", () => {
  test("fills in a canary (recorded)", async () => {
    const deploymentId = await deploy();
    const canary = await deploy();
    const { $metadata, ...created } = await gateway.apiGateway.send(
      new CreateStageCommand({
        restApiId,
        stageName: "dev",
        deploymentId,
        description: "dev stage",
        variables: { testVar: "default" },
        canarySettings: {
          deploymentId: canary,
          percentTraffic: 50,
          stageVariableOverrides: { testVar: "canary" },
        },
      }),
    );
    expect($metadata.httpStatusCode).toBe(201);
    expect(created).toEqual({
      ...freshStage(deploymentId, "dev"),
      description: "dev stage",
      variables: { testVar: "default" },
      canarySettings: {
        deploymentId: canary,
        percentTraffic: 50,
        stageVariableOverrides: { testVar: "canary" },
        useStageCache: false,
      },
    });
    expect(await stage("dev")).toEqual(created);
  });

  test("refuses a second one of the name, and a deployment that is not there", async () => {
    const deploymentId = await deploy({ stageName: "dev" });
    const create = (stageName: string, id: string) =>
      gateway.apiGateway.send(new CreateStageCommand({ restApiId, stageName, deploymentId: id }));
    expect(await refusalOf(create("dev", deploymentId))).toMatchObject({
      name: "ConflictException",
      status: 409,
    });
    expect((await refusalOf(create("new", "nobody"))).message).toBe("Deployment id does not exist");
    expect((await refusalOf(create("a/b", deploymentId))).name).toBe("BadRequestException");
  });

  test("stages are listed, all or those of one deployment", async () => {
    const deploymentId = await deploy({ stageName: "a" });
    await deploy({ stageName: "b" });
    const list = async (input = {}) =>
      there((await gateway.apiGateway.send(new GetStagesCommand({ restApiId, ...input }))).item).map(
        ({ stageName }) => stageName,
      );
    expect(await list()).toEqual(["a", "b"]);
    expect(await list({ deploymentId })).toEqual(["a"]);
  });
});

describe("a stage's cache", () => {
  test("is available as soon as it is asked for, the smallest unless told", async () => {
    const deploymentId = await deploy();
    const input = { restApiId, stageName: "cached", deploymentId, cacheClusterEnabled: true };
    const created = plainly(await gateway.apiGateway.send(new CreateStageCommand(input)));
    expect(created).toMatchObject({ cacheClusterStatus: "AVAILABLE", cacheClusterSize: "0.5" });
    const off = await updateStage("cached", { op: "replace", path: "/cacheClusterEnabled", value: "false" });
    expect(off.cacheClusterStatus).toBe("NOT_AVAILABLE");
  });
});

test("a stage that is not there is named as reported", async () => {
  const call = gateway.apiGateway.send(new DeleteStageCommand({ restApiId, stageName: "nope" }));
  expect(await refusalOf(call)).toMatchObject({ status: 404, message: "Invalid stage identifier specified" });
});

describe("UpdateStage", () => {
  test("a method setting begins with the recorded defaults, and can be removed", async () => {
    await deploy({ stageName: "s1" });
    const { methodSettings } = await updateStage("s1", {
      op: "replace",
      path: "/*/*/caching/enabled",
      value: "true",
    });
    expect(methodSettings).toEqual({
      "*/*": {
        cacheDataEncrypted: false,
        cacheTtlInSeconds: 300,
        cachingEnabled: true,
        dataTraceEnabled: false,
        metricsEnabled: false,
        requireAuthorizationForCacheControl: true,
        throttlingBurstLimit: 5000,
        throttlingRateLimit: 10_000,
        unauthorizedCacheControlHeaderStrategy: "SUCCEED_WITH_RESPONSE_HEADER",
      },
    });
    expect((await updateStage("s1", { op: "remove", path: "/*/*" })).methodSettings).toEqual({});
  });

  test("variables and canaries change entry by entry", async () => {
    await deploy({ stageName: "s1", variables: { a: "1" } });
    const canary = await deploy();
    const updated = await updateStage(
      "s1",
      { op: "replace", path: "/variables/b", value: "2" },
      { op: "remove", path: "/variables/a" },
      { op: "replace", path: "/canarySettings/deploymentId", value: canary },
      { op: "replace", path: "/canarySettings/percentTraffic", value: "25" },
      { op: "replace", path: "/canarySettings/stageVariableOverrides/b", value: "3" },
    );
    expect(updated.variables).toEqual({ b: "2" });
    expect(updated.canarySettings).toEqual({
      deploymentId: canary,
      percentTraffic: 25,
      useStageCache: false,
      stageVariableOverrides: { b: "3" },
    });
    const removed = await updateStage("s1", { op: "remove", path: "/canarySettings" });
    expect(removed.canarySettings).toBeUndefined();
  });

  const noSetting = (key: string) =>
    `Cannot remove method setting ${key} because there is no method setting for this method `;
  test.each<[PatchOperation, string | RegExp]>([
    [{ op: "remove", path: "/*/*" }, noSetting("*/*")],
    [{ op: "remove", path: "/canarySettings/badPath" }, noSetting("canarySettings/badPath")],
    [
      { op: "remove", path: "/canarySettings/stageVariableOverrides" },
      noSetting("canarySettings/stageVariableOverrides"),
    ],
    [
      { op: "replace", path: "/canarySettings", value: "test" },
      /^Invalid method setting path: \/canarySettings\. Must be one of: \[\/deploymentId, .*, \/tracingEnabled\]$/,
    ],
    [
      { op: "add", path: "/canarySettings/deploymentId", value: "x" },
      "Invalid add operation with path: /canarySettings/deploymentId",
    ],
    [
      { op: "replace", path: "/canarySettings/deploymentId", value: "nobody" },
      "Deployment id does not exist",
    ],
    [{ op: "replace", path: "/deploymentId", value: "nobody" }, "Deployment id does not exist"],
  ])("refuses %j as recorded", async (operation, message) => {
    await deploy({ stageName: "s1" });
    const refusal = await refusalOf(updateStage("s1", operation));
    expect(refusal.name).toBe("BadRequestException");
    if (typeof message === "string") expect(refusal.message).toBe(message);
    else expect(refusal.message).toMatch(message);
  });
});

describe("a canary", () => {
  /** A stage that serves "first", with a canary that serves "second". */
  const withCanary = async (percentTraffic: number) => {
    await deploy({ stageName: "s1", variables: { kept: "1", changed: "1" } });
    await answerWith("second $stageVariables.kept $stageVariables.changed");
    await deploy({
      stageName: "s1",
      canarySettings: { percentTraffic, stageVariableOverrides: { changed: "2" } },
    });
  };

  test("serves its share of the requests, with its own variables over the stage's", async () => {
    await withCanary(100);
    expect(await call("s1")).toBe('"second 1 2"');
    await updateStage("s1", { op: "replace", path: "/canarySettings/percentTraffic", value: "0" });
    expect(await call("s1")).toBe('"first"');
  });

  test("is promoted as documented: by copying its settings and removing it", async () => {
    await withCanary(0);
    const promoted = await updateStage(
      "s1",
      { op: "copy", from: "/canarySettings/stageVariableOverrides", path: "/variables" },
      { op: "copy", from: "/canarySettings/deploymentId", path: "/deploymentId" },
      { op: "remove", path: "/canarySettings" },
    );
    expect(promoted.variables).toEqual({ kept: "1", changed: "2" });
    expect(promoted.canarySettings).toBeUndefined();
    expect(await call("s1")).toBe('"second 1 2"');
  });

  test("cannot be copied from where there is none", async () => {
    await deploy({ stageName: "s1" });
    const copy = updateStage("s1", {
      op: "copy",
      from: "/canarySettings/deploymentId",
      path: "/deploymentId",
    });
    expect((await refusalOf(copy)).name).toBe("BadRequestException");
  });
});

test("both URL styles reach the stage, with or without a path behind the marker", async () => {
  const child = await gateway.apiGateway.send(
    new CreateResourceCommand({ restApiId, parentId: method.resourceId, pathPart: "x" }),
  );
  expect(child.path).toBe("/x");
  await deploy({ stageName: "s1" });
  const { host } = new URL(gateway.url);
  const apiHost = `${restApiId}.execute-api.localhost`;
  for (const [hostHeader, path] of [
    [host, `/restapis/${restApiId}/s1/_user_request_`],
    [host, `/restapis/${restApiId}/s1/_user_request_/`],
    [apiHost, "/s1"],
    [`${apiHost}:4566`, "/s1/"],
  ] as const) {
    expect([hostHeader, path, await getAs(gateway.url, hostHeader, path)]).toEqual([
      hostHeader,
      path,
      { status: 200, text: '"first"' },
    ]);
  }
});
