import { availableParallelism } from "node:os";
import { AwsError } from "../../aws-error.ts";
import { type Clock, type Ids, type Log, randomIds } from "../../effects.ts";
import type { FunctionRecord } from "../function-record.ts";
import type { Invocation, Invoke, InvokeStreaming } from "../invoke.ts";
import { type After, systemAfter } from "../timers.ts";
import { createBoots } from "./boots.ts";
import { codePackages } from "./code-package.ts";
import { createConcurrency } from "./concurrency.ts";
import { maximumResultBytes, type Result, resultTooLarge } from "./ending.ts";
import { createEnvironment, type Environment, type ResponseSink } from "./environment.ts";
import { environmentVariables } from "./environment-variables.ts";
import type { LogLine } from "./log-lines.ts";
import { createPool, type Pool } from "./pool.ts";
import { refusePayload, refuseRuntime } from "./refusals.ts";
import { collectStream, createResultStream } from "./result-stream.ts";
import { type StartRuntime, startOwnRuntime } from "./runtime-process.ts";
import { createWatchdog } from "./watchdog.ts";

export interface FunctionRunnerOptions {
  /** By ARN, with or without a version or alias. */
  readonly getFunction: (functionArn: string) => FunctionRecord | undefined;
  /** How many invocations of a function, all its versions together, may run at once; undefined: no limit of its own. */
  readonly reservedConcurrency?: (record: FunctionRecord) => number | undefined;
  /** The zip that a function's `codeBlob` names. */
  readonly readCode: (blob: string) => Promise<Uint8Array>;
  /** Where packages are unzipped; made if it is not there. */
  readonly workDirectory: string;
  /** The URL of the local services, given to functions as `AWS_ENDPOINT_URL`. */
  readonly endpoint: () => string;
  /** Receives each line that a function or Lambda writes, after the function's name. */
  readonly log: Log;
  /** Receives the lines of an invocation when it has ended. */
  readonly onLines?: (record: FunctionRecord, logStreamName: string, lines: readonly LogLine[]) => void;
  readonly clock: Clock;
  /** The machine's own timers by default. */
  readonly after?: After;
  readonly ids?: Pick<Ids, "bytes">;
  /** The gateway's own runtime client by default. */
  readonly startRuntime?: StartRuntime;
}

export interface FunctionRunner {
  readonly invoke: Invoke;
  readonly invokeStreaming: InvokeStreaming;
  /** Ends every environment, running ones too. */
  close(): Promise<void>;
}

interface Outcome extends Result {
  readonly executedVersion: string;
  readonly log: () => string;
}

/** Where an invocation runs. */
interface Place {
  /** Undefined when a process is to be started. */
  readonly warm: Environment | undefined;
  /** To be called when it has booted. */
  readonly booted: () => void;
}

const nothing = (): void => {};

function inPlace(environment: Environment): Place {
  return { warm: environment, booted: nothing };
}

/**
 * Runs functions in processes of their own: one invocation at a time in each, as many as are needed at once,
 * used again while the function stays as it is.
 */
export function createFunctionRunner(options: FunctionRunnerOptions): FunctionRunner {
  const { getFunction, readCode, workDirectory, endpoint, log, clock } = options;
  const { after = systemAfter, ids = randomIds, startRuntime = startOwnRuntime } = options;
  const packages = codePackages(workDirectory, readCode);
  const pools = new Map<string, Pool>();
  const boots = createBoots(Math.max(2, availableParallelism()));
  const watchdog = createWatchdog();
  const concurrency = createConcurrency(options.reservedConcurrency ?? (() => undefined));
  let closed = false;

  return {
    async invoke(invocation) {
      const stream = collectStream(maximumResultBytes);
      const outcome = await run(find(invocation), invocation, stream.sink);
      const streamed = outcome.failed ? undefined : stream.collected();
      const result: Result =
        streamed === undefined
          ? outcome
          : streamed.tooLarge
            ? resultTooLarge()
            : { payload: streamed.text, failed: false };
      return {
        payload: result.payload,
        ...(result.failed && { functionError: "Unhandled" }),
        executedVersion: outcome.executedVersion,
        log: outcome.log,
      };
    },
    async invokeStreaming(invocation) {
      const record = find(invocation);
      const { stream, sink, started, hasStarted, end } = createResultStream();
      const outcome = run(record, invocation, sink);
      const completed = outcome.then(({ payload, failed, log }) => {
        // What was returned instead of written is the whole stream.
        if (!failed && !hasStarted()) sink.chunk(Buffer.from(payload), () => {});
        end();
        return failed ? { error: { functionError: "Unhandled" as const, payload }, log } : { log };
      });
      // What makes it reject also rejects the race, before the caller has it.
      completed.catch(() => {});
      const contentType = await Promise.race([started, outcome.then(() => "application/json")]);
      return { executedVersion: versionOf(record), contentType, stream, completed };
    },
    async close() {
      closed = true;
      const all = [...pools.values()].flatMap((pool) => pool.environments());
      await Promise.all(all.map((environment) => environment.kill("the gateway is closed")));
      watchdog.close();
    },
  };

  function find(invocation: Invocation): FunctionRecord {
    refuseWhenClosed();
    const record = getFunction(invocation.functionArn);
    if (record === undefined) {
      throw new AwsError("ResourceNotFoundException", 404, `Function not found: ${invocation.functionArn}`, {
        members: { Type: "User" },
      });
    }
    refuseRuntime(record);
    refusePayload(invocation);
    return record;
  }

  async function run(record: FunctionRecord, invocation: Invocation, sink: ResponseSink): Promise<Outcome> {
    const done = concurrency.enter(record);
    try {
      const taskRoot = packages.known(record) ?? (await packages.unpacked(record));
      refuseWhenClosed();
      const pool = poolOf(record);
      const leased = await pool.lease(setupOf(record), invocation.requestId);
      const { warm, booted } = leased ? inPlace(leased) : await awaitPlace(pool, record, invocation);
      if (closed) booted();
      refuseWhenClosed();
      const environment = warm ?? (await start(record, taskRoot, invocation, "init", booted));
      const first = await environment.run(invocation, sink);
      if (first.kind === "ended" && warm !== undefined) pool.took(first.milliseconds);
      if (first.kind === "ended") return outcome(record, environment, first, first.lines);
      refuseWhenClosed();
      const again = await start(record, taskRoot, invocation, "invoke", nothing);
      const second = await again.run(invocation, sink);
      if (second.kind !== "ended") throw new Error("a second init cannot be left for later");
      return outcome(record, again, second, [...first.lines, ...second.lines]);
    } finally {
      done();
    }
  }

  /** Waits until another process may boot, or until an environment is idle, whichever is first. */
  function awaitPlace(pool: Pool, record: FunctionRecord, { requestId }: Invocation): Promise<Place> {
    return new Promise((resolve) => {
      let leave = nothing;
      const stopWaiting = pool.awaitIdle(setupOf(record), requestId, (environment) => {
        leave();
        resolve(inPlace(environment));
      });
      const enter = () => {
        leave = boots.enter((booted) => {
          stopWaiting();
          resolve({ warm: undefined, booted });
        });
      };
      if (pool.graceMilliseconds === 0) enter();
      else leave = after(pool.graceMilliseconds, enter);
    });
  }

  function poolOf({ functionArn }: FunctionRecord): Pool {
    const pool = pools.get(functionArn) ?? createPool({ after, clock });
    pools.set(functionArn, pool);
    return pool;
  }

  function refuseWhenClosed(): void {
    if (closed) throw new AwsError("ServiceException", 500, "The gateway is being closed.");
  }

  async function start(
    record: FunctionRecord,
    taskRoot: string,
    { requestId }: Invocation,
    phase: "init" | "invoke",
    booted: () => void,
  ): Promise<Environment> {
    const logStreamName = logStreamNameOf(record);
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
    const pool = poolOf(record);
    const environment = createEnvironment(
      {
        record,
        runtime,
        logStreamName,
        phase,
        clock,
        after,
        onIdle: () => pool.idle(environment),
        onDead: () => {
          pool.dead(environment);
          if (pool.size === 0 && pools.get(record.functionArn) === pool) pools.delete(record.functionArn);
        },
      },
      requestId,
    );
    pool.add(environment, setupOf(record));
    if (closed) {
      await environment.kill("the gateway is closed");
      refuseWhenClosed();
    }
    return environment;
  }

  function logStreamNameOf(record: FunctionRecord): string {
    const day = new Date(clock()).toISOString().slice(0, 10).replaceAll("-", "/");
    return `${day}/[${versionOf(record)}]${Buffer.from(ids.bytes(16)).toString("hex")}`;
  }

  function outcome(
    record: FunctionRecord,
    { logStreamName }: Environment,
    { payload, failed }: Result,
    lines: readonly LogLine[],
  ): Outcome {
    for (const { text } of lines) log(`${record.functionName}: ${text}`);
    options.onLines?.(record, logStreamName, lines);
    return {
      payload,
      failed,
      executedVersion: versionOf(record),
      // No getter: each object that is made with one has a hidden class of its own, which outlives it for long.
      log: () => lines.map((line) => `${line.text}\n`).join(""),
    };
  }
}

function versionOf(record: FunctionRecord): string {
  return record.version ?? "$LATEST";
}

const setups = new WeakMap<FunctionRecord, string>();

/** All that an environment was started with: it serves no invocation of a function that differs in it. */
function setupOf(record: FunctionRecord): string {
  const known = setups.get(record);
  if (known !== undefined) return known;
  const { codeSha256, runtime, handler, role, timeout, memorySize, environment } = record;
  const setup = JSON.stringify([codeSha256, runtime, handler, role, timeout, memorySize, environment]);
  setups.set(record, setup);
  return setup;
}
