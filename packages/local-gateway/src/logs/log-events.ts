import type {
  FilterLogEventsRequest,
  FilterLogEventsResponse,
  GetLogEventsRequest,
  GetLogEventsResponse,
  PutLogEventsRequest,
  PutLogEventsResponse,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Checked } from "../protocol/checked.ts";
import { findGroup, findStream, groupNameOf, invalid, type LogsContext } from "./context.ts";
import { compileFilterPattern } from "./filter-pattern.ts";
import { type LogEntry, type LogEvent, sizeOf } from "./logs.ts";

/** D, PutLogEvents and GetLogEvents: bytes of one batch, and of one answer. */
const maximumBatchBytes = 1_048_576;
/** D: events of one batch, and of one answer. */
const maximumEvents = 10_000;
/** D, PutLogEvents: how far from now an event may be, in milliseconds. */
const tooOld = 14 * 24 * 3_600_000;
const tooNew = 2 * 3_600_000;

export function PutLogEvents(
  input: Checked<PutLogEventsRequest>,
  context: LogsContext,
): PutLogEventsResponse {
  const { logGroupName: group, logStreamName: stream } = input;
  findStream(context, group, stream);
  const entries = input.logEvents.map(({ timestamp = 0, message = "" }): LogEntry => {
    return { time: timestamp, text: message };
  });
  const size = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
  if (size > maximumBatchBytes) {
    throw invalid(`Upload too large: ${size} bytes exceeds limit of ${maximumBatchBytes}`);
  }
  if (entries.length > maximumEvents) {
    throw invalid(`Upload too large: ${entries.length} events exceed the limit of ${maximumEvents}`);
  }
  if (entries.some(({ time }, index) => time < (entries[index - 1]?.time ?? 0))) {
    throw invalid("Log events in a single PutLogEvents request must be in chronological order.");
  }
  // In order of time, those that are too old come first and those that are too new last.
  const start = entries.findLastIndex(({ time }) => time < context.now - tooOld) + 1;
  const future = entries.findIndex(({ time }) => time > context.now + tooNew);
  const end = future === -1 ? entries.length : future;
  const taken = entries.slice(start, end);
  if (taken.length > 0) context.streams.write({ region: context.region, group, stream }, taken);
  const rejected = {
    ...(start > 0 && { tooOldLogEventEndIndex: start }),
    ...(end < entries.length && { tooNewLogEventStartIndex: end }),
  };
  const last = context.streams.find(context.region, group, stream)?.events.at(-1);
  return {
    nextSequenceToken: String(last?.sequence ?? 0),
    ...(Object.keys(rejected).length > 0 && { rejectedLogEventsInfo: rejected }),
  };
}

/** Tokens say on which side of which event to go on; at an end, the same token is given back (D). */
export function GetLogEvents(
  input: Checked<GetLogEventsRequest>,
  context: LogsContext,
): GetLogEventsResponse {
  const { events } = findStream(context, groupNameOf(input), input.logStreamName);
  const inTime = events.filter(
    ({ time }) => time >= (input.startTime ?? 0) && time < (input.endTime ?? Number.POSITIVE_INFINITY),
  );
  const [, direction, number] = /^([fb])\/(\d+)$/.exec(input.nextToken ?? "f/0") ?? [];
  if (direction === undefined) throw invalid("The specified nextToken is invalid.");
  const position = Number(number);
  const backward = direction === "b" || (input.nextToken === undefined && input.startFromHead !== true);
  const candidates =
    input.nextToken === undefined
      ? inTime
      : inTime.filter(({ sequence }) => (direction === "f" ? sequence >= position : sequence < position));
  const limit = input.limit ?? maximumEvents;
  const found = backward ? fitting(candidates.toReversed(), limit).reverse() : fitting(candidates, limit);
  const first = found[0];
  const last = found.at(-1);
  const nowhere = input.nextToken === undefined ? 0 : position;
  return {
    events: found.map(({ time, text, ingested }) => ({
      timestamp: time,
      message: text,
      ingestionTime: ingested,
    })),
    nextForwardToken: `f/${last === undefined ? nowhere : last.sequence + 1}`,
    nextBackwardToken: `b/${first?.sequence ?? nowhere}`,
  };
}

/** Looks through all streams of a group, in order of time. */
export function FilterLogEvents(
  input: Checked<FilterLogEventsRequest>,
  context: LogsContext,
): FilterLogEventsResponse {
  const group = groupNameOf(input);
  findGroup(context, group);
  const { logStreamNames: names, logStreamNamePrefix: prefix } = input;
  if (names !== undefined && prefix !== undefined) {
    throw invalid("logStreamNamePrefix and logStreamNames are mutually exclusive parameters.");
  }
  const matches = compileFilterPattern(input.filterPattern ?? "");
  const searched = context.streams
    .list(context.region, group)
    .filter(({ name }) => name.startsWith(prefix ?? "") && (names?.includes(name) ?? true));
  const after = afterToken(input.nextToken);
  const found = searched
    .flatMap(({ events }) => events)
    .filter(
      ({ time }) => time >= (input.startTime ?? 0) && time <= (input.endTime ?? Number.POSITIVE_INFINITY),
    )
    .filter(({ text }) => matches(text))
    .filter((event) => after === undefined || compare(event, after) > 0)
    .toSorted(compare);
  const events = fitting(found, input.limit ?? maximumEvents);
  const last = events.at(-1);
  return {
    events: events.map(({ stream, time, text, ingested, sequence }) => ({
      logStreamName: stream,
      timestamp: time,
      message: text,
      ingestionTime: ingested,
      eventId: String(sequence).padStart(56, "0"),
    })),
    searchedLogStreams: [],
    ...(last !== undefined && events.length < found.length && { nextToken: `${last.time}/${last.sequence}` }),
  };
}

type Position = Pick<LogEvent, "time" | "sequence">;

function compare(a: Position, b: Position): number {
  return a.time - b.time || a.sequence - b.sequence;
}

function afterToken(token: string | undefined): Position | undefined {
  if (token === undefined) return undefined;
  const [, time, sequence] = /^(\d+)\/(\d+)$/.exec(token) ?? [];
  if (time === undefined) throw invalid("The specified nextToken is invalid.");
  return { time: Number(time), sequence: Number(sequence) };
}

/** As many as one answer may hold, at least one. */
function fitting(events: readonly LogEvent[], limit: number): LogEvent[] {
  let size = 0;
  const end = events.findIndex((event, index) => {
    size += sizeOf(event);
    return index >= limit || (index > 0 && size > maximumBatchBytes);
  });
  return events.slice(0, end === -1 ? events.length : end);
}
