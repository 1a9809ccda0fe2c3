/**
 * The program of an execution environment: loads the handler that the environment variables name, then runs
 * one invocation after the other. It talks to the gateway over a pipe and follows
 * aws-lambda-nodejs-runtime-interface-client in what a handler can observe.
 */
import { Socket } from "node:net";
import { isPromise } from "node:util/types";
import { readFrames } from "../frames.ts";
import {
  channelDescriptor,
  type FromRuntime,
  frameOf,
  type InvokeMessage,
  toRuntimeIn,
} from "../messages.ts";
import { logLine, patchConsole } from "./console.ts";
import { errorDocument, errorLogForm, RuntimeError } from "./errors.ts";
import { type Handler, loadHandler } from "./load-handler.ts";
import { createResponseStream, defineAwslambda, isStreaming } from "./response-stream.ts";

const environment = process.env;
const taskRoot = environment["LAMBDA_TASK_ROOT"] ?? "";
/**
 * From Node.js 24 on, AWS's runtime client is another one (aws-lambda-ric 4): handlers have no callback and no
 * `context.done` (D, "Node.js 24 runtime now available"), and errors outside of a handler end the process as they
 * would without it.
 */
const callbacks = !/^AWS_Lambda_nodejs(2[4-9]|[3-9]\d)\./.test(environment["AWS_EXECUTION_ENV"] ?? "");

const channel = new Socket({ fd: channelDescriptor, readable: true, writable: true });
/** As they are before the function, which may put others in their places. */
const outputs = [process.stdout, process.stderr].map((stream) => ({
  stream,
  write: stream.write.bind(stream),
}));
const toStdout = process.stdout.write.bind(process.stdout);

let current: InvokeMessage | undefined;
let beganAt = 0;
let atEmptyEventLoop: (() => void) | undefined;
/** Tells the response stream of the current invocation that so many of its bytes have been read. */
let consumed: ((bytes: number) => void) | undefined;

defineAwslambda();

patchConsole(
  (text) => toStdout(text),
  () => current?.requestId,
);
if (callbacks) {
  process.on("uncaughtException", (error) => die("Uncaught Exception", error, 129));
  process.on("unhandledRejection", (reason) => {
    const error = new RuntimeError("UnhandledPromiseRejection", String(reason), { cause: reason });
    die("Unhandled Promise Rejection", error, 128);
  });
}
// The gateway is gone.
channel.on("close", () => process.exit(0));
channel.on("error", () => {});

start().catch((error: unknown) => {
  log("Init Error", error);
  afterOutput(() => send({ kind: "init-failed", error: errorDocument(error) }, () => process.exit(1)));
});

async function start(): Promise<void> {
  const handler = await loadHandler(taskRoot, environment["_HANDLER"] ?? "", { defaults: !callbacks });
  const streaming = isStreaming(handler);
  if (!callbacks && !streaming && handler.length >= 3) {
    throw new RuntimeError(
      "CallbackHandlerDeprecated",
      "ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.",
    );
  }
  channel.on(
    "data",
    readFrames((frame) => {
      const message = toRuntimeIn(frame);
      if (message === undefined) return;
      if (message.kind === "consumed") {
        if (message.requestId === current?.requestId) consumed?.(message.bytes);
      } else if (streaming) invokeStreaming(handler, message);
      else invoke(handler, message);
    }),
  );
  afterOutput(() => send({ kind: "ready" }));
}

function begin(message: InvokeMessage): void {
  current = message;
  beganAt = performance.now();
  if (message.traceId === undefined) delete environment["_X_AMZN_TRACE_ID"];
  else environment["_X_AMZN_TRACE_ID"] = message.traceId;
}

function contextOf(message: InvokeMessage): object {
  return {
    functionVersion: environment["AWS_LAMBDA_FUNCTION_VERSION"],
    functionName: environment["AWS_LAMBDA_FUNCTION_NAME"],
    memoryLimitInMB: environment["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"],
    logGroupName: environment["AWS_LAMBDA_LOG_GROUP_NAME"],
    logStreamName: environment["AWS_LAMBDA_LOG_STREAM_NAME"],
    clientContext: message.clientContext === undefined ? undefined : JSON.parse(message.clientContext),
    identity: undefined,
    invokedFunctionArn: message.invokedFunctionArn,
    awsRequestId: message.requestId,
    tenantId: undefined,
    ...(!callbacks && { xRayTraceId: message.traceId }),
    getRemainingTimeInMillis: () => message.deadline - Date.now(),
  };
}

function invoke(handler: Handler, message: InvokeMessage): void {
  begin(message);
  // So that an event loop with nothing left to do ends the invocation instead of waiting for the gateway.
  channel.unref();
  let waitForEmptyEventLoop = true;
  let promised = false;
  let settled = false;

  const settle = (failed: boolean, payload: string) => {
    if (settled) return;
    settled = true;
    answer(message, failed, payload);
  };
  const succeed = (result: unknown) => {
    let payload: string | undefined;
    try {
      payload = JSON.stringify(result === undefined ? null : result);
    } catch {
      const message = "Unable to stringify response body";
      fail(callbacks ? new Error(message) : new RuntimeError("JSONStringifyError", message));
      return;
    }
    settle(false, payload ?? "null");
  };
  const fail = (error: unknown) => {
    if (settled) return;
    log("Invoke Error", error);
    settle(true, errorDocument(error));
  };
  const callback = (error: unknown, result?: unknown) => {
    if (error !== undefined && error !== null) fail(error);
    else if (waitForEmptyEventLoop) whenEventLoopIsEmpty(() => succeed(result));
    else succeed(result);
  };
  const done = (error: unknown, result?: unknown) => {
    waitForEmptyEventLoop = false;
    callback(error, result);
  };

  // The newer client lets the process end.
  if (callbacks) {
    whenEventLoopIsEmpty(() => {
      if (promised) fail(neverSettled());
      else succeed(null);
    });
  }

  const context = contextOf(message);
  if (callbacks) {
    Object.defineProperty(context, "callbackWaitsForEmptyEventLoop", {
      enumerable: true,
      get: () => waitForEmptyEventLoop,
      set: (value: unknown) => {
        waitForEmptyEventLoop = Boolean(value);
      },
    });
    Object.assign(context, {
      done,
      succeed: (result: unknown) => done(null, result),
      fail: (error: unknown) => done(error ?? "handled"),
    });
  }

  try {
    const event: unknown = JSON.parse(message.event);
    const result = callbacks ? handler(event, context, callback) : handler(event, context);
    if (isThenable(result)) {
      promised = true;
      result.then(succeed, (error: unknown) => fail(error));
    } else if (!callbacks) {
      succeed(result);
    }
  } catch (error) {
    fail(error);
  }
}

/**
 * Runs a handler that writes its answer to a stream. The invocation ends when the handler's promise is settled and
 * the stream has ended; a handler that leaves its stream open times out, as it does in AWS's runtime.
 */
function invokeStreaming(handler: Handler, message: InvokeMessage): void {
  begin(message);
  const response = createResponseStream(message.requestId, send);
  consumed = response.consumed;
  let settled = false;
  const settle = (failed: boolean, payload: string) => {
    if (settled) return;
    settled = true;
    consumed = undefined;
    answer(message, failed, payload);
  };
  const fail = (error: unknown) => {
    if (settled) return;
    log("Invoke Error", error);
    // What has ended well cannot fail any more.
    if (response.stream.writableEnded) finished.then(() => settle(false, ""));
    else settle(true, errorDocument(error));
  };
  const finished = new Promise<void>((resolve) => {
    response.stream.on("finish", resolve);
    response.stream.on("error", fail);
  });
  try {
    const event: unknown = JSON.parse(message.event);
    const result = handler(event, response.stream, contextOf(message));
    if (!isThenable(result)) {
      fail(new Error("Streaming does not support non-async handlers."));
      return;
    }
    result.then(
      async (value) => {
        if (value !== undefined) console.warn("Streaming handlers ignore return values.");
        await finished;
        settle(false, "");
      },
      (error: unknown) => fail(error),
    );
  } catch (error) {
    fail(error);
  }
}

function answer(message: InvokeMessage, failed: boolean, payload: string, last = false): void {
  whenEventLoopIsEmpty(undefined);
  channel.ref();
  current = undefined;
  const milliseconds = performance.now() - beganAt;
  const memoryUsed = maximumMemory();
  afterOutput(() =>
    send(
      { kind: "answer", requestId: message.requestId, failed, payload, milliseconds, memoryUsed, last },
      last ? () => process.exit() : () => {},
    ),
  );
}

let measured = { at: Number.NEGATIVE_INFINITY, megabytes: 0 };

/** The largest that was found so far. It is looked for ten times a second at most: it costs more than a short function. */
function maximumMemory(): number {
  const now = performance.now();
  if (now - measured.at >= 100) {
    const megabytes = Math.ceil(process.memoryUsage.rss() / 1024 / 1024);
    measured = { at: now, megabytes: Math.max(measured.megabytes, megabytes) };
  }
  return measured.megabytes;
}

function whenEventLoopIsEmpty(then: (() => void) | undefined): void {
  if (atEmptyEventLoop !== undefined) process.off("beforeExit", atEmptyEventLoop);
  atEmptyEventLoop = then;
  if (then !== undefined) process.once("beforeExit", then);
}

/** Reports an error that no handler caught, and ends: the environment is not to be used again. */
function die(what: string, error: unknown, exitCode: number): void {
  log(what, error);
  process.exitCode = exitCode;
  if (current === undefined) process.exit(exitCode);
  answer(current, true, errorDocument(error), true);
}

function log(what: string, error: unknown): void {
  toStdout(logLine(current?.requestId, "ERROR", `${what} \t${errorLogForm(error)}`));
}

/** Runs when all output is in its pipes, where the gateway finds it together with the answer. */
function afterOutput(then: () => void): void {
  let unwritten = 1;
  const written = () => {
    unwritten -= 1;
    if (unwritten === 0) then();
  };
  for (const { stream, write } of outputs) {
    if (stream.writableLength === 0) continue;
    unwritten += 1;
    write("", written);
  }
  written();
}

function send(message: FromRuntime, then: () => void = () => {}): void {
  channel.write(frameOf(message), () => then());
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  if (isPromise(value)) return true;
  return typeof value === "object" && value !== null && typeof Reflect.get(value, "then") === "function";
}

function neverSettled(): RuntimeError {
  return new RuntimeError(
    "NodeJsExit",
    "The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes",
  );
}
