/** The id in the ARN of a user pool, `arn:aws:cognito-idp:REGION:ACCOUNT:userpool/ID`. */
export function userPoolIdOf(arn: string): string | undefined {
  return /^arn:[^:]+:cognito-idp:[^:]*:[^:]*:userpool\/([\w-]+)$/.exec(arn)?.[1];
}

/** Who Amazon Cognito says issued the tokens of a pool; the Region is the first part of the pool's id. */
export function issuerOf(userPoolId: string): string {
  const [region = ""] = userPoolId.split("_");
  return `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`;
}
