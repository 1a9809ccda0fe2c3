import type { Scope } from "./state.ts";

/** Names, tags and ARNs of what belongs to an API and stage: made here only, so that they are found again. */

/** Tags by which our resources are told from others; values are the project's names. */
export const tagKeys = {
  api: "gatewright:api",
  stage: "gatewright:stage",
  function: "gatewright:function",
} as const;

export function tagsOf({ api, stage }: Scope): Record<string, string> {
  return { [tagKeys.api]: api, [tagKeys.stage]: stage };
}

export function hasTagsOf(
  { api, stage }: Scope,
  tags: Readonly<Record<string, string>> | undefined,
): boolean {
  return tags?.[tagKeys.api] === api && tags[tagKeys.stage] === stage;
}

/** `shop-prod-`: what the names of all functions of an API and stage begin with. */
export function functionPrefix({ api, stage }: Scope): string {
  return `${sanitise(api)}-${sanitise(stage)}-`;
}

export function functionName(scope: Scope, label: string): string {
  return `${functionPrefix(scope)}${sanitise(label)}`;
}

function functionArn({ partition, region, accountId }: Scope, name: string): string {
  return `arn:${partition}:lambda:${region}:${accountId}:function:${name}`;
}

/** The function's name in the URI of a Lambda integration; empty when the integration calls something else. */
export function functionInUri(uri: string): string {
  return /:function:([^:/]+)(?::[^/]+)?\/(?:response-streaming-)?invocations$/.exec(uri)?.[1] ?? "";
}

/** The URI of a Lambda integration (PutIntegration, `uri`), which is another one for a function that streams. */
export function invocationUri(
  scope: Scope,
  name: string,
  { streams }: { readonly streams: boolean },
): string {
  const { partition, region } = scope;
  const [version, action] = streams
    ? ["2021-11-15", "response-streaming-invocations"]
    : ["2015-03-31", "invocations"];
  return `arn:${partition}:apigateway:${region}:lambda:path/${version}/functions/${functionArn(scope, name)}/${action}`;
}

/** The URI of a Lambda authorizer (CreateAuthorizer, `authorizerUri`), for a function's name or its whole ARN. */
export function authorizerUri(scope: Scope, nameOrArn: string): string {
  const { partition, region } = scope;
  const arn = nameOrArn.startsWith("arn:") ? nameOrArn : functionArn(scope, nameOrArn);
  return `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
}

/** Whether an environment variable of a function is ours to set and to remove. */
export function isOurVariable(name: string): boolean {
  return name.startsWith("GATEWRIGHT_");
}

/** With the region in it: IAM knows no regions, and removing a stage in one must not break it in another. */
export function roleName({ api, stage, region }: Scope): string {
  return `gatewright-${sanitise(api)}-${sanitise(stage)}-${region}`;
}

export function roleArn(scope: Scope): string {
  return `arn:${scope.partition}:iam::${scope.accountId}:role/${roleName(scope)}`;
}

/** Lets a function write its log. */
export function basicExecutionPolicy({ partition }: Scope): string {
  return `arn:${partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole`;
}

export const permissionStatementId = "gatewright-apigateway";

/** All that one API calls a function for, as an integration or as an authorizer: one statement, far from 20,480 bytes. */
export function permissionSourceArn({ partition, region, accountId }: Scope, restApiId: string): string {
  return `arn:${partition}:execute-api:${region}:${accountId}:${restApiId}/*`;
}

/** The description of a deployment: says that it is ours, and of which model. */
export function deploymentDescription(modelHash: string): string {
  return `gatewright ${modelHash}`;
}

export function modelHashOf(description: string | undefined): string {
  return /^gatewright ([0-9a-f]{32})$/.exec(description ?? "")?.[1] ?? "";
}

function sanitise(text: string): string {
  return text.replace(/[^A-Za-z0-9_-]/g, "-");
}
