import { LogGroupClass, OrderBy } from "@aws-sdk/client-cloudwatch-logs";
import type { Constraint, Constraints } from "../protocol/constraints.ts";

const GROUP: Constraint = { pattern: /^[.\-_/#A-Za-z0-9]{1,512}$/, shown: "[\\.\\-_/#A-Za-z0-9]+" };
const STREAM: Constraint = { pattern: /^[^:*]{1,512}$/, shown: "[^:*]*" };
const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
const MANY: Constraint = { minimum: 1, maximum: 10_000 };
const FEW: Constraint = { minimum: 1, maximum: 50 };

/** D: the API reference of CloudWatch Logs. */
export const logsConstraints: Constraints = {
  bodyPath: (_operation, path) => path,
  members: {
    logGroupName: GROUP,
    logGroupNamePrefix: GROUP,
    logStreamName: STREAM,
    logStreamNamePrefix: STREAM,
    logGroupClass: { oneOf: Object.values(LogGroupClass) },
    orderBy: { oneOf: Object.values(OrderBy) },
    retentionInDays: { oneOf: RETENTIONS.map(String) },
    "GetLogEventsRequest.limit": MANY,
    "FilterLogEventsRequest.limit": MANY,
    "DescribeLogGroupsRequest.limit": FEW,
    "DescribeLogStreamsRequest.limit": FEW,
  },
};
