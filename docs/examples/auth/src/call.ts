import { createInternal } from "./internal.client.ts";

export const callerOf = async (url: string): Promise<string> => {
  const internal = createInternal({
    url,
    region: "us-east-1",
    // For AWS: fromNodeProviderChain() of @aws-sdk/credential-providers.
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  return (await internal.whoami()).arn;
};
