import { AwsError } from "../aws-error.ts";
import type { Transaction } from "../store/store.ts";
import { type Kind, kind } from "../store/tables.ts";
import type { LogStream, LogStreams } from "./logs.ts";

/** What an operation of CloudWatch Logs works with. Groups are durable, streams and events are not. */
export interface LogsContext {
  readonly accountId: string;
  readonly region: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly store: Transaction;
  readonly streams: LogStreams;
}

/** Key: region, name. */
export const logGroups: Kind<LogGroupRecord> = kind("log-group");

export interface LogGroupRecord {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly retentionInDays?: number;
  readonly tags: { readonly [key: string]: string };
}

/** @throws AwsError `ResourceNotFoundException`. */
export function findGroup(context: LogsContext, name: string): LogGroupRecord {
  const group = context.store.get(logGroups, context.region, name);
  if (group === undefined) throw notFound("The specified log group does not exist.");
  return group;
}

/** @throws AwsError `ResourceNotFoundException`. */
export function findStream(context: LogsContext, group: string, name: string): LogStream {
  findGroup(context, group);
  const stream = context.streams.find(context.region, group, name);
  if (stream === undefined) throw notFound("The specified log stream does not exist.");
  return stream;
}

/** The group that an input names, by its name or by its ARN. */
export function groupNameOf(input: {
  readonly logGroupName?: string | undefined;
  readonly logGroupIdentifier?: string | undefined;
}): string {
  const { logGroupName, logGroupIdentifier } = input;
  if (logGroupName !== undefined && logGroupIdentifier !== undefined) {
    throw invalid("LogGroup name and LogGroup ARN are mutually exclusive parameters.");
  }
  const named = logGroupName ?? logGroupIdentifier;
  if (named === undefined) {
    throw invalid("Either logGroupName or logGroupIdentifier has to be given.");
  }
  return groupOfArn(named) ?? named;
}

export function groupOfArn(arn: string): string | undefined {
  return /^arn:aws[a-z-]*:logs:[^:]*:\d*:log-group:([^:]+)(?::\*)?$/.exec(arn)?.[1];
}

export function groupArn({ accountId, region }: LogsContext, name: string): string {
  return `arn:aws:logs:${region}:${accountId}:log-group:${name}`;
}

export function invalid(message: string): AwsError {
  return new AwsError("InvalidParameterException", 400, message);
}

function notFound(message: string): AwsError {
  return new AwsError("ResourceNotFoundException", 400, message);
}

export function exists(what: string): AwsError {
  return new AwsError("ResourceAlreadyExistsException", 400, `The specified ${what} already exists`);
}

/** One page of a list, by a token that says where it begins. */
export function page<T>(
  all: readonly T[],
  token: string | undefined,
  limit: number,
): { readonly items: T[]; readonly nextToken?: string } {
  const start = token === undefined ? 0 : Number(token);
  if (!Number.isSafeInteger(start) || start < 0) throw invalid("The specified nextToken is invalid.");
  const items = all.slice(start, start + limit);
  return start + limit < all.length ? { items, nextToken: String(start + limit) } : { items };
}
