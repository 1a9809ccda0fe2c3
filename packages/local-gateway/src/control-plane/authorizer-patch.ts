import type { AuthorizerType } from "@aws-sdk/client-api-gateway";
import { apiGatewaySdk } from "../sdk.ts";
import { badRequest } from "./errors.ts";
import { type Change, choiceOf, optionalTextOf, type PatchTable, refuseWithList, textOf } from "./patch.ts";
import type { AuthorizerRecord } from "./records.ts";

/** What UpdateAuthorizer may change (D: "Patch operations"). */
export const authorizerPatch: PatchTable<AuthorizerRecord> = {
  refusal: refuseWithList,
  rules: [
    { path: "/name", replace: (authorizer, change) => ({ ...authorizer, name: textOf(change) }) },
    {
      path: "/type",
      replace: (authorizer, change) => ({
        ...authorizer,
        type: choiceOf(apiGatewaySdk.AuthorizerType, change),
      }),
    },
    { path: "/authType", replace: (authorizer, change) => ({ ...authorizer, authType: textOf(change) }) },
    {
      path: "/authorizerUri",
      replace: (authorizer, change) => ({ ...authorizer, authorizerUri: optionalTextOf(change) }),
    },
    {
      path: "/authorizerCredentials",
      replace: (authorizer, change) => ({ ...authorizer, authorizerCredentials: optionalTextOf(change) }),
    },
    {
      path: "/identitySource",
      replace: (authorizer, change) => ({ ...authorizer, identitySource: optionalTextOf(change) }),
    },
    {
      path: "/identityValidationExpression",
      replace: (authorizer, change) => ({
        ...authorizer,
        identityValidationExpression: optionalTextOf(change),
      }),
    },
    {
      path: "/authorizerResultTtlInSeconds",
      replace: (authorizer, change) => ({ ...authorizer, authorizerResultTtlInSeconds: ttlOf(change) }),
    },
    {
      path: "/providerARNs",
      add: (authorizer, { value = "" }) => withProviders(authorizer, [...without(authorizer, value), value]),
      remove: (authorizer, { value = "" }) => withProviders(authorizer, without(authorizer, value)),
      replace: (authorizer, change) => withProviders(authorizer, textOf(change).split(",").filter(Boolean)),
    },
  ],
};

/**
 * What an authorizer must be (D: CreateAuthorizer). The message about the URI is reported in
 * terraform-provider-aws#1757; the words of the others are not.
 *
 * @throws AwsError `BadRequestException`.
 */
export function checkAuthorizer(authorizer: AuthorizerRecord): AuthorizerRecord {
  const { name, type, authorizerUri = "", identitySource = "", providerARNs = [] } = authorizer;
  const ttl = authorizer.authorizerResultTtlInSeconds;
  if (name === "") throw badRequest("Authorizer name cannot be blank");
  if (ttl !== undefined && (!Number.isInteger(ttl) || ttl < 0 || ttl > maximumTtl)) {
    throw badRequest(`Authorizer result TTL must be between 0 and ${maximumTtl} seconds`);
  }
  const sources = identitySource === "" ? [] : identitySource.split(",");
  for (const source of sources) checkIdentitySource(type, source.trim());
  if (type === "COGNITO_USER_POOLS") {
    if (providerARNs.length === 0)
      throw badRequest("Invalid Authorizer: at least one provider ARN is required");
    const wrong = providerARNs.find((arn) => !/^arn:[^:]+:cognito-idp:[^:]*:[^:]*:userpool\/.+$/.test(arn));
    if (wrong !== undefined) throw badRequest(`Invalid Cognito user pool ARN specified: ${wrong}`);
    return authorizer;
  }
  if (!/^arn:[^:]+:apigateway:[a-z]+(?:-[a-z]+)+-\d:lambda:path\/.+\/invocations$/.test(authorizerUri)) {
    throw badRequest(
      `Invalid Authorizer URI: ${authorizerUri}. Authorizer URI should be a valid API Gateway ARN that represents a ` +
        "Lambda function invocation.",
    );
  }
  const needsSource = type === "TOKEN" || ttl !== 0;
  if (needsSource && sources.length === 0) {
    throw badRequest("Identity source must be set if authorizer caching is enabled (TTL is greater than 0)");
  }
  return authorizer;
}

/** Seconds (D). */
const maximumTtl = 3600;

/** D: the forms of `identitySource` of CreateAuthorizer. */
function checkIdentitySource(type: AuthorizerType, source: string): void {
  const pattern =
    type === "REQUEST"
      ? /^(?:method\.request\.(?:header|querystring)|context|stageVariables)\.[^\s,]+$/
      : /^method\.request\.header\.[^\s,]+$/;
  if (!pattern.test(source)) throw badRequest(`Invalid identity source expression specified: ${source}`);
}

function ttlOf({ value = "" }: Change): number | undefined {
  return value === "" ? undefined : Number(value);
}

function without(authorizer: AuthorizerRecord, arn: string): readonly string[] {
  return (authorizer.providerARNs ?? []).filter((other) => other !== arn);
}

function withProviders(authorizer: AuthorizerRecord, arns: readonly string[]): AuthorizerRecord {
  return { ...authorizer, providerARNs: arns.length > 0 ? arns : undefined };
}
