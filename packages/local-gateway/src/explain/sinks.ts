import type { DataPlaneOptions, RequestRecord } from "../data-plane/index.ts";
import { groupsOf } from "../data-plane/log/canary-groups.ts";
import type { Clock, Log } from "../effects.ts";
import { groupOfArn } from "../logs/context.ts";
import type { LogEntry, Logs } from "../logs/logs.ts";
import type { Metrics } from "./metrics.ts";
import type { RequestRing } from "./ring.ts";
import { terminalLine } from "./terminal-line.ts";

export interface SinksOptions {
  readonly ring: RequestRing;
  readonly metrics: Metrics;
  readonly logs: Logs;
  readonly log: Log;
  readonly clock: Clock;
}

export interface Sinks extends Pick<DataPlaneOptions, "accessLog" | "executionLog" | "record"> {
  /** Receives the records of tests, which no metric counts. */
  readonly recordTest: DataPlaneOptions["record"];
}

/** Where the data plane's records and logs go: pages, CloudWatch Logs, and a line of the gateway's own log. */
export function createSinks({ ring, metrics, logs, log, clock }: SinksOptions): Sinks {
  const writeTo = (
    groups: readonly string[],
    place: { readonly region: string; readonly stream: string },
    lines: readonly LogEntry[],
  ) => {
    for (const group of groups) logs.write({ ...place, group }, lines);
  };
  const remember = (record: RequestRecord) => {
    ring.add(record);
    log(terminalLine(record));
  };
  return {
    accessLog: (destinationArn, text, isCanaryRequest) => {
      const [, , service, region = ""] = destinationArn.split(":");
      const group = service === "logs" ? groupOfArn(destinationArn) : undefined;
      const entry = { time: clock(), text };
      if (group === undefined) log(`${destinationArn} ${text}`);
      else writeTo(groupsOf(group, isCanaryRequest), { region, stream: "access" }, [entry]);
    },
    executionLog: ({ region, groups, lines }) => writeTo(groups, { region, stream: "execution" }, lines),
    record: (record) => {
      metrics.add(record);
      remember(record);
    },
    recordTest: remember,
  };
}
