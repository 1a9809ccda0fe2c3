import { describe, expect, test } from "vitest";
import { apply } from "../src/apply.ts";
import { findRestApi } from "../src/aws/rest-apis.ts";
import { type DesiredFunction, desiredState, nothing } from "../src/desired/desired.ts";
import { bundleFunction } from "../src/functions/bundle.ts";
import { loadProject } from "../src/index.ts";
import { readLive } from "../src/live.ts";
import { plan } from "../src/plan/plan.ts";
import type { State } from "../src/state.ts";
import { invokeUrl, scopeOf } from "../src/target.ts";
import { type Failure, useGateway, watch } from "./gateway.ts";
import { temporaryProject } from "./temporary-project.ts";

/** Two versions of one API: a route and its function go, others come, and one parameter takes the place of another. */
const files = {
  "src/api.ts": `
    import { api, post } from "@gatewright/runtime";
    import * as z from "zod";
    const custom = { integration: "custom", output: z.object({ served: z.string() }) } as const;
    export const stays = post("/stays", custom);
    export const before = post("/{before}", custom);
    export const after = post("/{after}/below", custom);
    export const first = api({ name: "first", routes: { stays, before } });
    export const second = api({ name: "second", routes: { stays, after } });`,
  "src/functions/stays.ts": `
    import { stays } from "../api.ts";
    export const handler = stays.handler(() => ({ served: "stays" }));`,
  "src/functions/before.ts": `
    import { before } from "../api.ts";
    export const handler = before.handler(() => ({ served: "before" }));`,
  "src/functions/after.ts": `
    import { after } from "../api.ts";
    export const handler = after.handler(() => ({ served: "after" }));`,
};

const { target } = useGateway();

interface Versions {
  readonly packages: ReadonlyMap<string, Uint8Array>;
  readonly first: State;
  readonly second: State;
}

async function versions(stage: string): Promise<Versions> {
  const directory = await temporaryProject(files);
  const { apis } = await loadProject(directory);
  const packages = new Map<string, Uint8Array>();
  const version = async (name: string) => {
    const api = apis.find(({ description }) => description.name === name);
    if (api === undefined) throw new Error(`There is no API ${name}.`);
    const functions: DesiredFunction[] = [];
    for (const { name: label, file, routes } of api.functions) {
      const { bytes, sha256 } = await bundleFunction(directory, file);
      packages.set(sha256, bytes);
      functions.push({ name: label, routes, codeSha256: sha256, codeSize: bytes.length });
    }
    const description = { ...api.description, name: "one" };
    return desiredState({ scope: scopeOf(target(), "one", stage), description, functions });
  };
  return { packages, first: await version("first"), second: await version("second") };
}

async function run(
  desired: State,
  packages: ReadonlyMap<string, Uint8Array>,
  failure?: Failure,
): Promise<number> {
  const live = await readLive(target().clients, desired);
  const watched = watch(target(), failure);
  try {
    await apply(plan(desired, live.state), live, target(), { packages });
  } finally {
    watched.stop();
  }
  return watched.mutations.length;
}

/**
 * Which routes of both versions the stage serves; "" where there is no API yet. They are asked with a content type
 * that no template is for: 415 when the route is there, 403 when it is not, and no function has to start.
 */
async function served({ scope }: State): Promise<string> {
  const restApi = await findRestApi(target().clients, scope);
  if (restApi?.id === undefined) return "";
  const url = invokeUrl(target(), scope, restApi.id);
  const request = { method: "POST", headers: { "content-type": "text/plain" }, body: "x" };
  const answers = await Promise.all(
    ["stays", "before", "x/below"].map((path) => fetch(`${url}/${path}`, request)),
  );
  return answers.map(({ status }) => status).join(" ");
}

const nothingServed = "403 403 403";
const firstServed = "415 415 403";
const secondServed = "415 403 415";

describe("a run that is cut at any call is completed by the next", () => {
  test("when all is new, and nothing is served until all is", async () => {
    const { packages, first } = await versions("new");
    const total = await run(first, packages);
    expect(total).toBeGreaterThan(15);
    for (const failure of failures(total)) {
      await run(nothing(first.scope), packages);
      await expect(run(first, packages, failure), textOf(failure)).rejects.toMatchObject({
        code: "CallFailed",
      });
      expect(["", nothingServed, firstServed], textOf(failure)).toContain(await served(first));
      await run(first, packages);
      expect(await served(first), textOf(failure)).toBe(firstServed);
      expect(await run(first, packages), textOf(failure)).toBe(0);
    }
  });

  test("when it goes from one version to another, and callers see one or the other", async () => {
    const { packages, first, second } = await versions("update");
    await run(first, packages);
    const total = await run(second, packages);
    expect(total).toBeGreaterThan(10);
    for (const failure of failures(total)) {
      await run(first, packages);
      expect(await served(first), textOf(failure)).toBe(firstServed);
      await expect(run(second, packages, failure), textOf(failure)).rejects.toMatchObject({
        code: "CallFailed",
      });
      expect([firstServed, secondServed], textOf(failure)).toContain(await served(second));
      await run(second, packages);
      expect(await served(second), textOf(failure)).toBe(secondServed);
      expect(await run(second, packages), textOf(failure)).toBe(0);
    }
  });

  test("when all is removed", async () => {
    const { packages, first } = await versions("removed");
    const none = nothing(first.scope);
    await run(first, packages);
    const total = await run(none, packages);
    for (const failure of failures(total)) {
      await run(first, packages);
      await expect(run(none, packages, failure), textOf(failure)).rejects.toMatchObject({
        code: "CallFailed",
      });
      await run(none, packages);
      const { state } = await readLive(target().clients, none);
      expect(state, textOf(failure)).toEqual(none);
    }
  });
});

/** Every place at which a run can be cut: after each call is also before the next, for a run remembers nothing. */
function failures(total: number): readonly Failure[] {
  const after = Array.from({ length: total }, (_, index) => ({ at: index + 1, when: "after" as const }));
  return [{ at: 1, when: "before" }, ...after];
}

function textOf({ at, when }: Failure): string {
  return `cut ${when} call ${at}`;
}
