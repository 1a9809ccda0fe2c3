import type {
  GetTagsRequest,
  TagResourceRequest,
  Tags,
  UntagResourceRequest,
} from "@aws-sdk/client-api-gateway";
import type { Checked } from "../protocol/checked.ts";
import type { Kind } from "../store/tables.ts";
import { accessAssociations, clientCertificates, domainNames, vpcLinks } from "./account-records.ts";
import type { ApiGatewayContext } from "./context.ts";
import { badRequest, notFound } from "./errors.ts";
import { apiKeys, restApis, stages, usagePlans } from "./records.ts";

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

/** D: `position` and `limit` are "not currently supported", so all tags are in one answer. */
export function GetTags(input: Checked<GetTagsRequest>, context: ApiGatewayContext): Tags {
  return { tags: { ...findTagged(input.resourceArn, context).tags } };
}

interface Taggable {
  /** What stands in an ARN after the account; its groups are the record's key after the region. */
  readonly path: RegExp;
  readonly kind: Kind<{ readonly tags: TagMap }>;
  /** The resource in "Invalid … identifier specified". */
  readonly title: string;
}

/** D: "API Gateway resources that can be tagged". */
const taggable: readonly Taggable[] = [
  { path: /^\/restapis\/([^/]+)$/, kind: restApis, title: "API" },
  { path: /^\/restapis\/([^/]+)\/stages\/([^/]+)$/, kind: stages, title: "stage" },
  { path: /^\/apikeys\/([^/]+)$/, kind: apiKeys, title: "API Key" },
  { path: /^\/usageplans\/([^/]+)$/, kind: usagePlans, title: "Usage Plan" },
  { path: /^\/domainnames\/([^/]+)$/, kind: domainNames, title: "domain name" },
  { path: /^\/clientcertificates\/([^/]+)$/, kind: clientCertificates, title: "Client Certificate" },
  { path: /^\/vpclinks\/([^/]+)$/, kind: vpcLinks, title: "Vpc Link" },
];

/**
 * What an ARN such as `arn:aws:apigateway:us-east-1::/restapis/a1b2c3/stages/dev` names. The Region is the request's,
 * whatever the ARN says.
 */
function findTagged(
  arn: string,
  context: ApiGatewayContext,
): { readonly tags: TagMap; readonly write: (tags: TagMap) => void } {
  // What AWS says to an ARN of another Region than the caller's is not known, so the Region is not looked at.
  const [, path = ""] = /^arn:[^:]+:apigateway:[^:]*:[^:]*:(\/.+)$/.exec(arn) ?? [];
  const association = context.store.get(accessAssociations, context.region, arn);
  if (association !== undefined) return taggedBy(accessAssociations, [arn], association, context);
  for (const { path: pattern, kind, title } of taggable) {
    const found = pattern.exec(path);
    if (found === null) continue;
    const key = found.slice(1);
    const record = context.store.get(kind, context.region, ...key);
    if (record === undefined) throw missing(title, key, context);
    return taggedBy(kind, key, record, context);
  }
  throw badRequest(`Invalid ARN. ARN is not well formed ${arn}`);
}

function missing(title: string, [id = ""]: readonly string[], context: ApiGatewayContext): Error {
  // Only for an API does the message name what was asked for (R test_model_validation).
  if (title === "API") return notFound(`Invalid API identifier specified ${context.accountId}:${id}`);
  return notFound(`Invalid ${title} identifier specified`);
}

function taggedBy<T extends { readonly tags: TagMap }>(
  kind: Kind<T>,
  key: readonly string[],
  record: T,
  { store, region }: ApiGatewayContext,
): { readonly tags: TagMap; readonly write: (tags: TagMap) => void } {
  return { tags: record.tags, write: (tags) => store.put(kind, [region, ...key], { ...record, tags }) };
}
