import type { Credential } from "../data-plane/caller.ts";
import { GatewayError } from "../gateway-error.ts";
import { own } from "../own.ts";
import { type Policy, PolicyError, readPolicy } from "../policy/document.ts";
import { roleOf } from "../policy/evaluate.ts";
import type { Reader } from "../store/store.ts";
import { userIdOf } from "./caller-identity.ts";
import type { Credentials } from "./context.ts";
import { type RoleRecord, roles } from "./role-record.ts";

/** The credential of an access key, with the policies that say what it may. */
export function findCredential(
  credentials: Credentials,
  accessKeyId: string,
  store: Reader,
): Credential | undefined {
  const configured = own(credentials, accessKeyId);
  if (configured === undefined) return undefined;
  const { secretAccessKey, arn, sessionToken } = configured;
  const role = roleBehind(arn, store);
  const policies = configured.policies?.map(readPolicy) ?? (role && policiesOf(role));
  return {
    secretAccessKey,
    arn,
    userId: role === undefined ? userIdOf(arn) : `${role.roleId}:${arn.slice(arn.lastIndexOf("/") + 1)}`,
    ...(sessionToken !== undefined && { sessionToken }),
    ...(policies !== undefined && { policies }),
  };
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
  const roleArn = roleOf(arn);
  return store.list(roles).find((role) => withoutPath(role.arn) === roleArn);
}

function policiesOf(role: RoleRecord): readonly Policy[] {
  return [...Object.values(role.inlinePolicies).flatMap(readOrNone), ...attachedTo(role)];
}

/** PutRolePolicy takes any JSON object; one that is not a policy allows nothing. */
function readOrNone(document: string): Policy[] {
  try {
    return [readPolicy(document)];
  } catch (error) {
    if (error instanceof PolicyError) return [];
    throw error;
  }
}

function withoutPath(roleArn: string): string {
  return roleArn.replace(/:role\/.*\//, ":role/");
}

/** What AWS's own policies say of `execute-api:Invoke` (D, AWS managed policy reference); all others say nothing of it. */
const invoking = new Set(["AdministratorAccess", "PowerUserAccess", "AmazonAPIGatewayInvokeFullAccess"]);

function attachedTo({ attachedPolicies }: RoleRecord): readonly Policy[] {
  const allowed = attachedPolicies.some((arn) => invoking.has(arn.slice(arn.lastIndexOf("/") + 1)));
  return allowed
    ? [readPolicy({ Statement: { Effect: "Allow", Action: "execute-api:Invoke", Resource: "*" } })]
    : [];
}
