import { equal } from "../canonical.ts";
import type { FunctionState, RoleState, Scope, State } from "../state.ts";
import type { Call } from "./calls.ts";
import { type Change, describeChanges, routesOf } from "./changes.ts";
import { planRestApi } from "./plan-rest-api.ts";

/** The difference between what is there and what should be, as a value: JSON through and through. */
export interface Plan {
  readonly scope: Scope;
  /** What people are told; it never steers `apply`. Empty when nothing is to be done. */
  readonly changes: readonly Change[];
  /** What `apply` does, in this order. */
  readonly calls: readonly Call[];
  readonly routes: RouteCounts;
}

export interface RouteCounts {
  /** Routes there will be. */
  readonly total: number;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

/**
 * Compares what should be with what is there. Pure: equal states give an empty plan, whatever the order of their
 * members.
 *
 * The order of the calls is such that callers never see a half-made model: what is new is made first; API Gateway's
 * own part changes the model only, which no stage serves; then the code of the functions that are in use changes
 * and the stage moves, as close together as can be; and only then does what is no longer needed go away.
 */
export function plan(desired: State, live: State): Plan {
  const functions = desired.functions.map((wanted) => ({
    wanted,
    found: live.functions.find(named(wanted.name)),
  }));
  const moves = stageMoves(desired, live);
  const calls = [
    ...planRole(desired.role, live.role),
    ...functions.flatMap(({ wanted, found }) => (found === undefined ? [createFunction(wanted)] : [])),
    ...planRestApi(desired.restApi, live.restApi),
    ...functions.flatMap(({ wanted, found }) => planPermission(wanted, found)),
    ...(moves ? planDeployment(desired) : []),
    ...functions.flatMap(({ wanted, found }) => (found === undefined ? [] : updateFunction(wanted, found))),
    ...(moves ? planStage(desired, live) : []),
    ...live.functions
      .filter(({ name }) => !desired.functions.some(named(name)))
      .map(({ name }): Call => ({ operation: "DeleteFunction", functionName: name })),
    ...planRoleRemoval(desired.role, live.role),
  ];
  const changes = describeChanges(desired, live);
  const routes = changes.filter((change) => change.kind === "route");
  return {
    scope: desired.scope,
    changes,
    calls,
    routes: {
      total: routesOf(desired).length,
      added: routes.filter(({ sign }) => sign === "+").length,
      changed: routes.filter(({ sign }) => sign === "~").length,
      removed: routes.filter(({ sign }) => sign === "-").length,
    },
  };
}

function named(name: string): (one: { readonly name: string }) => boolean {
  return (one) => one.name === name;
}

function planRole(desired: RoleState | undefined, live: RoleState | undefined): readonly Call[] {
  if (desired === undefined) return [];
  const missing = desired.managedPolicies.filter(
    (policyArn) => live?.managedPolicies.includes(policyArn) !== true,
  );
  return [
    ...(live === undefined ? [{ operation: "CreateRole", roleName: desired.name } as const] : []),
    ...missing.map(
      (policyArn): Call => ({ operation: "AttachRolePolicy", roleName: desired.name, policyArn }),
    ),
  ];
}

/** Policies that somebody attached in addition are left alone while the role is in use. */
function planRoleRemoval(desired: RoleState | undefined, live: RoleState | undefined): readonly Call[] {
  if (desired !== undefined || live === undefined) return [];
  return [
    ...live.managedPolicies.map(
      (policyArn): Call => ({ operation: "DetachRolePolicy", roleName: live.name, policyArn }),
    ),
    { operation: "DeleteRole", roleName: live.name },
  ];
}

function createFunction({ name, label, configuration, codeSha256 }: FunctionState): Call {
  return { operation: "CreateFunction", functionName: name, label, configuration, codeSha256 };
}

function updateFunction(
  { name, configuration, codeSha256 }: FunctionState,
  live: FunctionState,
): readonly Call[] {
  return [
    ...(live.codeSha256 === codeSha256
      ? []
      : [{ operation: "UpdateFunctionCode", functionName: name, codeSha256 } as const]),
    ...(equal(live.configuration, configuration)
      ? []
      : [{ operation: "UpdateFunctionConfiguration", functionName: name, configuration } as const]),
  ];
}

function planPermission({ name }: FunctionState, live: FunctionState | undefined): readonly Call[] {
  const add: Call = { operation: "AddPermission", functionName: name };
  switch (live?.permission ?? "none") {
    case "granted":
      return [];
    case "stale":
      return [{ operation: "RemovePermission", functionName: name }, add];
    case "none":
      return [add];
  }
}

/** Whether the stage has to move: when its deployment was made from another model than the one asked for. */
function stageMoves(desired: State, live: State): boolean {
  return desired.stage !== undefined && liveStage(live)?.modelHash !== desired.stage.modelHash;
}

/** With its API gone, a stage is gone, too. */
function liveStage({ restApi, stage }: State): State["stage"] {
  return restApi === undefined ? undefined : stage;
}

function planDeployment({ stage }: State): readonly Call[] {
  return stage === undefined ? [] : [{ operation: "CreateDeployment", modelHash: stage.modelHash }];
}

/** The commit point. */
function planStage({ stage }: State, live: State): readonly Call[] {
  if (stage === undefined) return [];
  return [
    { operation: liveStage(live) === undefined ? "CreateStage" : "UpdateStage", stageName: stage.name },
  ];
}
