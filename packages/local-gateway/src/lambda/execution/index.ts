import { AwsError } from "../../aws-error.ts";
import { type Clock, type Ids, type Log, randomIds } from "../../effects.ts";
import type { FunctionRecord } from "../function-record.ts";
import type { Invocation, Invoke, InvokeStreaming } from "../invoke.ts";
import { type After, systemAfter } from "../timers.ts";
import { codePackages } from "./code-package.ts";
import { maximumResultBytes, type Result, resultTooLarge } from "./ending.ts";
import { createEnvironment, type Environment, type ResponseSink } from "./environment.ts";
import { environmentVariables } from "./environment-variables.ts";
import type { LogLine } from "./log-lines.ts";
import { createPool, type Pool } from "./pool.ts";
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
  readonly log: string;
}

/** How many invocations of a function run. */
interface Running {
  count: number;
}

/** D, Lambda quotas: concurrent executions of an account in a Region. */
const accountConcurrency = 1000;

/**
 * Runs functions in processes of their own: one invocation at a time in each, as many as are needed at once,
 * used again while the function stays as it is.
 */
export function createFunctionRunner(options: FunctionRunnerOptions): FunctionRunner {
  const { getFunction, readCode, workDirectory, endpoint, log, clock } = options;
  const { after = systemAfter, ids = randomIds, startRuntime = startOwnRuntime } = options;
  const packages = codePackages(workDirectory, readCode);
  const pools = new Map<string, Pool>();
  const watchdog = createWatchdog();
  const runningByFunction = new Map<string, Running>();
  const runningByRecord = new WeakMap<FunctionRecord, Running>();
  let running = 0;
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
        get log() {
          return outcome.log;
        },
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
    const done = count(record);
    try {
      const taskRoot = packages.known(record) ?? (await packages.unpacked(record));
      refuseWhenClosed();
      const pool = pools.get(record.functionArn);
      const leased = await pool?.lease(setupOf(record), invocation.requestId);
      refuseWhenClosed();
      const environment = leased ?? (await start(record, taskRoot, invocation, "init"));
      const first = await environment.run(invocation, sink);
      if (first.kind === "ended" && leased !== undefined) pool?.took(first.milliseconds);
      if (first.kind === "ended") return outcome(record, environment, first, first.lines);
      refuseWhenClosed();
      const again = await start(record, taskRoot, invocation, "invoke");
      const second = await again.run(invocation, sink);
      if (second.kind !== "ended") throw new Error("a second init cannot be left for later");
      return outcome(record, again, second, [...first.lines, ...second.lines]);
    } finally {
      done();
    }
  }

  /** Takes a place among the invocations that run at once. */
  function count(record: FunctionRecord): () => void {
    const ofFunction = runningOf(record);
    const reserved = options.reservedConcurrency?.(record);
    if (reserved !== undefined && ofFunction.count >= reserved) {
      throw tooManyRequests("ReservedFunctionConcurrentInvocationLimitExceeded");
    }
    if (running >= accountConcurrency) throw tooManyRequests("ConcurrentInvocationLimitExceeded");
    ofFunction.count += 1;
    running += 1;
    return () => {
      running -= 1;
      ofFunction.count -= 1;
    };
  }

  /** Found by the record at once, and by the name for all versions together. */
  function runningOf(record: FunctionRecord): Running {
    const known = runningByRecord.get(record);
    if (known !== undefined) return known;
    const name = `${record.region}/${record.functionName}`;
    const ofFunction = runningByFunction.get(name) ?? { count: 0 };
    runningByFunction.set(name, ofFunction);
    runningByRecord.set(record, ofFunction);
    return ofFunction;
  }

  function refuseWhenClosed(): void {
    if (closed) throw new AwsError("ServiceException", 500, "The gateway is being closed.");
  }

  async function start(
    record: FunctionRecord,
    taskRoot: string,
    { requestId }: Invocation,
    phase: "init" | "invoke",
  ): Promise<Environment> {
    const logStreamName = logStreamNameOf(record);
    const runtime = await startRuntime({
      directory: taskRoot,
      environment: environmentVariables(record, {
        taskRoot,
        logStreamName,
        endpoint: endpoint(),
        execPath: process.execPath,
      }),
    });
    const { pid } = runtime.child;
    if (pid !== undefined) {
      watchdog.watch(pid);
      runtime.child.on("close", () => watchdog.forget(pid));
    }
    const pool = pools.get(record.functionArn) ?? createPool({ after, clock });
    pools.set(record.functionArn, pool);
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
      // Hardly ever asked for.
      get log() {
        return lines.map((line) => `${line.text}\n`).join("");
      },
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

/** R (LocalStack's test_lambda, test_reserved_concurrency). */
function tooManyRequests(reason: string): AwsError {
  return new AwsError("TooManyRequestsException", 429, "Rate Exceeded.", {
    members: { Type: "User", Reason: reason },
  });
}

const runtimes: ReadonlySet<string> = new Set(["nodejs18.x", "nodejs20.x", "nodejs22.x", "nodejs24.x"]);

function refuseRuntime({ functionName, runtime }: FunctionRecord): void {
  if (runtimes.has(runtime)) return;
  throw new AwsError(
    "InvalidRuntimeException",
    502,
    `${functionName} has the runtime ${runtime}; the local gateway runs nodejs18.x, nodejs20.x, nodejs22.x and nodejs24.x`,
    { members: { Type: "User" } },
  );
}

/** D, Invoke: the request body must be JSON. */
function refusePayload({ payload, isJson }: Invocation): void {
  if (isJson === true) return;
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
