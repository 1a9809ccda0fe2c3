import { type ApplyOptions, apply, describeCall, type Progress } from "./apply.ts";
import { desireProject, type ProjectOptions } from "./desired/desire-project.ts";
import { nothing } from "./desired/desired.ts";
import { DeployError, reasonOf } from "./errors.ts";
import { type Live, readLive } from "./live.ts";
import type { Change } from "./plan/changes.ts";
import { type Plan, plan } from "./plan/plan.ts";
import { renderPlan } from "./plan/render-plan.ts";
import type { Project } from "./project/project.ts";
import type { State } from "./state.ts";
import { invokeUrl, scopeOf, type Target } from "./target.ts";

export interface DeployOptions extends ProjectOptions {
  readonly onProgress?: (progress: Progress) => void;
}

export interface DeployResult {
  readonly api: string;
  readonly stage: string;
  readonly region: string;
  readonly restApiId: string;
  /** The address at which the stage is called, without a slash at its end. */
  readonly url: string;
  /** What was different before. Empty when nothing had to be done. */
  readonly changes: readonly Change[];
  /** How many calls changed something. */
  readonly calls: number;
}

export interface DestroyResult {
  readonly api: string;
  readonly stage: string;
  readonly region: string;
  /** What is gone now. Empty when nothing was there. */
  readonly changes: readonly Change[];
  readonly calls: number;
}

/**
 * Compares a project with what is there: one plan for each of its APIs. Changes nothing.
 *
 * @throws DeployError `InvalidSource`, `LimitExceeded`, `InvalidName`, `NotOurs`, `DuplicateApi`, `CallFailed`
 */
export async function planProject(
  project: Project,
  target: Target,
  options: ProjectOptions = {},
): Promise<readonly Plan[]> {
  const { states } = await desireProject(project, target, options);
  const compared = await Promise.all(states.map((desired) => compareWithLive(desired, target)));
  return compared.map(({ difference }) => difference);
}

/**
 * Makes what is there what the project asks for: plans, carries the plans out, and looks again. All that can be
 * refused is refused before the first change. Running it again when all is done changes nothing; running it again
 * after it was ended half-way goes on from there.
 *
 * @throws DeployError as `planProject`; `CallFailed`, `FunctionNotActive`; `NotConverged` when, after the last call,
 *   something is still not as asked
 */
export async function deployProject(
  project: Project,
  target: Target,
  options: DeployOptions = {},
): Promise<readonly DeployResult[]> {
  const { states, packages } = await desireProject(project, target, options);
  const compared = await Promise.all(
    states.map(async (desired) => ({ desired, ...(await compareWithLive(desired, target)) })),
  );
  const results: DeployResult[] = [];
  for (const { desired, live, difference } of compared) {
    const restApiId = await carryOut(desired, difference, live, target, { ...options, packages });
    const { api, stage, region } = desired.scope;
    const { changes, calls } = difference;
    const id = restApiId ?? "";
    results.push({
      api,
      stage,
      region,
      restApiId: id,
      url: invokeUrl(target, desired.scope, id),
      changes,
      calls: calls.length,
    });
  }
  return results;
}

/** What `destroyProject` would do: one plan for each API. Changes nothing. Throws as `planProject` does. */
export async function planDestroy(
  project: Project,
  target: Target,
  options: Pick<DeployOptions, "stage"> = {},
): Promise<readonly Plan[]> {
  const compared = await Promise.all(
    nothingOf(project, target, options.stage).map((desired) => compareWithLive(desired, target)),
  );
  return compared.map(({ difference }) => difference);
}

/**
 * Removes everything that belongs to the project's APIs and the stage, and nothing else: what is ours is told by
 * its tags.
 *
 * @throws DeployError `NotOurs`, `DuplicateApi`, `CallFailed`, `NotConverged`
 */
export async function destroyProject(
  project: Project,
  target: Target,
  options: Pick<DeployOptions, "stage" | "onProgress"> = {},
): Promise<readonly DestroyResult[]> {
  const results: DestroyResult[] = [];
  for (const desired of nothingOf(project, target, options.stage)) {
    const { live, difference } = await compareWithLive(desired, target);
    await carryOut(desired, difference, live, target, { ...options, packages: new Map() });
    const { api, stage, region } = desired.scope;
    results.push({ api, stage, region, changes: difference.changes, calls: difference.calls.length });
  }
  return results;
}

function nothingOf(project: Project, target: Target, stage: string | undefined): readonly State[] {
  return project.apis.map(({ description }) =>
    nothing(scopeOf(target, description.name, stage ?? description.stage)),
  );
}

async function compareWithLive(desired: State, target: Target): Promise<{ live: Live; difference: Plan }> {
  const live = await readLive(target.clients, desired).catch((cause: unknown) => {
    if (cause instanceof DeployError) throw cause;
    const { api, stage } = desired.scope;
    throw new DeployError(
      "CallFailed",
      `Reading what is there of ${api}, stage ${stage}, failed: ${reasonOf(cause)}.`,
      { cause },
    );
  });
  return { live, difference: plan(desired, live.state) };
}

async function carryOut(
  desired: State,
  difference: Plan,
  live: Live,
  target: Target,
  options: ApplyOptions,
): Promise<string | undefined> {
  const restApiId = await apply(difference, live, target, options);
  if (difference.calls.length > 0) await verify(desired, target);
  return restApiId;
}

/** Asks whether what is there is what was asked for; a plan that is not empty says what is not. */
async function verify(desired: State, target: Target): Promise<void> {
  const { difference } = await compareWithLive(desired, target);
  if (difference.calls.length === 0) return;
  const left = [...renderPlan(difference), ...difference.calls.map((call) => `  ${describeCall(call)}`)];
  const message = `After all calls, what is live is not what was asked for. Somebody else may be changing it; run it again.\n${left.join("\n")}`;
  throw new DeployError("NotConverged", message);
}
