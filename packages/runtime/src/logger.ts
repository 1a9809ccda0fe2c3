import type { Context } from "aws-lambda/handler.js";

/** What a handler logs with: the part of Powertools' logger, and of the console, that handlers use. */
export interface Logger {
  debug(message: string, ...extra: Extra): void;
  info(message: string, ...extra: Extra): void;
  warn(message: string, ...extra: Extra): void;
  error(message: string, ...extra: Extra): void;
}

/** An error, or any number of records whose members are added to the entry. */
export type Extra = [error: Error] | Record<string, unknown>[];

/** What every entry of one call says. */
export interface LogKeys {
  readonly route: string;
  /** The request id that the caller sees. */
  readonly id: string | undefined;
  /** Whether the call is the first of its environment. */
  readonly cold_start: boolean;
}

/** Makes the logger of one call, when the call first logs something. */
export type LoggerOf = (lambda: Context, keys: LogKeys) => Logger;

// A call's context is the one thing that middlewares and the handler share, and that no other call has.
const injected = new WeakMap<object, LoggerOf>();

/** From now on the call of this context logs with another logger. */
export const injectLogger = (lambda: Context, loggerOf: LoggerOf): void => {
  injected.set(lambda, loggerOf);
};

let first: Context | undefined;

/** Remembers which call was the first of its environment. */
export const begun = (lambda: Context): void => {
  first ??= lambda;
};

/**
 * The logger of a call. Without a word it is the console, to which Lambda itself adds time, level and request id, as
 * JSON if the function's log format says so. Powertools' logger is 24 KB and 2.5 ms of every cold start, more than
 * all the rest of a function, and many functions log nothing but what failed: whoever wants it adds it by
 * `.use(powertools())` of `@gatewright/runtime/logger`.
 */
export const loggerFor = (lambda: Context, route: string, id: string | undefined): Logger =>
  injected.get(lambda)?.(lambda, { route, id, cold_start: first === lambda }) ?? console;

/** Logs what a caller must not see. */
export const logFailure = (lambda: Context, route: string, id: string | undefined, error: unknown): void => {
  const cause = error instanceof Error ? error : new Error(`Thrown: ${typeof error}`, { cause: error });
  loggerFor(lambda, route, id).error(`${route} failed: request ${id}`, cause);
};
