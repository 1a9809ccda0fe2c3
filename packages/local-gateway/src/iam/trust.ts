import type { ConditionContext } from "../policy/condition.ts";
import { PolicyError, readTrustPolicy } from "../policy/document.ts";
import { evaluate, type Principal } from "../policy/evaluate.ts";

/** Who wants to assume a role. */
export interface TrustRequest {
  /** The ARN of a user or of a role session. */
  readonly caller: string;
  readonly externalId: string | undefined;
}

/**
 * Whether a role's trust policy lets somebody assume it. Of condition keys only `sts:ExternalId` is known; all others
 * are absent, so that a condition which asks for one does not hold.
 */
export function trusts(document: string, { caller, externalId }: TrustRequest): boolean {
  const context = new Map(externalId === undefined ? [] : [["sts:externalid", [externalId]]]);
  return mayAssume(document, { kind: "aws", arn: caller }, context);
}

/**
 * Whether a role's trust policy lets a service assume it. Of condition keys only `aws:SourceAccount` is known: which
 * `aws:SourceArn` API Gateway sends is not documented.
 */
export function trustsService(document: string, service: string, accountId: string): boolean {
  return mayAssume(
    document,
    { kind: "service", name: service },
    new Map([["aws:sourceaccount", [accountId]]]),
  );
}

function mayAssume(document: string, principal: Principal, context: ConditionContext): boolean {
  try {
    const policy = readTrustPolicy(document);
    return evaluate(policy, { action: "sts:AssumeRole", resource: "", principal, context }) === "allow";
  } catch (error) {
    if (error instanceof PolicyError) return false;
    throw error;
  }
}
