import type { Credential } from "../data-plane/caller.ts";
import { GatewayError } from "../gateway-error.ts";
import { own } from "../own.ts";
import { PolicyError, readPolicy } from "../policy/document.ts";
import { roleOf } from "../policy/evaluate.ts";
import type { Reader } from "../store/store.ts";
import type { Credentials } from "./context.ts";
import { policiesOf } from "./role-policies.ts";
import { type RoleRecord, roles } from "./role-record.ts";
import { findPrincipal } from "./session.ts";

/** The credential of an access key, with the policies that say what it may. */
export function findCredential(
  credentials: Credentials,
  accessKeyId: string,
  store: Reader,
): Credential | undefined {
  const principal = findPrincipal(store, credentials, accessKeyId);
  if (principal === undefined) return undefined;
  const configured = own(credentials, accessKeyId)?.policies;
  const role = roleBehind(principal.arn, store);
  const policies = configured?.map((policy) => readPolicy(policy)) ?? (role && policiesOf(role, store));
  return {
    secretAccessKey: principal.secretAccessKey,
    arn: principal.arn,
    userId: role === undefined ? principal.userId : `${role.roleId}:${sessionName(principal.arn)}`,
    ...(principal.sessionToken !== undefined && { sessionToken: principal.sessionToken }),
    ...(principal.expires !== undefined && { expires: principal.expires }),
    ...(policies !== undefined && { policies }),
  };
}

function sessionName(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

/**
 * Reads the policies of configured credentials, so that a wrong one is told at the start.
 *
 * @throws GatewayError `InvalidPolicy`; the message says which.
 */
export function checkPolicies(credentials: Credentials): void {
  for (const [accessKeyId, { policies = [] }] of Object.entries(credentials)) {
    policies.forEach((policy, index) => {
      try {
        readPolicy(policy);
      } catch (cause) {
        if (!(cause instanceof PolicyError)) throw cause;
        throw new GatewayError(
          "InvalidPolicy",
          `Policy ${index + 1} of the access key ${accessKeyId} cannot be used: ${cause.message}. Correct it in the gateway's credentials.`,
          { cause },
        );
      }
    });
  }
}

function roleBehind(arn: string, store: Reader): RoleRecord | undefined {
  const name = roleOf(arn)?.replace(/^.*:role\//, "");
  return name === undefined ? undefined : store.get(roles, name);
}
