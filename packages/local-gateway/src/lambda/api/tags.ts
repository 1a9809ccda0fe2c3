import type {
  ListTagsRequest,
  ListTagsResponse,
  TagResourceRequest,
  UntagResourceRequest,
} from "@aws-sdk/client-lambda";
import type { Checked } from "../../protocol/checked.ts";
import type { Reader } from "../../store/store.ts";
import type { FunctionRecord } from "../function-record.ts";
import type { LambdaContext } from "./context.ts";
import { invalidParameter } from "./errors.ts";
import { findFunction, functions } from "./find-function.ts";
import { parseFunctionName } from "./function-name.ts";

/** D: tags of one resource. */
const maximumTags = 50;

// R test_tag_exceptions, test_tag_limits

export function ListTags(input: Checked<ListTagsRequest>, context: LambdaContext): ListTagsResponse {
  return { Tags: { ...taggable(context.store, context, input.Resource).tags } };
}

export function TagResource(input: Checked<TagResourceRequest>, context: LambdaContext): Promise<void> {
  return change(context, input.Resource, (tags) => {
    if (Object.keys(input.Tags).length === 0) {
      throw invalidParameter("An error occurred and the request cannot be processed.");
    }
    return checkedTags({ ...tags, ...input.Tags });
  });
}

export function UntagResource(input: Checked<UntagResourceRequest>, context: LambdaContext): Promise<void> {
  return change(context, input.Resource, (tags) =>
    Object.fromEntries(Object.entries(tags).filter(([key]) => !input.TagKeys.includes(key))),
  );
}

function change(
  context: LambdaContext,
  arn: string,
  update: (tags: { readonly [key: string]: string }) => { readonly [key: string]: string },
): Promise<void> {
  return context.store.transact((store) => {
    const record = taggable(store, context, arn);
    store.put(functions, [record.region, record.functionName], {
      ...record,
      tags: update(record.tags),
      revisionId: context.ids.uuid(),
    });
  });
}

export function checkedTags(tags: { readonly [key: string]: string }): { readonly [key: string]: string } {
  if (Object.keys(tags).length > maximumTags) {
    throw invalidParameter("Number of tags exceeds resource tag limit.");
  }
  return tags;
}

function taggable(store: Reader, context: LambdaContext, arn: string): FunctionRecord {
  if (parseFunctionName(arn, context)?.qualifier !== undefined) {
    throw invalidParameter(
      "Tags on function aliases and versions are not supported. Please specify a function ARN.",
    );
  }
  return findFunction(store, context, arn);
}
