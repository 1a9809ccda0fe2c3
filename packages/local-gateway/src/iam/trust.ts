import { PolicyError, readTrustPolicy } from "../policy/document.ts";
import { evaluate } from "../policy/evaluate.ts";

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
  try {
    const decision = evaluate(readTrustPolicy(document), {
      action: "sts:AssumeRole",
      resource: "",
      principal: { kind: "aws", arn: caller },
      context: new Map(externalId === undefined ? [] : [["sts:externalid", [externalId]]]),
    });
    return decision === "allow";
  } catch (error) {
    if (error instanceof PolicyError) return false;
    throw error;
  }
}
