import type {
  GetTagsRequest,
  TagResourceRequest,
  Tags,
  UntagResourceRequest,
} from "@aws-sdk/client-api-gateway";
import type { Checked } from "../protocol/checked.ts";
import type { ApiGatewayContext } from "./context.ts";
import { badRequest } from "./errors.ts";
import { restApis, stages } from "./records.ts";
import { findRestApi } from "./rest-api.ts";
import { findStageRecord } from "./stage.ts";

type TagMap = { readonly [key: string]: string };

export function TagResource(input: Checked<TagResourceRequest>, context: ApiGatewayContext): void {
  const tagged = findTagged(input.resourceArn, context);
  tagged.write({ ...tagged.tags, ...input.tags });
}

export function UntagResource(input: Checked<UntagResourceRequest>, context: ApiGatewayContext): void {
  const tagged = findTagged(input.resourceArn, context);
  const rest = Object.entries(tagged.tags).filter(([key]) => !input.tagKeys.includes(key));
  tagged.write(Object.fromEntries(rest));
}

export function GetTags(input: Checked<GetTagsRequest>, context: ApiGatewayContext): Tags {
  return { tags: { ...findTagged(input.resourceArn, context).tags } };
}

/** What an ARN such as `arn:aws:apigateway:us-east-1::/restapis/a1b2c3/stages/dev` names. */
function findTagged(
  arn: string,
  context: ApiGatewayContext,
): { readonly tags: TagMap; readonly write: (tags: TagMap) => void } {
  const { region } = context;
  // What AWS says to an ARN of another Region than the caller's is not known, so the Region is not looked at.
  const [, id, stageName] =
    /^arn:[^:]+:apigateway:[^:]+::\/restapis\/([^/]+)(?:\/stages\/([^/]+))?$/.exec(arn) ?? [];
  if (id === undefined) {
    throw badRequest(`Invalid ARN. ARN is not well formed ${arn}`);
  }
  const api = findRestApi(context, id);
  if (stageName === undefined) {
    return { tags: api.tags, write: (tags) => context.store.put(restApis, [region, id], { ...api, tags }) };
  }
  const stage = findStageRecord(context, id, stageName);
  return {
    tags: stage.tags,
    write: (tags) => context.store.put(stages, [region, id, stageName], { ...stage, tags }),
  };
}
