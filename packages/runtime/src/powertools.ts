import { type LogItem, Logger as PowertoolsLogger } from "@aws-lambda-powertools/logger";
import type { ConstructorOptions, LogAttributes } from "@aws-lambda-powertools/logger/types";
import type { Context } from "aws-lambda/handler.js";
import { type CallKeys, injected, type LoggerOf, type LoggingContext, type LogKeys } from "./logger.ts";
import type { Middleware } from "./route.ts";

let first: Context | undefined;

/** Lets the handler, and the runtime itself, log with a logger of your own, made when a call first logs something. */
export const withLogger = (loggerOf: LoggerOf) => logging(loggerOf);

/** The middleware; `begin` is called with each call. */
const logging = (loggerOf: LoggerOf, begin?: () => void) => {
  const make = (lambda: Context, keys: CallKeys) =>
    loggerOf(lambda, { ...keys, cold_start: first === lambda });
  return {
    before: ({ context }: { readonly context: LoggingContext }) => {
      begin?.();
      first ??= context;
      context[injected] = make;
    },
  } satisfies Middleware;
};

/**
 * Lets the handler, and the runtime itself, log with Powertools' logger: `.use(powertools())`. It is made on first
 * use, so that a call that logs nothing does not pay for it, and is told of a call when it has an entry to write. Its
 * debug sampling is decided anew for each call. Options are those of Powertools; an existing logger will do as well:
 * it begins each call without the keys that were appended in an earlier one.
 */
export const powertools = (options: ConstructorOptions | PowertoolsLogger = {}) => {
  if (options instanceof PowertoolsLogger)
    return logging(
      (lambda, keys) => {
        options.addContext(lambda);
        options.appendKeys(keys);
        return options;
      },
      () => options.resetKeys(),
    );
  const samples = options.sampleRateValue ?? process.env["POWERTOOLS_LOGGER_SAMPLE_RATE"];
  let logger: CallLogger | undefined;
  return logging((lambda, keys) => {
    logger ??= new CallLogger(options);
    if (logger.begin(lambda, keys) && samples) logger.refreshSampleRateCalculation();
    return logger;
  });
};

/** Powertools' logger, which tells what call it is in when an entry is written: most are below the level. */
class CallLogger extends PowertoolsLogger {
  // Without initial values: Powertools' own constructor writes the warnings about its options.
  declare private lambda: Context | undefined;
  declare private untold: (() => void) | undefined;
  declare private keyed: boolean | undefined;

  /** Whether it was a new call. */
  begin(lambda: Context, keys: LogKeys): boolean {
    if (lambda === this.lambda) return false;
    this.lambda = lambda;
    // Whatever an earlier call has added is not this call's. Of calls at once Powertools keeps the keys apart itself.
    if (this.keyed && !concurrent) this.resetKeys();
    this.keyed = false;
    this.untold = () => {
      this.addContext(lambda);
      this.appendKeys(keys);
    };
    // Where calls share an environment, only now is it certain which of them this is.
    if (concurrent) this.tell();
    return true;
  }

  override appendKeys(attributes: LogAttributes): void {
    this.keyed = true;
    super.appendKeys(attributes);
  }

  protected override createAndPopulateLogItem(
    ...entry: Parameters<PowertoolsLogger["createAndPopulateLogItem"]>
  ): LogItem {
    this.tell();
    return super.createAndPopulateLogItem(...entry);
  }

  private tell(): void {
    const { untold } = this;
    this.untold = undefined;
    untold?.();
  }
}

/** Set where an environment serves several calls at once. AWS: "Lambda Managed Instances", environment variables. */
const concurrent = "AWS_LAMBDA_MAX_CONCURRENCY" in process.env;
