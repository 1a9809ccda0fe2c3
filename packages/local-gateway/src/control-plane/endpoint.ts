import type { IpAddressType } from "@aws-sdk/client-api-gateway";
import { badRequest } from "./errors.ts";
import type { Change } from "./patch.ts";
import type { RestApiRecord } from "./records.ts";

/** D: an access mode needs a security policy of the newer kind. The words are not recorded. */
export function checkAccessMode({
  endpointAccessMode,
  securityPolicy,
}: Pick<RestApiRecord, "endpointAccessMode" | "securityPolicy">): void {
  if (endpointAccessMode !== undefined && securityPolicy?.startsWith("SecurityPolicy_") !== true) {
    throw badRequest(
      "Endpoint access mode is only available with security policies that start with SecurityPolicy_",
    );
  }
}

/** The address type that a patch of an API's or a domain name's endpoint gives. */
export function ipAddressTypeOf({ value }: Change): IpAddressType {
  if (value !== "ipv4" && value !== "dualstack") {
    throw badRequest("ipAddressType must be either ipv4 or dualstack.");
  }
  return value;
}
