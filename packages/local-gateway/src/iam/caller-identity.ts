import { createHash } from "node:crypto";
import type { GetCallerIdentityRequest, GetCallerIdentityResponse } from "@aws-sdk/client-sts";
import { AwsError } from "../aws-error.ts";
import { own } from "../own.ts";
import type { IdentityContext } from "./context.ts";

/** Who the access key of the request belongs to. The signature itself is not checked on the control plane. */
export function GetCallerIdentity(
  _input: GetCallerIdentityRequest,
  context: IdentityContext,
): GetCallerIdentityResponse {
  if (context.accessKeyId === undefined) {
    throw new AwsError("MissingAuthenticationToken", 403, "Request is missing Authentication Token");
  }
  const credential = own(context.credentials, context.accessKeyId);
  if (credential === undefined) {
    throw new AwsError("InvalidClientTokenId", 403, "The security token included in the request is invalid.");
  }
  return { UserId: userIdOf(credential.arn), Account: context.accountId, Arn: credential.arn };
}

/** The unique id of an identity, made from its ARN so that it has the same one at every start. */
export function userIdOf(arn: string): string {
  const digest = createHash("sha256").update(arn).digest("hex").toUpperCase();
  return `AIDA${digest.slice(0, 17)}`;
}
