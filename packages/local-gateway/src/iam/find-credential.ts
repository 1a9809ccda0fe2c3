import type { Credential } from "../data-plane/caller.ts";
import { GatewayError } from "../gateway-error.ts";
import { oncePer } from "../once-per.ts";
import { own } from "../own.ts";
import { PolicyError, readPolicy } from "../policy/document.ts";
import { roleOf } from "../policy/evaluate.ts";
import type { Reader } from "../store/store.ts";
import type { ConfiguredCredential, Credentials } from "./context.ts";
import { policiesOf } from "./role-policies.ts";
import { type RoleRecord, roles } from "./role-record.ts";
import { findPrincipal, type Principal } from "./session.ts";

/** The credential of an access key, with the policies that say what it may. */
export function findCredential(
  credentials: Credentials,
  accessKeyId: string,
  store: Reader,
): Credential | undefined {
  const principal = findPrincipal(store, credentials, accessKeyId);
  if (principal === undefined) return undefined;
  const configured = own(credentials, accessKeyId);
  const credential = credentialOf(principal);
  const role = roleBehind(principal.arn, store);
  const policies = (configured && configuredPolicies(configured)) ?? (role && policiesOf(role, store));
  if (policies === undefined) return credential;
  if (role === undefined) return { ...credential, policies };
  const userId = `${role.roleId}:${sessionName(principal.arn)}`;
  return { ...credential, policies, userId, roleArn: role.arn };
}

const credentialOf = oncePer(
  ({ secretAccessKey, arn, userId, sessionToken, expires }: Principal): Credential => ({
    secretAccessKey,
    arn,
    userId,
    ...(sessionToken !== undefined && { sessionToken }),
    ...(expires !== undefined && { expires }),
  }),
);

const configuredPolicies = oncePer(({ policies }: ConfiguredCredential) =>
  policies?.map((policy) => readPolicy(policy)),
);

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
