import type { GetCallerIdentityRequest, GetCallerIdentityResponse } from "@aws-sdk/client-sts";
import { AwsError } from "../aws-error.ts";
import type { IdentityContext } from "./context.ts";
import { findPrincipal, type Principal } from "./session.ts";

/** Who the access key of the request belongs to. The signature itself is not checked on the control plane. */
export function GetCallerIdentity(
  _input: GetCallerIdentityRequest,
  context: IdentityContext,
): GetCallerIdentityResponse {
  const { userId, arn } = callerOf(context);
  return { UserId: userId, Account: context.accountId, Arn: arn };
}

/** @throws AwsError when nobody has the access key, or when its session token is another one or has expired. */
export function callerOf(context: IdentityContext): Principal {
  if (context.accessKeyId === undefined) {
    throw new AwsError("MissingAuthenticationToken", 403, "Request is missing Authentication Token");
  }
  const principal = findPrincipal(context.store, context.credentials, context.accessKeyId);
  const isTokenWrong =
    principal?.sessionToken !== undefined && principal.sessionToken !== context.sessionToken;
  if (principal === undefined || isTokenWrong) {
    throw new AwsError("InvalidClientTokenId", 403, "The security token included in the request is invalid.");
  }
  if (principal.expires !== undefined && principal.expires <= context.now) {
    throw new AwsError("ExpiredToken", 403, "The security token included in the request is expired");
  }
  return principal;
}
