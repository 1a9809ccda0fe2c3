import type { Call } from "../plan/calls.ts";
import type { Scope } from "../state.ts";
import type { Clients } from "../target.ts";

/** One run of one plan: what its calls need, and the ids they learn on the way. */
export interface Run {
  readonly clients: Clients;
  readonly scope: Scope;
  /** Deployment packages by SHA-256, base64. */
  readonly packages: ReadonlyMap<string, Uint8Array>;
  readonly sleep: (milliseconds: number) => Promise<void>;
  restApiId: string | undefined;
  /** By path. */
  readonly resourceIds: Map<string, string>;
  /** By name. */
  readonly authorizerIds: Map<string, string>;
  deploymentId: string | undefined;
}

/** Functions that carry out the calls of some operations. */
export type Performers<Operation extends Call["operation"]> = {
  readonly [Name in Operation]: (call: Extract<Call, { operation: Name }>, run: Run) => Promise<void>;
};

export function restApiIdOf({ restApiId }: Run): string {
  return known(restApiId, "REST API");
}

/** How API Gateway is told which resource is meant. */
export function resourceOf(
  run: Run,
  path: string,
): { readonly restApiId: string; readonly resourceId: string } {
  return { restApiId: restApiIdOf(run), resourceId: known(run.resourceIds.get(path), `resource ${path}`) };
}

/** A plan makes everything before it uses it; that it does not is a mistake in the planner. */
export function known<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new Error(`The plan uses a ${what} before it makes it.`);
  return value;
}
