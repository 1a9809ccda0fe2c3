import { type Clock, type Ids, type Log, randomShare } from "../effects.ts";
import type { LogStreams } from "../logs/logs.ts";
import { lambdaBandwidth, paceOf } from "../paced-stream.ts";
import type { TellDestination } from "../services/tell-destination.ts";
import type { Store } from "../store/store.ts";
import { findVersionByArn, functions } from "./api/find-function.ts";
import { createAsynchronousQueue, type InvokeLater } from "./asynchronous.ts";
import { createFunctionRunner } from "./execution/index.ts";
import { functionNotFound } from "./execution/refusals.ts";
import type { StartRuntime } from "./execution/runtime-process.ts";
import type { Invoke, InvokeStreaming } from "./invoke.ts";
import { pacedStreaming } from "./paced-streaming.ts";
import { systemAfter } from "./timers.ts";
import { tracked } from "./tracked.ts";

export interface RunFunctionsOptions {
  readonly store: Store;
  readonly accountId: string;
  /** Where the code of functions is unpacked. */
  readonly workDirectory: string;
  /** Where functions find the AWS services: this gateway. */
  readonly endpoint: () => string;
  readonly startRuntime: StartRuntime;
  readonly limitsStreams: boolean;
  readonly logStreams: LogStreams;
  readonly tell: TellDestination;
  readonly log: Log;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** The functions of a store, ready to be invoked. */
export interface RunningFunctions {
  readonly invoke: Invoke;
  readonly invokeStreaming: InvokeStreaming;
  readonly invokeLater: InvokeLater;
  /** Goes on with the asynchronous invocations that an earlier gateway has left. */
  resume(): void;
  /** Ends what runs. What is killed so has not failed: the next gateway on the same store runs it again. */
  stop(): Promise<void>;
  /** Stops, and waits until nothing is under way. */
  close(): Promise<void>;
}

export function runFunctions(options: RunFunctionsOptions): RunningFunctions {
  const { store, accountId, limitsStreams, logStreams, tell, log, clock, ids } = options;
  const getFunction = (arn: string) => findVersionByArn(store, accountId, arn, () => randomShare(ids));
  const runner = createFunctionRunner({
    getFunction,
    // A version has what the function itself has.
    reservedConcurrency: ({ region, functionName, version, reservedConcurrency }) =>
      version === undefined
        ? reservedConcurrency
        : store.get(functions, region, functionName)?.reservedConcurrency,
    readCode: (blob) => store.readBlob(blob),
    workDirectory: options.workDirectory,
    endpoint: options.endpoint,
    log,
    onLines: ({ region, functionName }, stream, lines) => {
      logStreams.write({ region, group: `/aws/lambda/${functionName}`, stream }, lines, "\n");
    },
    clock,
    ids,
    startRuntime: options.startRuntime,
  });
  const { invoke, invokeStreaming, settled } = tracked(runner);
  const queue = createAsynchronousQueue({ store, invoke, log, clock, ids, tell });
  const stop = async (): Promise<void> => {
    queue.close();
    await runner.close();
  };
  return {
    invoke,
    invokeStreaming: limitsStreams
      ? pacedStreaming(invokeStreaming, paceOf(lambdaBandwidth, clock, systemAfter))
      : invokeStreaming,
    invokeLater: async (invocation) => {
      if (getFunction(invocation.functionArn) === undefined) throw functionNotFound(invocation.functionArn);
      await queue.invokeLater(invocation);
    },
    resume: queue.resume,
    stop,
    close: async () => {
      await stop();
      await settled();
    },
  };
}
