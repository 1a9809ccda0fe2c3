import type { Clock, Log } from "../effects.ts";
import type { Store } from "../store/store.ts";
import { logGroups } from "./context.ts";
import { createLogStreams, type LogStreams } from "./logs.ts";

/** Groups that the gateway writes to are there for the API, too; they are made with their first line. */
export function openLogStreams(store: Store, clock: Clock, log: Log): LogStreams {
  return createLogStreams({
    clock,
    onGroup: (region, name) => {
      if (store.get(logGroups, region, name) !== undefined) return;
      const made = store.transact((transaction) => {
        if (transaction.get(logGroups, region, name) !== undefined) return;
        transaction.put(logGroups, [region, name], { name, created: clock(), tags: {} });
      });
      made.catch((error: unknown) => log(`log group ${name} cannot be kept: ${String(error)}`));
    },
  });
}
