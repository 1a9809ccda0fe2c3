interface Owner {
  readonly accountId: string;
  readonly region: string;
}

/**
 * The resource policy of an imported document. D: `execute-api:/…` becomes the ARN of this API
 * (`x-amazon-apigateway-policy`).
 *
 * @param policy JSON text, or nothing.
 */
export function resolvePolicy(
  policy: string | undefined,
  { accountId, region }: Owner,
  restApiId: string,
): string | undefined {
  const partition = region.startsWith("cn-") ? "aws-cn" : "aws";
  const arn = `arn:${partition}:execute-api:${region}:${accountId}:${restApiId}/`;
  return policy?.replaceAll('"execute-api:/', () => `"${arn}`);
}
