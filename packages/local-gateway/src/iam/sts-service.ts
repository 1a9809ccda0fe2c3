import * as sdk from "@aws-sdk/client-sts";
import type { ControlPlaneOptions } from "../control-plane-options.ts";
import { inTransactions } from "../faults/operation-tables.ts";
import { createQueryService, type QueryService } from "../protocol/query-service.ts";
import type { IdentityContext } from "./context.ts";
import { stsOperations } from "./operations.ts";
import { globally, identityContext } from "./service-context.ts";

export function createStsService(options: ControlPlaneOptions): QueryService {
  const { conditions, store } = options;
  return createQueryService<Omit<IdentityContext, "store">>({
    title: "STS",
    sdk,
    namespace: "https://sts.amazonaws.com/doc/2011-06-15/",
    operations: inTransactions(conditions, "sts", globally, stsOperations, store),
    contextOf: (request) => identityContext(request, options),
  });
}
