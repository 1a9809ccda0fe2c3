import { GetRestApisCommand } from "@aws-sdk/client-api-gateway";
import type { FaultDocument, FaultReport, FaultRule } from "@gatewright/local-gateway";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DeployError, deployProject, destroyProject, loadProject, type Project } from "../src/index.ts";
import { useGateway } from "./gateway.ts";
import { makeProject, removeProject } from "./temporary-project.ts";

const { target } = useGateway();

/** Two versions of one project: the second answers something else, has a route more and one less. */
const versions = ["one", "two"].map((version) => {
  const names = ["stays", version];
  const routes = names.map(
    (name) => `export const ${name} = post("/${name}/{id}", { integration: "custom", output });`,
  );
  const functions = names.map((name) => [
    `src/functions/${name}.ts`,
    `import { ${name} } from "../api.ts";
     export const handler = ${name}.handler(() => ({ served: "${name} of ${version}" }));`,
  ]);
  return {
    "src/api.ts": `
      import { api, post } from "@gatewright/runtime";
      import * as z from "zod";
      const output = z.object({ served: z.string() });
      ${routes.join("\n")}
      export const shaky = api({ name: "shaky", routes: { ${names.join(", ")} } });`,
    ...Object.fromEntries(functions),
  };
});
const projects: Project[] = [];
beforeAll(async () => {
  for (const files of versions) projects.push(await loadProject(await makeProject(files)));
});
afterAll(() => Promise.all(projects.map(({ directory }) => removeProject(directory))));
const project = (version: 0 | 1): Project => {
  const found = projects[version];
  if (found === undefined) throw new Error("There is no project yet.");
  return found;
};

const page = () => `${target().endpoint}/_gatewright/faults`;
const faults = async (document: FaultDocument): Promise<void> => {
  const answer = await fetch(page(), { method: "PUT", body: JSON.stringify(document) });
  expect(answer.status, await answer.text()).toBe(200);
};
/** Ends the faults, and says how often each rule has hit. */
const calm = async (): Promise<readonly number[]> => {
  const { rules } = (await (await fetch(page())).json()) as FaultReport;
  await fetch(page(), { method: "DELETE" });
  return rules.map(({ hit }) => hit);
};
beforeEach(calm);

/** Runs it until it succeeds, as somebody would who is told "Run it again", and returns how often that was. */
const persist = async (work: () => Promise<unknown>, most: number): Promise<number> => {
  for (let run = 1; ; run += 1) {
    try {
      await work();
      return run;
    } catch (error) {
      if (!(error instanceof DeployError) || run === most) throw error;
    }
  }
};

const served = async (url: string | undefined, version: "one" | "two") => {
  const answers = ["stays", version].map(async (name) => {
    const request = { method: "POST", headers: { "content-type": "application/json" }, body: "{}" };
    return (await fetch(`${url}/${name}/1`, request)).json();
  });
  return Promise.all(answers);
};

/** All that changes something. */
const changing = [
  ...["CreateRestApi", "CreateResource", "DeleteResource", "PutMethod", "DeleteMethod", "PutIntegration"],
  ...["PutIntegrationResponse", "PutMethodResponse", "PutGatewayResponse", "CreateDeployment"],
  ...["CreateStage", "UpdateStage", "UpdateRestApi", "DeleteRestApi", "lambda:*", "iam:*"],
];
const rules: readonly FaultRule[] = [
  { fault: "throttle", rate: 0.02, retryAfterSeconds: 0 },
  { fault: "internalError", rate: 0.03 },
  { fault: "timeoutBefore", rate: 0.05 },
  { operation: "apigateway:*", fault: "conflict", rate: 0.02 },
  ...changing.map((operation) => ({ operation, fault: "timeoutAfter", rate: 0.07 }) as const),
];

describe("a deployment through throttles, errors, conflicts and cut connections", () => {
  test.each([1, 2])("ends as it was asked for, with seed %i", async (seed) => {
    const stage = `seed${seed}`;
    await faults({ seed, rules });
    await persist(() => deployProject(project(0), target(), { stage }), 20);
    await persist(() => deployProject(project(1), target(), { stage }), 20);
    const hits = await calm();
    expect(hits.slice(0, 4).reduce((sum, hit) => sum + hit)).toBeGreaterThan(0);
    expect(hits.slice(4).reduce((sum, hit) => sum + hit)).toBeGreaterThan(0);

    const [quiet] = await deployProject(project(1), target(), { stage });
    expect(quiet).toMatchObject({ changes: [], calls: 0 });
    expect(await served(quiet?.url, "two")).toEqual([{ served: "stays of two" }, { served: "two of two" }]);
    expect((await fetch(`${quiet?.url}/one/1`, { method: "POST" })).status).toBe(403);

    await faults({ seed, rules });
    await persist(() => destroyProject(project(1), target(), { stage }), 20);
    await calm();
    expect((await fetch(`${quiet?.url}/two/1`, { method: "POST" })).status).toBe(403);
  });

  test("needs no second run where calls are only throttled", async () => {
    const stage = "throttled";
    await faults({ seed: 4, rules: [{ fault: "throttle", rate: 0.05, retryAfterSeconds: 0 }] });
    const [result] = await deployProject(project(0), target(), { stage });
    expect((await calm())[0]).toBeGreaterThan(0);
    expect(await served(result?.url, "one")).toEqual([{ served: "stays of one" }, { served: "one of one" }]);
  });

  test("changes nothing that is served, as long as the stage has not moved", async () => {
    const stage = "halted";
    const [first] = await deployProject(project(0), target(), { stage });
    await faults({ rules: [{ operation: "UpdateStage", fault: "conflict" }] });
    await expect(deployProject(project(1), target(), { stage })).rejects.toMatchObject({
      code: "CallFailed",
      message: expect.stringContaining("The stage still serves the deployment it had. Run it again"),
    });
    await calm();
    // Functions change at once; the stage's routes do not.
    expect(await served(first?.url, "one")).toEqual([{ served: "stays of two" }, { served: "one of one" }]);
    await deployProject(project(1), target(), { stage });
    expect(await served(first?.url, "two")).toEqual([{ served: "stays of two" }, { served: "two of two" }]);
  });

  test("makes one API, though the answer that says so is lost", async () => {
    const stage = "once";
    await faults({ rules: [{ operation: "CreateRestApi", fault: "timeoutAfter", count: 1 }] });
    const [result] = await deployProject(project(0), target(), { stage });
    expect(await calm()).toEqual([1]);
    const { items = [] } = await target().clients.apiGateway.send(new GetRestApisCommand({ limit: 500 }));
    const ours = items.filter(({ tags = {} }) => Object.values(tags).includes(stage));
    expect(ours.map(({ id }) => id)).toEqual([result?.restApiId]);
    expect(await served(result?.url, "one")).toEqual([{ served: "stays of one" }, { served: "one of one" }]);
  });

  test("waits for a change that somebody else makes at the same time", async () => {
    await faults({ rules: [{ operation: "PutMethod", fault: "conflict", count: 2 }] });
    const [result] = await deployProject(project(0), target(), { stage: "shared" });
    expect(await calm()).toEqual([2]);
    expect(await served(result?.url, "one")).toEqual([{ served: "stays of one" }, { served: "one of one" }]);
  });
});
