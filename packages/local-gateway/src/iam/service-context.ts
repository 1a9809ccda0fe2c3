import type { ControlPlaneOptions } from "../control-plane-options.ts";
import { type ControlRequest, headerOf } from "../protocol/control-request.ts";
import type { IdentityContext } from "./context.ts";

/** IAM and STS have no Regions. */
export function globally({ accountId }: Pick<IdentityContext, "accountId">) {
  return { accountId, region: "" };
}

/** What an operation of IAM or STS works with, but for the store. */
export function identityContext(
  { accessKeyId, headers }: ControlRequest,
  { accountId, clock, ids, credentials }: ControlPlaneOptions,
): Omit<IdentityContext, "store"> {
  const sessionToken = headerOf(headers, "x-amz-security-token");
  return { accountId, now: clock(), ids, credentials, accessKeyId, sessionToken };
}
