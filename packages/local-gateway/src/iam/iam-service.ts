import * as sdk from "@aws-sdk/client-iam";
import type { ControlPlaneOptions } from "../control-plane-options.ts";
import { inTransactions } from "../faults/operation-tables.ts";
import { createQueryService, type QueryService } from "../protocol/query-service.ts";
import type { IdentityContext } from "./context.ts";
import { iamOperations } from "./operations.ts";
import { globally, identityContext } from "./service-context.ts";

export function createIamService(options: ControlPlaneOptions): QueryService {
  const { conditions, store } = options;
  return createQueryService<Omit<IdentityContext, "store">>({
    title: "IAM",
    sdk,
    namespace: "https://iam.amazonaws.com/doc/2010-05-08/",
    operations: inTransactions(conditions, "iam", globally, iamOperations, store),
    contextOf: (request) => identityContext(request, options),
  });
}
