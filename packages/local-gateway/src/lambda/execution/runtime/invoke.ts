import { isPromise } from "node:util/types";
import type { InvokeMessage } from "../messages.ts";
import type { Channel } from "./channel.ts";
import { contextOf } from "./context.ts";
import { errorDocument, RuntimeError } from "./errors.ts";
import type { Handler } from "./load-handler.ts";
import type { Turn } from "./turn.ts";

/** What an invocation needs of the process. */
export interface Invoking {
  readonly channel: Channel;
  readonly turn: Turn;
  /** Whether handlers may take a callback and use `context.done`. */
  readonly callbacks: boolean;
  readonly log: (what: string, error: unknown) => void;
}

/** Runs a handler that returns its result, or a promise of it, or hands it to a callback. */
export function invoke(handler: Handler, message: InvokeMessage, invoking: Invoking): void {
  const { channel, turn, callbacks, log } = invoking;
  turn.begin(message);
  // So that an event loop with nothing left to do ends the invocation instead of waiting for the gateway.
  channel.unref();
  let settled = false;

  const settle = (failed: boolean, payload: string) => {
    if (settled) return;
    settled = true;
    turn.answer(message, failed, payload);
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

  const context = contextOf(message, callbacks);
  let callback: ((error: unknown, result?: unknown) => void) | undefined;
  if (callbacks) {
    callback = offerCallback(context, turn, succeed, fail);
    // The newer client lets the process end.
    turn.whenEventLoopIsEmpty(() => {
      if (isAsync(handler)) fail(neverSettled());
      else succeed(null);
    });
  }
  try {
    const event: unknown = JSON.parse(message.event);
    const result = callback === undefined ? handler(event, context) : handler(event, context, callback);
    if (isThenable(result)) result.then(succeed, fail);
    else if (!callbacks) succeed(result);
  } catch (error) {
    fail(error);
  }
}

/** Makes the callback, and gives the context the members that do the same. */
function offerCallback(
  context: object,
  turn: Turn,
  succeed: (result: unknown) => void,
  fail: (error: unknown) => void,
): (error: unknown, result?: unknown) => void {
  let waitForEmptyEventLoop = true;
  const callback = (error: unknown, result?: unknown) => {
    if (error !== undefined && error !== null) fail(error);
    else if (waitForEmptyEventLoop) turn.whenEventLoopIsEmpty(() => succeed(result));
    else succeed(result);
  };
  const done = (error: unknown, result?: unknown) => {
    waitForEmptyEventLoop = false;
    callback(error, result);
  };
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
  return callback;
}

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  if (isPromise(value)) return true;
  return typeof value === "object" && value !== null && typeof Reflect.get(value, "then") === "function";
}

/** Whether it was written as one: AWS's client takes a promise of any other that is never settled for no answer. */
function isAsync(handler: Handler): boolean {
  return handler.constructor.name === "AsyncFunction";
}

function neverSettled(): RuntimeError {
  return new RuntimeError(
    "NodeJsExit",
    "The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes",
  );
}
