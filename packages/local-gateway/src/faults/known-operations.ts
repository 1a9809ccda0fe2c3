import { apiGatewayOperations } from "../control-plane/operations.ts";
import type { KnownOperations } from "./read-fault-document.ts";

/** The operations that faults can befall. What only they need is loaded when it is asked for. */
export async function knownOperations(): Promise<KnownOperations> {
  const [{ lambdaOperations }, { iamOperations, stsOperations }, { logsOperations }] = await Promise.all([
    import("../lambda/api/operations.ts"),
    import("../iam/operations.ts"),
    import("../logs/operations.ts"),
  ]);
  return {
    apigateway: Object.keys(apiGatewayOperations),
    lambda: Object.keys(lambdaOperations),
    iam: Object.keys(iamOperations),
    sts: Object.keys(stsOperations),
    logs: Object.keys(logsOperations),
  };
}
