import { AwsError } from "../../aws-error.ts";
import { type Clock, type Ids, type Log, randomIds } from "../../effects.ts";
import type { FunctionRecord } from "../function-record.ts";
import type { Invocation, InvocationResult, Invoke } from "../invoke.ts";
import { type After, systemAfter } from "../timers.ts";
import { codePackages } from "./code-package.ts";
import { type Environment, startEnvironment } from "./environment.ts";

export interface FunctionRunnerOptions {
  /** By ARN, with or without a version or alias. */
  readonly getFunction: (functionArn: string) => FunctionRecord | undefined;
  /** The zip that a function's `codeBlob` names. */
  readonly readCode: (blob: string) => Promise<Uint8Array>;
  /** Where packages are unzipped; made if it is not there. */
  readonly workDirectory: string;
  /** The URL of the local services, given to functions as `AWS_ENDPOINT_URL`. */
  readonly endpoint: () => string;
  /** Receives each line that a function or Lambda writes, after the function's name. */
  readonly log: Log;
  readonly clock: Clock;
  /** The machine's own timers by default. */
  readonly after?: After;
  readonly ids?: Pick<Ids, "bytes">;
}

export interface FunctionRunner {
  readonly invoke: Invoke;
  /** Ends every environment, running ones too. */
  close(): Promise<void>;
}

/** The living environments of a function. */
type Pool = Map<Environment, { readonly revisionId: string; cancelIdle: () => void }>;

/** How long an environment is kept without an invocation. */
const idleMilliseconds = 5 * 60 * 1000;

/**
 * Runs functions in processes of their own: one invocation at a time in each, as many as are needed at once,
 * used again while the function stays as it is.
 */
export function createFunctionRunner(options: FunctionRunnerOptions): FunctionRunner {
  const { getFunction, readCode, workDirectory, endpoint, log, clock } = options;
  const { after = systemAfter, ids = randomIds } = options;
  const packages = codePackages(workDirectory, readCode);
  const pools = new Map<string, Pool>();
  let closed = false;

  return {
    async invoke(invocation) {
      refuseWhenClosed();
      const record = getFunction(invocation.functionArn);
      if (record === undefined) {
        throw new AwsError(
          "ResourceNotFoundException",
          404,
          `Function not found: ${invocation.functionArn}`,
          {
            members: { Type: "User" },
          },
        );
      }
      refuseRuntime(record);
      refusePayload(invocation);
      const taskRoot = await packages.unpacked(record);
      refuseWhenClosed();
      const environment = leaseIdle(record, invocation) ?? start(record, taskRoot, invocation);
      const result = await environment.run(invocation);
      print(record, result);
      return result;
    },
    async close() {
      closed = true;
      const all = [...pools.values()].flatMap((pool) => [...pool.keys()]);
      await Promise.all(all.map((environment) => environment.kill("the gateway is closed")));
    },
  };

  function refuseWhenClosed(): void {
    if (closed) throw new AwsError("ServiceException", 500, "The gateway is being closed.");
  }

  /** An idle environment of this very revision; those of earlier ones are retired on the way. */
  function leaseIdle(record: FunctionRecord, { requestId }: Invocation): Environment | undefined {
    const pool = [...(pools.get(record.functionArn) ?? [])];
    for (const [environment, { revisionId }] of pool) {
      if (revisionId !== record.revisionId) environment.retire("the function was changed");
    }
    const [environment, kept] =
      pool.find(
        ([candidate, { revisionId }]) =>
          revisionId === record.revisionId && candidate.state().kind === "idle",
      ) ?? [];
    kept?.cancelIdle();
    environment?.lease(requestId);
    return environment;
  }

  function start(record: FunctionRecord, taskRoot: string, { requestId }: Invocation): Environment {
    const pool: Pool = pools.get(record.functionArn) ?? new Map();
    pools.set(record.functionArn, pool);
    const kept = { revisionId: record.revisionId, cancelIdle: () => {} };
    const environment = startEnvironment(
      {
        record,
        taskRoot,
        endpoint: endpoint(),
        clock,
        after,
        ids,
        onIdle: () => {
          kept.cancelIdle = after(idleMilliseconds, () => environment.retire("it was idle for long"));
        },
        onDead: () => {
          kept.cancelIdle();
          pool.delete(environment);
        },
      },
      requestId,
    );
    pool.set(environment, kept);
    return environment;
  }

  function print(record: FunctionRecord, result: InvocationResult): void {
    for (const line of result.log.trimEnd().split("\n")) log(`${record.functionName}: ${line}`);
  }
}

function refuseRuntime({ functionName, runtime }: FunctionRecord): void {
  if (/^nodejs(18|20|22|24)\.x$/.test(runtime)) return;
  throw new AwsError(
    "InvalidRuntimeException",
    502,
    `${functionName} has the runtime ${runtime}; the local gateway runs nodejs18.x, nodejs20.x, nodejs22.x and nodejs24.x`,
    { members: { Type: "User" } },
  );
}

/** D, Invoke: the request body must be JSON. */
function refusePayload({ payload }: Invocation): void {
  try {
    JSON.parse(payload);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AwsError(
      "InvalidRequestContentException",
      400,
      `Could not parse request body into json: ${why}`,
      {
        cause,
        members: { Type: "User" },
      },
    );
  }
}
