import { CreateDeploymentCommand, DeleteRestApiCommand, GetStageCommand } from "@aws-sdk/client-api-gateway";
import { CreateRoleCommand } from "@aws-sdk/client-iam";
import { UpdateFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { describe, expect, test } from "vitest";
import { apply } from "../src/apply.ts";
import { desireProject } from "../src/desired/desire-project.ts";
import {
  deployProject,
  loadProject,
  type Project,
  planProject,
  renderPlan,
  type Target,
} from "../src/index.ts";
import { readLive } from "../src/live.ts";
import { plan } from "../src/plan/plan.ts";
import { useGateway, watch } from "./gateway.ts";
import { temporaryProject } from "./temporary-project.ts";

const { target } = useGateway();

/** The smallest project: one route, one function. */
async function smallProject(): Promise<Project> {
  const directory = await temporaryProject({
    "src/api.ts": `
      import { api, get, text } from "@gatewright/runtime";
      export const hello = get("/", { integration: "proxy", output: text() });
      export const small = api({ name: "small", routes: { hello } });`,
    "src/functions/hello.ts": `import { hello } from "../api.ts"; export const handler = hello.handler(() => "hello");`,
  });
  return loadProject(directory);
}

/** Puts something in the place of the calls of one operation until the end of `during`. */
async function instead<Result>(
  { clients }: Target,
  operation: string,
  answer: (call: () => Promise<object>) => Promise<object>,
  during: () => Promise<Result>,
): Promise<Result> {
  const name = "gatewrightInstead";
  for (const client of Object.values(clients)) {
    client.middlewareStack.add(
      (next: (args: object) => Promise<object>, context: { commandName?: string }) => (args: object) =>
        context.commandName === `${operation}Command` ? answer(() => next(args)) : next(args),
      { name, step: "initialize" },
    );
  }
  try {
    return await during();
  } finally {
    for (const client of Object.values(clients)) client.middlewareStack.remove(name);
  }
}

describe("a deployment", () => {
  test("that does not come out as asked is told", async () => {
    const project = await smallProject();
    const swallow = () => Promise.resolve({ output: {}, response: {} });
    const deployed = instead(target(), "AddPermission", swallow, () =>
      deployProject(project, target(), { stage: "swallowed" }),
    );
    await expect(deployed).rejects.toMatchObject({
      code: "NotConverged",
      message: expect.stringMatching(
        /^After all calls, what is live is not what was asked for\.[\s\S]*AddPermission small-swallowed-hello$/,
      ),
    });
  });

  test("waits until Lambda knows a new role", async () => {
    const project = await smallProject();
    const { states, packages } = await desireProject(project, target(), { stage: "new-role" });
    const [desired] = states;
    if (desired === undefined) throw new Error("no state");
    const live = await readLive(target().clients, desired);
    const waits: number[] = [];
    const sleep = async (milliseconds: number) => {
      waits.push(milliseconds);
    };
    const refuseTwice = async (call: () => Promise<object>) => {
      if (waits.length === 2) return call();
      const error = new Error("The role defined for the function cannot be assumed by Lambda.");
      throw Object.assign(error, { name: "InvalidParameterValueException" });
    };
    await instead(target(), "CreateFunction", refuseTwice, () =>
      apply(plan(desired, live.state), live, target(), { packages, sleep }),
    );
    expect(waits).toEqual([2000, 2000]);
  });

  test("whose call is refused says which, why, and what to do", async () => {
    const project = await smallProject();
    const refuse = () =>
      Promise.reject(Object.assign(new Error("Not allowed."), { name: "AccessDeniedException" }));
    const deployed = instead(target(), "CreateRestApi", refuse, () =>
      deployProject(project, target(), { stage: "refused" }),
    );
    await expect(deployed).rejects.toMatchObject({
      code: "CallFailed",
      message:
        "CreateRestApi failed after 3 of 9 calls: AccessDeniedException: Not allowed. Nothing is served yet. Run it again to go on from here.",
    });
  });

  test("whose reading is refused says so", async () => {
    const project = await smallProject();
    const refuse = () =>
      Promise.reject(Object.assign(new Error("Not allowed."), { name: "AccessDeniedException" }));
    await expect(
      instead(target(), "ListFunctions", refuse, () => planProject(project, target(), { stage: "unread" })),
    ).rejects.toMatchObject({
      code: "CallFailed",
      message: "Reading what is there of small, stage unread, failed: AccessDeniedException: Not allowed.",
    });
  });

  test("does not take over a role that is somebody else's", async () => {
    const project = await smallProject();
    const trust = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Deny", Principal: "*", Action: "sts:AssumeRole" }],
    });
    const RoleName = "gatewright-small-theirs-us-east-1";
    await target().clients.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
    await expect(planProject(project, target(), { stage: "theirs" })).rejects.toMatchObject({
      code: "NotOurs",
    });
  });
});

describe("what somebody else changed", () => {
  test("is seen, and put right: a function's settings", async () => {
    const project = await smallProject();
    await deployProject(project, target(), { stage: "drift" });
    const change = { FunctionName: "small-drift-hello", MemorySize: 512, Timeout: 3 };
    await target().clients.lambda.send(new UpdateFunctionConfigurationCommand(change));
    const [found] = await planProject(project, target(), { stage: "drift" });
    expect(found === undefined ? [] : renderPlan(found)).toEqual([
      "small · stage drift · us-east-1      1 route, 1 to change      1 call",
      "  ~ GET  /   function hello: memorySize 512 -> 256",
      "             function hello: timeout 3 -> 28",
    ]);
    await deployProject(project, target(), { stage: "drift" });
    expect(await planProject(project, target(), { stage: "drift" })).toMatchObject([{ calls: [] }]);
  });

  test("is seen, and put right: an API that is gone", async () => {
    const project = await smallProject();
    const [{ restApiId } = { restApiId: "" }] = await deployProject(project, target(), { stage: "lost" });
    await target().clients.apiGateway.send(new DeleteRestApiCommand({ restApiId }));
    // Cut once, when there is a new API and the functions still know the old one only.
    const cut = watch(target(), { at: 1, when: "after" });
    await expect(deployProject(project, target(), { stage: "lost" })).rejects.toMatchObject({
      code: "CallFailed",
    });
    cut.stop();
    expect(cut.mutations).toEqual(["CreateRestApiCommand"]);
    const watched = watch(target());
    const [result] = await deployProject(project, target(), { stage: "lost" });
    watched.stop();
    expect(result?.restApiId).not.toBe(restApiId);
    // The function stays; that the API of old might call it is of no use to the new one.
    expect(watched.mutations).toEqual([
      "PutMethodCommand",
      "PutIntegrationCommand",
      "RemovePermissionCommand",
      "AddPermissionCommand",
      "CreateDeploymentCommand",
      "CreateStageCommand",
    ]);
    expect(await (await fetch(`${result?.url}/`)).text()).toBe("hello");
  });

  test("is seen, and put right: a deployment made by hand", async () => {
    const project = await smallProject();
    const { apiGateway } = target().clients;
    const [{ restApiId } = { restApiId: "" }] = await deployProject(project, target(), { stage: "hand" });
    const ours = await apiGateway.send(new GetStageCommand({ restApiId, stageName: "hand" }));
    await apiGateway.send(new CreateDeploymentCommand({ restApiId, stageName: "hand" }));
    const watched = watch(target());
    const [result] = await deployProject(project, target(), { stage: "hand" });
    watched.stop();
    expect(result?.changes).toEqual([
      { kind: "stage", sign: "~", name: "hand", reasons: ["serves another deployment"] },
    ]);
    expect(watched.mutations).toEqual(["CreateDeploymentCommand", "UpdateStageCommand"]);
    const again = await apiGateway.send(new GetStageCommand({ restApiId, stageName: "hand" }));
    expect(again.deploymentId).not.toBe(ours.deploymentId);
  });
});
