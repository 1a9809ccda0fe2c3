import type { Kind } from "../store/tables.ts";
import type { ApiGatewayContext } from "./context.ts";
import {
  authorizers,
  documentationParts,
  gatewayResponses,
  type MethodRecord,
  models,
  type RestApiRecord,
  requestValidators,
  resources,
} from "./records.ts";

/**
 * Copies what belongs to an API into a new one that has nothing yet: resources with their methods, models, validators,
 * authorizers, gateway responses and documentation parts, under identifiers of their own. Deployments, stages and
 * documentation versions stay where they are (D: `cloneFrom` of CreateRestApi).
 */
export function cloneContents(context: ApiGatewayContext, from: RestApiRecord, to: RestApiRecord): void {
  const { region, store, ids } = context;
  const renamed = new Map([[from.rootResourceId, to.rootResourceId]]);
  const rename = (id: string): string => {
    const known = renamed.get(id) ?? ids.short(6);
    renamed.set(id, known);
    return known;
  };
  const copy = <T extends { readonly id: string }>(kind: Kind<T>) => {
    for (const record of store.list(kind, region, from.id)) {
      const id = rename(record.id);
      store.put(kind, [region, to.id, id], { ...record, id });
    }
  };
  copy(requestValidators);
  copy(authorizers);
  copy(documentationParts);
  for (const model of store.list(models, region, from.id)) {
    store.put(models, [region, to.id, model.name], { ...model, id: ids.short(6) });
  }
  for (const response of store.list(gatewayResponses, region, from.id)) {
    store.put(gatewayResponses, [region, to.id, response.responseType], response);
  }
  const cloneMethod = ({ authorizerId, requestValidatorId, methodIntegration, ...rest }: MethodRecord) => ({
    ...rest,
    authorizerId: authorizerId && rename(authorizerId),
    requestValidatorId: requestValidatorId && rename(requestValidatorId),
    methodIntegration: methodIntegration && {
      ...methodIntegration,
      // A namespace that was never named is the identifier of its resource.
      cacheNamespace: renamed.get(methodIntegration.cacheNamespace) ?? methodIntegration.cacheNamespace,
    },
  });
  const all = store.list(resources, region, from.id);
  for (const { id } of all) rename(id);
  for (const { id, parentId, pathPart, methods } of all) {
    store.put(resources, [region, to.id, rename(id)], {
      id: rename(id),
      parentId: parentId && rename(parentId),
      pathPart,
      methods: Object.fromEntries(
        Object.entries(methods).map(([verb, method]) => [verb, cloneMethod(method)]),
      ),
    });
  }
}
