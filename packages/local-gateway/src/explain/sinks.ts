import type { DataPlaneOptions } from "../data-plane/index.ts";
import type { Clock, Log } from "../effects.ts";
import { groupOfArn } from "../logs/context.ts";
import type { Logs } from "../logs/logs.ts";
import type { Metrics } from "./metrics.ts";
import type { RequestRing } from "./ring.ts";

export interface SinksOptions {
  readonly ring: RequestRing;
  readonly metrics: Metrics;
  readonly logs: Logs;
  readonly log: Log;
  readonly clock: Clock;
}

/** Where the data plane's records and logs go: pages, CloudWatch Logs, and a line of the gateway's own log. */
export function createSinks(
  options: SinksOptions,
): Pick<DataPlaneOptions, "accessLog" | "executionLog" | "record"> {
  const { ring, metrics, logs, log, clock } = options;
  return {
    accessLog: (destinationArn, text) => {
      const [, , service, region = ""] = destinationArn.split(":");
      const group = service === "logs" ? groupOfArn(destinationArn) : undefined;
      if (group === undefined) log(`${destinationArn} ${text}`);
      else logs.write({ region, group, stream: "access" }, [{ time: clock(), text }]);
    },
    executionLog: ({ region, group, lines }) => logs.write({ region, group, stream: "execution" }, lines),
    record: (record) => {
      ring.add(record);
      metrics.add(record);
      const { method, stageName, path, status, milliseconds, reason } = record;
      const why = reason === undefined ? "" : `: ${reason}`;
      log(`${method} /${stageName}${path} ${status} ${milliseconds} ms${why}`);
    },
  };
}
