import type { Account } from "@aws-sdk/client-api-gateway";

/** D: what an account without a CloudWatch role has. */
export function GetAccount(): Account {
  return {
    throttleSettings: { burstLimit: 5000, rateLimit: 10_000 },
    features: ["UsagePlans"],
    apiKeyVersion: "4",
  };
}
