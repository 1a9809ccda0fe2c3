import { LogGroupClass, OrderBy } from "@aws-sdk/client-cloudwatch-logs";
import type { Constraint, Constraints } from "../protocol/constraints.ts";

const group: Constraint = { pattern: /^[.\-_/#A-Za-z0-9]{1,512}$/, shown: "[\\.\\-_/#A-Za-z0-9]+" };
const stream: Constraint = { pattern: /^[^:*]{1,512}$/, shown: "[^:*]*" };
const retentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
const many: Constraint = { minimum: 1, maximum: 10_000 };
const few: Constraint = { minimum: 1, maximum: 50 };

/** D: the API reference of CloudWatch Logs. */
export const logsConstraints: Constraints = {
  bodyPath: (_operation, path) => path,
  members: {
    logGroupName: group,
    logGroupNamePrefix: group,
    logStreamName: stream,
    logStreamNamePrefix: stream,
    logGroupClass: { oneOf: Object.values(LogGroupClass) },
    orderBy: { oneOf: Object.values(OrderBy) },
    retentionInDays: { oneOf: retentions.map(String) },
    "GetLogEventsRequest.limit": many,
    "FilterLogEventsRequest.limit": many,
    "DescribeLogGroupsRequest.limit": few,
    "DescribeLogStreamsRequest.limit": few,
  },
};
