import type {
  CreateLogGroupRequest,
  DeleteLogGroupRequest,
  DeleteRetentionPolicyRequest,
  DescribeLogGroupsRequest,
  DescribeLogGroupsResponse,
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  LogGroup,
  PutRetentionPolicyRequest,
  TagResourceRequest,
  UntagResourceRequest,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Checked } from "../protocol/checked.ts";
import {
  exists,
  findGroup,
  groupArn,
  groupOfArn,
  invalid,
  type LogGroupRecord,
  type LogsContext,
  logGroups,
  page,
} from "./context.ts";
import { sizeOf } from "./logs.ts";

export function CreateLogGroup(input: Checked<CreateLogGroupRequest>, context: LogsContext): void {
  const name = input.logGroupName;
  if (context.store.get(logGroups, context.region, name) !== undefined) throw exists("log group");
  put(context, { name, created: context.now, tags: input.tags ?? {} });
}

export function DeleteLogGroup(input: Checked<DeleteLogGroupRequest>, context: LogsContext): void {
  const { name } = findGroup(context, input.logGroupName);
  context.store.delete(logGroups, context.region, name);
  context.streams.removeAll(context.region, name);
}

export function DescribeLogGroups(
  input: Checked<DescribeLogGroupsRequest>,
  context: LogsContext,
): DescribeLogGroupsResponse {
  const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern } = input;
  if (prefix !== undefined && pattern !== undefined) {
    throw invalid("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
  }
  const found = context.store
    .list(logGroups, context.region)
    .filter(({ name }) => name.startsWith(prefix ?? ""))
    .filter(({ name }) => name.toLowerCase().includes((pattern ?? "").toLowerCase()))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const { items, nextToken } = page(found, input.nextToken, input.limit ?? 50);
  return {
    logGroups: items.map((group) => toLogGroup(group, context)),
    ...(nextToken !== undefined && { nextToken }),
  };
}

/** How long events are to be kept is remembered, but room alone decides here. */
export function PutRetentionPolicy(input: Checked<PutRetentionPolicyRequest>, context: LogsContext): void {
  put(context, { ...findGroup(context, input.logGroupName), retentionInDays: input.retentionInDays });
}

export function DeleteRetentionPolicy(
  input: Checked<DeleteRetentionPolicyRequest>,
  context: LogsContext,
): void {
  const { retentionInDays: _, ...group } = findGroup(context, input.logGroupName);
  put(context, group);
}

export function ListTagsForResource(
  input: Checked<ListTagsForResourceRequest>,
  context: LogsContext,
): ListTagsForResourceResponse {
  return { tags: { ...findTagged(context, input.resourceArn).tags } };
}

export function TagResource(input: Checked<TagResourceRequest>, context: LogsContext): void {
  const group = findTagged(context, input.resourceArn);
  put(context, { ...group, tags: { ...group.tags, ...input.tags } });
}

export function UntagResource(input: Checked<UntagResourceRequest>, context: LogsContext): void {
  const group = findTagged(context, input.resourceArn);
  const left = Object.entries(group.tags).filter(([key]) => !input.tagKeys.includes(key));
  put(context, { ...group, tags: Object.fromEntries(left) });
}

function findTagged(context: LogsContext, arn: string): LogGroupRecord {
  return findGroup(context, groupOfArn(arn) ?? arn);
}

function put(context: LogsContext, group: LogGroupRecord): void {
  context.store.put(logGroups, [context.region, group.name], group);
}

function toLogGroup(group: LogGroupRecord, context: LogsContext): LogGroup {
  const events = context.streams.list(context.region, group.name).flatMap((stream) => stream.events);
  return {
    logGroupName: group.name,
    creationTime: group.created,
    metricFilterCount: 0,
    arn: `${groupArn(context, group.name)}:*`,
    logGroupArn: groupArn(context, group.name),
    logGroupClass: "STANDARD",
    storedBytes: events.reduce((sum, event) => sum + sizeOf(event), 0),
    ...(group.retentionInDays !== undefined && { retentionInDays: group.retentionInDays }),
  };
}
