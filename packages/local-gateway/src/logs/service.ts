import * as sdk from "@aws-sdk/client-cloudwatch-logs";
import type { ControlPlaneOptions } from "../control-plane-options.ts";
import { inTransactions } from "../faults/operation-tables.ts";
import { type AwsJsonService, createAwsJsonService } from "../protocol/aws-json-service.ts";
import { logsConstraints } from "./constraints.ts";
import type { LogsContext } from "./context.ts";
import { logsOperations } from "./operations.ts";

export function createLogsService(options: ControlPlaneOptions): AwsJsonService {
  const { accountId, clock, store, conditions, logStreams } = options;
  return createAwsJsonService<Omit<LogsContext, "store">>({
    title: "CloudWatch Logs",
    sdk,
    target: "Logs_20140328",
    constraints: logsConstraints,
    breach: "InvalidParameterException",
    operations: inTransactions(conditions, "logs", (context) => context, logsOperations, store),
    contextOf: ({ region }) => ({ accountId, region, now: clock(), streams: logStreams }),
  });
}
