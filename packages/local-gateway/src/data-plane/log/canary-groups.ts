/**
 * The log groups that get a line: what a canary does is in the stage's, and in one of its own (D, set up an API Gateway
 * canary release deployment).
 */
export function groupsOf(group: string, isCanaryRequest = false): readonly string[] {
  return isCanaryRequest ? [group, `${group}/Canary`] : [group];
}
