import { Logger as PowertoolsLogger } from "@aws-lambda-powertools/logger";
import type { ConstructorOptions } from "@aws-lambda-powertools/logger/types";
import type { Context } from "aws-lambda/handler.js";
import { type CallKeys, injected, type Logger, type LoggingContext } from "./logger.ts";
import type { Middleware } from "./route.ts";

/** What every entry of one call says. */
export interface LogKeys extends CallKeys {
  /** Whether the call is the first of its environment. */
  readonly cold_start: boolean;
}

/** Makes the logger of one call, when the call first logs something. */
export type LoggerOf = (lambda: Context, keys: LogKeys) => Logger;

let first: Context | undefined;

/** Lets the handler, and the runtime itself, log with a logger of your own, made when a call first logs something. */
export const withLogger = (loggerOf: LoggerOf) => {
  const make = (lambda: Context, keys: CallKeys) =>
    loggerOf(lambda, { ...keys, cold_start: first === lambda });
  return {
    before: ({ context }: { readonly context: LoggingContext }) => {
      first ??= context;
      context[injected] = make;
    },
  } satisfies Middleware;
};

/**
 * Lets the handler, and the runtime itself, log with Powertools' logger: `.use(powertools())`. It is made on first
 * use, so that a call that logs nothing does not pay for it. Options are those of Powertools; an existing logger
 * will do as well.
 */
export const powertools = (options: ConstructorOptions | PowertoolsLogger = {}) => {
  let logger = options instanceof PowertoolsLogger ? options : undefined;
  return withLogger((lambda, { route, id, cold_start }) => {
    logger ??= new PowertoolsLogger(options as ConstructorOptions);
    logger.addContext(lambda);
    // Whatever an earlier call has added is not this call's.
    logger.resetKeys();
    logger.appendKeys({ route, cold_start, ...(id !== undefined && { id }) });
    return logger;
  });
};
