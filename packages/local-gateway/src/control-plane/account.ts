import type { Account, UpdateAccountRequest } from "@aws-sdk/client-api-gateway";
import type { Checked } from "../protocol/checked.ts";
import { type AccountRecord, accounts } from "./account-records.ts";
import type { ApiGatewayContext } from "./context.ts";
import { badRequest } from "./errors.ts";
import { applyPatch, optionalTextOf, type PatchTable, refuseWithList } from "./patch.ts";

export function GetAccount(_input: object, context: ApiGatewayContext): Account {
  return toAccount(find(context));
}

export function UpdateAccount(input: Checked<UpdateAccountRequest>, context: ApiGatewayContext): Account {
  const record = applyPatch(accountPatch, find(context), input.patchOperations);
  context.store.put(accounts, [context.region], record);
  return toAccount(record);
}

/** D: "Patch operations" of UpdateAccount: every feature but usage plans can be given up. */
const accountPatch: PatchTable<AccountRecord> = {
  refusal: refuseWithList,
  rules: [
    {
      path: "/cloudwatchRoleArn",
      replace: (account, change) => ({ ...account, cloudwatchRoleArn: roleOf(optionalTextOf(change)) }),
    },
    {
      path: "/features",
      add: (account, { value = "" }) => ({ ...account, features: [...without(account, value), value] }),
      remove: (account, { value = "" }) => {
        if (value === "UsagePlans") throw badRequest("Usage Plans cannot be disabled once enabled");
        return { ...account, features: without(account, value) };
      },
    },
  ],
};

/** The message is general knowledge. Whether the role is there and may be assumed is not asked. */
function roleOf(arn: string | undefined): string | undefined {
  if (arn !== undefined && !arn.startsWith("arn:")) {
    throw badRequest(
      "The role ARN does not have required permissions configured. Please grant trust permission for " +
        "API Gateway and add the required role policy.",
    );
  }
  return arn;
}

function without({ features }: AccountRecord, feature: string): readonly string[] {
  return features.filter((other) => other !== feature);
}

function find(context: ApiGatewayContext): AccountRecord {
  return context.store.get(accounts, context.region) ?? { features: ["UsagePlans"] };
}

/** D: the throttle that an account has in most Regions. */
function toAccount({ cloudwatchRoleArn, features }: AccountRecord): Account {
  return {
    ...(cloudwatchRoleArn !== undefined && { cloudwatchRoleArn }),
    throttleSettings: { burstLimit: 5000, rateLimit: 10_000 },
    features: [...features],
    apiKeyVersion: "4",
  };
}
