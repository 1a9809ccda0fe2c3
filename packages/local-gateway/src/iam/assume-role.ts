import type { AssumeRoleRequest, AssumeRoleResponse } from "@aws-sdk/client-sts";
import { AwsError } from "../aws-error.ts";
import type { Checked } from "../protocol/checked.ts";
import { callerOf } from "./caller-identity.ts";
import type { IdentityContext } from "./context.ts";
import { type RoleRecord, roles } from "./role-record.ts";
import { type SessionRecord, sessions } from "./session.ts";
import { trusts } from "./trust.ts";

/** D, AssumeRole: seconds. */
const shortestDuration = 900;
const usualDuration = 3600;

/**
 * Gives temporary credentials of a role to a caller that the role's trust policy names. They are known to the APIs
 * with IAM authorization here, which ask the role's policies what a session may.
 */
export function AssumeRole(input: Checked<AssumeRoleRequest>, context: IdentityContext): AssumeRoleResponse {
  checkNames(input);
  const caller = callerOf(context);
  const role = findByArn(context, input.RoleArn);
  const request = { caller: caller.arn, externalId: input.ExternalId };
  // What is not there is not told from what is not allowed.
  if (role === undefined || !trusts(role.assumeRolePolicyDocument, request)) {
    throw new AwsError(
      "AccessDenied",
      403,
      `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${input.RoleArn}`,
    );
  }
  const seconds = input.DurationSeconds ?? usualDuration;
  checkDuration(seconds, role);
  const session: SessionRecord = {
    accessKeyId: `ASIA${context.ids.upper(16)}`,
    secretAccessKey: Buffer.from(context.ids.bytes(30)).toString("base64"),
    sessionToken: Buffer.from(context.ids.bytes(120)).toString("base64"),
    arn: `arn:aws:sts::${context.accountId}:assumed-role/${role.roleName}/${input.RoleSessionName}`,
    userId: `${role.roleId}:${input.RoleSessionName}`,
    expires: context.now + seconds * 1000,
  };
  for (const old of context.store.list(sessions)) {
    if (old.expires < context.now - 24 * 3_600_000) context.store.delete(sessions, old.accessKeyId);
  }
  context.store.put(sessions, [session.accessKeyId], session);
  return {
    Credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
      Expiration: new Date(session.expires),
    },
    AssumedRoleUser: { AssumedRoleId: session.userId, Arn: session.arn },
  };
}

/** R test_sts_invalid_parameters. */
function checkNames({ RoleArn, RoleSessionName }: Checked<AssumeRoleRequest>): void {
  if (!/^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$/.test(RoleArn)) throw invalid(`${RoleArn} is invalid`);
  if (!/^[\w+=,.@-]*$/.test(RoleSessionName)) {
    throw invalid(
      `1 validation error detected: Value '${RoleSessionName}' at 'roleSessionName' failed to satisfy constraint: ` +
        "Member must satisfy regular expression pattern: [\\w+=,.@-]*",
    );
  }
  if (RoleSessionName.length < 2 || RoleSessionName.length > 64) {
    const bound = RoleSessionName.length < 2 ? "greater than or equal to 2" : "less than or equal to 64";
    throw invalid(
      `1 validation error detected: Value '${RoleSessionName}' at 'roleSessionName' failed to satisfy constraint: ` +
        `Member must have length ${bound}`,
    );
  }
}

function checkDuration(seconds: number, role: RoleRecord): void {
  if (seconds < shortestDuration) {
    throw invalid(
      `1 validation error detected: Value '${seconds}' at 'durationSeconds' failed to satisfy constraint: ` +
        `Member must have value greater than or equal to ${shortestDuration}`,
    );
  }
  if (seconds > role.maxSessionDuration) {
    throw invalid("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  }
}

function findByArn(context: IdentityContext, arn: string): RoleRecord | undefined {
  const role = context.store.get(roles, arn.slice(arn.lastIndexOf("/") + 1));
  return role?.arn === arn ? role : undefined;
}

function invalid(message: string): AwsError {
  return new AwsError("ValidationError", 400, message);
}
