import type {
  CreateLogStreamRequest,
  DeleteLogStreamRequest,
  DescribeLogStreamsRequest,
  DescribeLogStreamsResponse,
  LogStream,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Checked } from "../protocol/checked.ts";
import {
  exists,
  findGroup,
  findStream,
  groupArn,
  groupNameOf,
  invalid,
  type LogsContext,
  page,
} from "./context.ts";
import type { LogStream as KeptStream } from "./logs.ts";

export function CreateLogStream(input: Checked<CreateLogStreamRequest>, context: LogsContext): void {
  const { logGroupName: group, logStreamName: stream } = input;
  findGroup(context, group);
  if (context.streams.find(context.region, group, stream) !== undefined) throw exists("log stream");
  context.streams.create({ region: context.region, group, stream });
}

export function DeleteLogStream(input: Checked<DeleteLogStreamRequest>, context: LogsContext): void {
  const { logGroupName: group, logStreamName: stream } = input;
  findStream(context, group, stream);
  context.streams.remove({ region: context.region, group, stream });
}

export function DescribeLogStreams(
  input: Checked<DescribeLogStreamsRequest>,
  context: LogsContext,
): DescribeLogStreamsResponse {
  const group = groupNameOf(input);
  findGroup(context, group);
  const prefix = input.logStreamNamePrefix;
  const byTime = input.orderBy === "LastEventTime";
  if (byTime && prefix !== undefined) {
    throw invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
  }
  const found = context.streams
    .list(context.region, group)
    .filter(({ name }) => name.startsWith(prefix ?? ""))
    .toSorted((a, b) => (byTime ? lastTime(a) - lastTime(b) : a.name < b.name ? -1 : 1));
  if (input.descending === true) found.reverse();
  const { items, nextToken } = page(found, input.nextToken, input.limit ?? 50);
  return {
    logStreams: items.map((stream) => toLogStream(stream, `${groupArn(context, group)}:log-stream:`)),
    ...(nextToken !== undefined && { nextToken }),
  };
}

function lastTime({ events, created }: KeptStream): number {
  return events.at(-1)?.time ?? created;
}

function toLogStream({ name, created, events }: KeptStream, arnPrefix: string): LogStream {
  const [first] = events;
  const last = events.at(-1);
  return {
    logStreamName: name,
    creationTime: created,
    arn: arnPrefix + name,
    storedBytes: 0,
    ...(first !== undefined && { firstEventTimestamp: first.time }),
    ...(last !== undefined && {
      lastEventTimestamp: last.time,
      lastIngestionTime: last.ingested,
      uploadSequenceToken: String(last.sequence),
    }),
  };
}
