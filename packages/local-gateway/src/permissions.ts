import type { FindCredential } from "./data-plane/caller.ts";
import type { DataPlaneOptions } from "./data-plane/index.ts";
import { createMayAct } from "./iam/acting.ts";
import { findPolicyByArn } from "./lambda/api/find-function.ts";
import { asPolicy, permits } from "./lambda/permission.ts";
import type { Reader } from "./store/store.ts";

/** What API Gateway may do: by functions' own policies, and as the roles that integrations name. */
export function createPermissions(
  store: Reader,
  accountId: string,
  findCredential: FindCredential,
): Pick<DataPlaneOptions, "mayInvoke" | "mayAct"> {
  return {
    mayInvoke: (functionArn, sourceArn) => {
      const policy = findPolicyByArn(store, accountId, functionArn);
      // A function that is not there is reported by the invocation itself.
      if (policy === undefined) return true;
      return permits(policy, {
        service: "apigateway.amazonaws.com",
        action: "lambda:InvokeFunction",
        sourceArn,
      });
    },
    mayAct: createMayAct({
      store,
      accountId,
      findCredential,
      resourcePolicy: (arn) => {
        const policy = findPolicyByArn(store, accountId, arn);
        return policy && asPolicy(policy);
      },
    }),
  };
}
