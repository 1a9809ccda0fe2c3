import type {
  ListTagsRequest,
  ListTagsResponse,
  TagResourceRequest,
  UntagResourceRequest,
} from "@aws-sdk/client-lambda";
import type { Checked } from "../../protocol/checked.ts";
import type { LambdaContext } from "./context.ts";
import { findFunction, functions } from "./function-name.ts";

export function ListTags(input: Checked<ListTagsRequest>, context: LambdaContext): ListTagsResponse {
  return { Tags: { ...findFunction(context.store, context, input.Resource).tags } };
}

export function TagResource(input: Checked<TagResourceRequest>, context: LambdaContext): Promise<void> {
  return change(context, input.Resource, (tags) => ({ ...tags, ...input.Tags }));
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
    const record = findFunction(store, context, arn);
    store.put(functions, [record.region, record.functionName], { ...record, tags: update(record.tags) });
  });
}
