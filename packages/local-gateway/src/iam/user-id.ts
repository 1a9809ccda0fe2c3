import { createHash } from "node:crypto";

/** The unique id of an identity, made from its ARN so that it has the same one at every start. */
export function userIdOf(arn: string): string {
  const digest = createHash("sha256").update(arn).digest("hex").toUpperCase();
  return `AIDA${digest.slice(0, 17)}`;
}
