import * as sdk from "@aws-sdk/client-lambda";
import type { ControlPlaneOptions } from "../../control-plane-options.ts";
import { printTraceId } from "../../data-plane/context/trace-id.ts";
import { identify } from "../../data-plane/front-door/request-ids.ts";
import { underConditions } from "../../faults/operation-tables.ts";
import { createRestJsonService, type RestJsonService } from "../../protocol/rest-json-service.ts";
import { lambdaConstraints } from "./constraints.ts";
import type { LambdaContext } from "./context.ts";
import { lambdaOperations } from "./operations.ts";

export function createLambdaService(options: ControlPlaneOptions): RestJsonService {
  const { accountId, clock, ids, store, conditions, invoke, invokeStreaming, invokeLater } = options;
  return createRestJsonService<LambdaContext>({
    title: "Lambda",
    sdk,
    constraints: lambdaConstraints,
    operations: underConditions(conditions, "lambda", (context) => context, lambdaOperations),
    contextOf: ({ region, requestId, headers }) => ({
      accountId,
      region,
      requestId,
      traceId: printTraceId(identify({ requestId, headers }, options).trace),
      now: clock(),
      ids,
      store,
      invoke,
      invokeStreaming,
      invokeLater,
      endpoint: options.endpoint(),
    }),
  });
}
