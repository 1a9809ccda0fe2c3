import type { OperationTable } from "../protocol/operation-table.ts";
import type { LogsContext } from "./context.ts";
import * as logEvents from "./log-events.ts";
import * as logGroup from "./log-group.ts";
import * as logStream from "./log-stream.ts";

/** The operations of CloudWatch Logs that are implemented. */
export const logsOperations: OperationTable<LogsContext> = {
  CreateLogGroup: logGroup.CreateLogGroup,
  DeleteLogGroup: logGroup.DeleteLogGroup,
  DescribeLogGroups: logGroup.DescribeLogGroups,
  PutRetentionPolicy: logGroup.PutRetentionPolicy,
  DeleteRetentionPolicy: logGroup.DeleteRetentionPolicy,
  ListTagsForResource: logGroup.ListTagsForResource,
  TagResource: logGroup.TagResource,
  UntagResource: logGroup.UntagResource,

  CreateLogStream: logStream.CreateLogStream,
  DeleteLogStream: logStream.DeleteLogStream,
  DescribeLogStreams: logStream.DescribeLogStreams,

  PutLogEvents: logEvents.PutLogEvents,
  GetLogEvents: logEvents.GetLogEvents,
  FilterLogEvents: logEvents.FilterLogEvents,
};
