import { createShop } from "./shop.client.ts";

export const callerOf = async (url: string): Promise<string> => {
  const shop = createShop({
    url,
    region: "us-east-1",
    // For AWS: fromNodeProviderChain() of @aws-sdk/credential-providers.
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  return (await shop.whoami()).arn;
};
