import type { Clock, Ids } from "../../effects.ts";
import type { FunctionRecord } from "../function-record.ts";
import type { After } from "../timers.ts";
import { createEnvironment, type Environment } from "./environment.ts";
import { environmentVariables } from "./environment-variables.ts";
import type { Pools } from "./pools.ts";
import type { StartRuntime } from "./runtime-process.ts";
import { setupOf } from "./setup.ts";
import type { Watchdog } from "./watchdog.ts";

export interface StartOptions {
  readonly pools: Pools;
  readonly watchdog: Watchdog;
  readonly startRuntime: StartRuntime;
  /** The URL of the local services. */
  readonly endpoint: () => string;
  readonly clock: Clock;
  readonly after: After;
  readonly ids: Pick<Ids, "bytes">;
}

export interface ToStart {
  readonly record: FunctionRecord;
  /** Where its package is unpacked. */
  readonly taskRoot: string;
  /** The invocation that it is leased to. */
  readonly requestId: string;
  readonly phase: "init" | "invoke";
  /** Called when the process has booted, or could not. */
  readonly booted: () => void;
}

/** Starts a process, and makes an environment of it that is in its function's pool. */
export async function startEnvironment(
  { record, taskRoot, requestId, phase, booted }: ToStart,
  { pools, watchdog, startRuntime, endpoint, clock, after, ids }: StartOptions,
): Promise<Environment> {
  const logStreamName = logStreamNameOf(record, clock(), ids);
  const starting = startRuntime({
    directory: taskRoot,
    environment: environmentVariables(record, {
      taskRoot,
      logStreamName,
      endpoint: endpoint(),
      execPath: process.execPath,
    }),
  });
  starting.then((runtime) => runtime.booted).then(booted, booted);
  const runtime = await starting;
  const { pid } = runtime.child;
  if (pid !== undefined) {
    watchdog.watch(pid);
    runtime.child.on("close", () => watchdog.forget(pid));
  }
  const pool = pools.of(record);
  const environment = createEnvironment(
    {
      record,
      runtime,
      logStreamName,
      phase,
      clock,
      after,
      onIdle: () => pool.idle(environment),
      onDead: () => pools.dead(record, environment),
    },
    requestId,
  );
  pool.add(environment, setupOf(record));
  return environment;
}

/** D, sending Lambda function logs to CloudWatch Logs: the day, the version and what tells environments apart. */
function logStreamNameOf(
  { version = "$LATEST" }: FunctionRecord,
  now: number,
  ids: Pick<Ids, "bytes">,
): string {
  const day = new Date(now).toISOString().slice(0, 10).replaceAll("-", "/");
  return `${day}/[${version}]${Buffer.from(ids.bytes(16)).toString("hex")}`;
}
