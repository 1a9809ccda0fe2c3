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
export type LogKeys = CallKeys & {
  /** Whether the call is the first of its environment. */
  readonly cold_start: boolean;
};

/** As much of it as is known without a logger that was asked for. */
export type CallKeys = {
  readonly route: string;
  /** The request id that the caller sees. */
  readonly id: string | undefined;
};

/** Makes the logger of one call, when the call first logs something. */
export type LoggerOf = (lambda: Context, keys: LogKeys) => Logger;

/** Where a middleware leaves the logger of a call: its context is what it shares with the handler and no other call. */
export const injected = Symbol();

/** A context, perhaps with what makes the call's logger when the call first logs something. */
export interface LoggingContext extends Context {
  [injected]?: (lambda: Context, keys: CallKeys) => Logger;
}

/**
 * The logger of a call. Without a word it is the console, to which Lambda itself adds time, level and request id, as
 * JSON if the function's log format says so. Powertools' logger is 24 KB and 2.5 ms of every cold start, more than
 * all the rest of a function, and many functions log nothing but what failed: whoever wants it adds it by
 * `.use(powertools())` of `@gatewright/runtime/logger`.
 */
export const loggerFor = (lambda: LoggingContext, route: string, id: string | undefined): Logger =>
  lambda[injected]?.(lambda, { route, id }) ?? console;
