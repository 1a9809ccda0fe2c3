import { Logger as PowertoolsLogger } from "@aws-lambda-powertools/logger";
import type { Context } from "aws-lambda/handler.js";

/** What a handler logs with: Powertools' logger, reduced to what handlers use. */
export interface Logger {
  debug(message: string, ...extra: Extra): void;
  info(message: string, ...extra: Extra): void;
  warn(message: string, ...extra: Extra): void;
  error(message: string, ...extra: Extra): void;
}

/** An error, or any number of records whose members are added to the entry. */
type Extra = [error: Error] | Record<string, unknown>[];

let shared: PowertoolsLogger | undefined;

/** The function's logger for one call: function name, cold start, Lambda's request id, the route, our id. */
export const loggerFor = (
  lambda: Context,
  keys: { readonly route: string; readonly id: string | undefined },
): Logger => {
  // Made on first use: a call that logs nothing does not pay for it.
  shared ??= new PowertoolsLogger();
  shared.addContext(lambda);
  shared.appendKeys(keys.id === undefined ? { route: keys.route } : keys);
  return shared;
};
