import { performers } from "./aws/performers.ts";
import { retry } from "./aws/retry.ts";
import type { Run } from "./aws/run.ts";
import { DeployError, reasonOf } from "./errors.ts";
import type { Live } from "./live.ts";
import type { Call } from "./plan/calls.ts";
import type { Plan } from "./plan/plan.ts";
import type { Target } from "./target.ts";

/** What is told while a plan is carried out: before each call, and when all is done. */
export interface Progress {
  readonly api: string;
  readonly stage: string;
  readonly call: Call;
  /** From 0. */
  readonly index: number;
  readonly total: number;
}

export interface ApplyOptions {
  /** Deployment packages by SHA-256 (base64), at least those that the plan asks for. */
  readonly packages: ReadonlyMap<string, Uint8Array>;
  readonly onProgress?: (progress: Progress) => void;
  /** Resolves after some milliseconds. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

/**
 * Carries out a plan: one call after the other, because API Gateway refuses two changes of one API at a time.
 *
 * It can be ended anywhere. What has been done stays done and is found by the next run, which reads what is there
 * instead of trusting a record; until the stage moves, callers are served by the deployment they had. The first
 * call that fails ends the run: no later call is tried, because each may rely on those before it.
 *
 * @returns the id of the REST API, absent when there is none any more
 * @throws DeployError `CallFailed`, `FunctionNotActive`
 */
export async function apply(
  plan: Plan,
  live: Live,
  target: Target,
  options: ApplyOptions,
): Promise<string | undefined> {
  const { packages, onProgress = () => {}, sleep = wait } = options;
  const run: Run = {
    clients: target.clients,
    scope: plan.scope,
    packages,
    sleep,
    restApiId: live.restApiId,
    resourceIds: new Map(live.resourceIds),
    authorizerIds: new Map(live.authorizerIds),
    deploymentId: undefined,
  };
  const total = plan.calls.length;
  for (const [index, call] of plan.calls.entries()) {
    onProgress({ api: plan.scope.api, stage: plan.scope.stage, call, index, total });
    try {
      await retry(() => perform(call, run), { ...patience, sleep });
    } catch (cause) {
      if (cause instanceof DeployError) throw cause;
      const reason = reasonOf(cause);
      const message = `${describeCall(call)} failed after ${index} of ${total} calls: ${reason}. ${whatIsServed(plan, index)}Run it again to go on from here.`;
      throw new DeployError("CallFailed", message, { cause });
    }
  }
  return run.restApiId;
}

/** API Gateway refuses two changes of one API at a time, whoever makes the other one, and says to try again. */
const patience = {
  attempts: 4,
  pause: (attempt: number) => 500 * 2 ** attempt,
  passes: isConcurrentChange,
};

function isConcurrentChange(error: unknown): boolean {
  return (
    error instanceof Error &&
    error.name === "ConflictException" &&
    /concurrent modification/i.test(error.message)
  );
}

/** What callers get of a run that ended at a call. */
function whatIsServed({ calls }: Plan, failed: number): string {
  const commit = calls.findIndex(
    ({ operation }) => operation === "CreateStage" || operation === "UpdateStage",
  );
  if (commit === -1) return "";
  if (failed > commit) return "The stage serves the new deployment already. ";
  return calls[commit]?.operation === "CreateStage"
    ? "Nothing is served yet. "
    : "The stage still serves the deployment it had. ";
}

/** `PutIntegration GET /greeting`: a call in a few words. */
export function describeCall(call: Call): string {
  const { operation } = call;
  if ("statusCode" in call) return `${operation} ${call.httpMethod} ${call.path} ${call.statusCode}`;
  if ("httpMethod" in call) return `${operation} ${call.httpMethod} ${call.path}`;
  if ("path" in call) return `${operation} ${call.path}`;
  if ("functionName" in call) return `${operation} ${call.functionName}`;
  if ("roleName" in call) return `${operation} ${call.roleName}`;
  if ("authorizer" in call) return `${operation} ${call.authorizer.name}`;
  if ("authorizerName" in call) return `${operation} ${call.authorizerName}`;
  if ("responseType" in call) return `${operation} ${call.responseType}`;
  if ("stageName" in call) return `${operation} ${call.stageName}`;
  return operation;
}

function perform<Operation extends Call["operation"]>(
  call: Extract<Call, { operation: Operation }>,
  run: Run,
): Promise<void> {
  // A call's own operation names its performer, which the compiler does not see of a union.
  const performer: (call: Extract<Call, { operation: Operation }>, run: Run) => Promise<void> =
    performers[call.operation as Operation];
  return performer(call, run);
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
