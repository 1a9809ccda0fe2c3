import type { ControlPlaneOptions } from "../control-plane-options.ts";
import { type Caller, callerOf, type FindCredential } from "../data-plane/caller.ts";
import { inTransactions } from "../faults/operation-tables.ts";
import { headerOf } from "../protocol/control-request.ts";
import { createRestJsonService, type RestJsonService } from "../protocol/rest-json-service.ts";
import { apiGatewaySdk } from "../sdk.ts";
import { apiGatewayConstraints } from "./constraints.ts";
import type { ApiGatewayContext } from "./context.ts";
import { badRequest } from "./errors.ts";
import { apiGatewayOperations } from "./operations.ts";

export function createApiGatewayService(options: ControlPlaneOptions): RestJsonService {
  const { accountId, clock, ids, store, conditions, findCredential, tests } = options;
  return createRestJsonService<Omit<ApiGatewayContext, "store">>({
    title: "API Gateway",
    sdk: apiGatewaySdk,
    constraints: apiGatewayConstraints,
    maximumBody: largestDefinition,
    // AWS answered so to an SDK that sent no body (reported in aws/aws-sdk-js#2588 and aws/aws-sdk-ruby#1080).
    missingBody: () => badRequest("Invalid request input"),
    operations: inTransactions(conditions, "apigateway", (context) => context, apiGatewayOperations, store),
    contextOf: ({ region, accessKeyId, headers }) => ({
      accountId,
      region,
      now: clock(),
      ids,
      caller: {
        caller: callerBehind(accessKeyId, findCredential),
        userAgent: headerOf(headers, "user-agent"),
      },
      tests,
    }),
  });
}

/** Bytes. D: a definition file has 6 MB at most; nothing else that API Gateway's control plane takes is larger. */
const largestDefinition = 6 * 1024 * 1024;

function callerBehind(accessKeyId: string | undefined, findCredential: FindCredential): Caller {
  const credential = accessKeyId === undefined ? undefined : findCredential(accessKeyId);
  if (accessKeyId === undefined || credential === undefined) return { kind: "anonymous" };
  return callerOf(accessKeyId, credential);
}
