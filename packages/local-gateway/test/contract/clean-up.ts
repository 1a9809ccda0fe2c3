import type { APIGateway } from "@aws-sdk/client-api-gateway";
import type { Lambda } from "@aws-sdk/client-lambda";

/** How what an operation made is removed again. */
type Undo = (made: Record<string, unknown>, api: APIGateway, lambda: Lambda) => Promise<unknown>;

const deleteRestApi: Undo = ({ id }, api) => api.deleteRestApi({ restApiId: String(id) });

/** What else is made belongs to one of these, and goes with it. */
const undos: Readonly<Record<string, Undo>> = {
  CreateRestApiCommand: deleteRestApi,
  ImportRestApiCommand: deleteRestApi,
  CreateApiKeyCommand: ({ id }, api) => api.deleteApiKey({ apiKey: String(id) }),
  CreateUsagePlanCommand: async ({ id }, api) => {
    const usagePlanId = String(id);
    const { apiStages = [] } = await api.getUsagePlan({ usagePlanId });
    const patchOperations = apiStages.map(({ apiId, stage }) => ({
      op: "remove" as const,
      path: "/apiStages",
      value: `${apiId}:${stage}`,
    }));
    if (patchOperations.length > 0) await api.updateUsagePlan({ usagePlanId, patchOperations });
    await api.deleteUsagePlan({ usagePlanId });
  },
  CreateVpcLinkCommand: ({ id }, api) => api.deleteVpcLink({ vpcLinkId: String(id) }),
  CreateFunctionCommand: ({ FunctionName }, _api, lambda) =>
    lambda.deleteFunction({ FunctionName: String(FunctionName) }),
};

/** Remembers what two clients make. The function that is returned removes it, the last first; what is gone is gone. */
export function rememberForRemoval(api: APIGateway, lambda: Lambda): () => Promise<void> {
  const left: (() => Promise<unknown>)[] = [];
  const remember = (command: string | undefined, output: unknown) => {
    const undo = undos[command ?? ""];
    if (undo === undefined || typeof output !== "object" || output === null) return;
    left.push(() => undo(Object.fromEntries(Object.entries(output)), api, lambda));
  };
  api.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const result = await next(args);
        remember(commandName, result.output);
        return result;
      },
    { step: "initialize" },
  );
  lambda.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const result = await next(args);
        remember(commandName, result.output);
        return result;
      },
    { step: "initialize" },
  );
  return async () => {
    const failures: unknown[] = [];
    for (const remove of left.splice(0).reverse()) {
      try {
        await remove();
      } catch (error) {
        if (!(error instanceof Error && /NotFound/.test(error.name))) failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, "not everything could be removed");
  };
}
