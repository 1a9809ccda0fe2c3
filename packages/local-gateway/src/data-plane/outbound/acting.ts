import type { Caller } from "../caller.ts";
import { Refusal } from "../refusal.ts";
import { withStageVariables } from "./integration-uri.ts";

/** As whom API Gateway calls what has `credentials`: a role that it assumes, or the caller of the method. */
export type Acting =
  | { readonly kind: "role"; readonly roleArn: string }
  | { readonly kind: "caller"; readonly accessKey: string | undefined };

/** What is to be done; absent members are not known, and anything will do. */
export interface ActingAccess {
  /** Such as `lambda:InvokeFunction`. */
  readonly action?: string;
  readonly resource?: string;
}

export type ActingDecision = "allowed" | "not-assumable" | "denied";

/** Whether somebody may do something, as IAM says it. */
export type MayAct = (acting: Acting, access: ActingAccess) => ActingDecision;

/** D, PutIntegration: `credentials` is a role's ARN, or this for the caller's identity. */
const callersIdentity = /^arn:[^:]*:iam::\*:user\/\*$/;

export function actingAs(
  credentials: string,
  stageVariables: Readonly<Record<string, string>>,
  caller: Caller,
): Acting {
  const roleArn = withStageVariables(credentials, stageVariables);
  if (!callersIdentity.test(roleArn)) return { kind: "role", roleArn };
  return { kind: "caller", accessKey: caller.kind === "iam" ? caller.accessKey : undefined };
}

/** Refuses who cannot become what he is to act as; true when he can and may, false when he may not. */
export function mayActOrRefuse(acting: Acting, access: ActingAccess, mayAct: MayAct): boolean {
  const decision = mayAct(acting, access);
  if (decision !== "not-assumable") return decision === "allowed";
  if (acting.kind === "caller") {
    throw new Refusal(
      "configuration-error",
      "the integration's credentials are the caller's (arn:aws:iam::*:user/*), and the caller has none: set the method's authorizationType to AWS_IAM",
    );
  }
  throw new Refusal(
    "configuration-error",
    `the trust policy of ${acting.roleArn} does not let apigateway.amazonaws.com assume it`,
    // C (quoted in many a question)
    { logged: `API Gateway does not have permission to assume the provided role ${acting.roleArn}` },
  );
}

export function actingName(acting: Acting): string {
  return acting.kind === "role" ? acting.roleArn : `the caller's access key ${acting.accessKey ?? ""}`;
}
