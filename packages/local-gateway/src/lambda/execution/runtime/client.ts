/**
 * The program of an execution environment: loads the handler that the environment variables name, then runs
 * one invocation after the other. It talks to the gateway over a pipe and follows
 * aws-lambda-nodejs-runtime-interface-client in what a handler can observe.
 */
import { openChannel } from "./channel.ts";
import { logLine, patchConsole } from "./console.ts";
import { errorDocument, errorLogForm, RuntimeError } from "./errors.ts";
import { type Invoking, invoke } from "./invoke.ts";
import { invokeStreaming } from "./invoke-streaming.ts";
import { loadHandler } from "./load-handler.ts";
import { openOutput } from "./output.ts";
import { defineAwslambda, isStreaming } from "./response-stream.ts";
import { createTurn } from "./turn.ts";

const environment = process.env;
const taskRoot = environment["LAMBDA_TASK_ROOT"] ?? "";
/**
 * From Node.js 24 on, AWS's runtime client is another one (aws-lambda-ric 4): handlers have no callback and no
 * `context.done` (D, "Node.js 24 runtime now available"), and errors outside of a handler end the process as they
 * would without it.
 */
const callbacks = !/^AWS_Lambda_nodejs(2[4-9]|[3-9]\d)\./.test(environment["AWS_EXECUTION_ENV"] ?? "");

const channel = openChannel();
const output = openOutput();
const turn = createTurn(channel, output);
const invoking: Invoking = { channel, turn, callbacks, log };

defineAwslambda();
patchConsole(output.write, () => turn.current()?.requestId);
if (callbacks) {
  process.on("uncaughtException", (error) => die("Uncaught Exception", error, 129));
  process.on("unhandledRejection", (reason) => {
    const error = new RuntimeError("UnhandledPromiseRejection", String(reason), { cause: reason });
    die("Unhandled Promise Rejection", error, 128);
  });
}

start().catch((error: unknown) => {
  log("Init Error", error);
  output.whenWritten(() =>
    channel.send({ kind: "init-failed", error: errorDocument(error) }, () => process.exit(1)),
  );
});

async function start(): Promise<void> {
  channel.send({ kind: "booted" });
  const handler = await loadHandler(taskRoot, environment["_HANDLER"] ?? "", { defaults: !callbacks });
  const streaming = isStreaming(handler);
  if (!callbacks && !streaming && handler.length >= 3) {
    throw new RuntimeError(
      "CallbackHandlerDeprecated",
      "ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.",
    );
  }
  /** Tells the response stream of the current invocation that so many of its bytes have been read. */
  let consumed: ((bytes: number) => void) | undefined;
  channel.listen((message) => {
    if (message.kind === "consumed") {
      if (message.requestId === turn.current()?.requestId) consumed?.(message.bytes);
    } else if (streaming) consumed = invokeStreaming(handler, message, invoking);
    else invoke(handler, message, invoking);
  });
  output.whenWritten(() => channel.send({ kind: "ready" }));
}

/** Reports an error that no handler caught, and ends: the environment is not to be used again. */
function die(what: string, error: unknown, exitCode: number): void {
  log(what, error);
  process.exitCode = exitCode;
  const current = turn.current();
  if (current === undefined) process.exit(exitCode);
  turn.answer(current, true, errorDocument(error), true);
}

function log(what: string, error: unknown): void {
  output.write(logLine(turn.current()?.requestId, "ERROR", `${what} \t${errorLogForm(error)}`));
}
