import { badRequest } from "../errors.ts";
import { putIntegration } from "../integration.ts";
import { putIntegrationResponse } from "../integration-response.ts";
import { DeleteMethod, type MethodName, PutMethod } from "../method.ts";
import { PutMethodResponse } from "../method-response.ts";
import { authorizers, type ResourceRecord, requestValidators, resources } from "../records.ts";
import { CreateResource } from "../resource.ts";
import { pathsOf } from "../resource-path.ts";
import type { IntegrationDescription, MethodDescription, PathDescription } from "./description.ts";
import type { Problems } from "./problems.ts";
import type { Target } from "./target.ts";

/**
 * Puts the methods of a description into an API, with the resources that they need. In `overwrite` mode, resources
 * of which the description knows nothing are deleted first.
 *
 * R: a resource whose path stays keeps its identifier even when it is overwritten, though the cache namespace of its
 * integrations is then that of a resource made anew (test_import_rest_api_with_base_path_oas30, `ignore`).
 */
export function applyMethods(target: Target, paths: readonly PathDescription[], problems: Problems): void {
  const { context, restApiId, mode } = target;
  if (mode === "overwrite") deleteOthers(target, paths);
  const ids = resourceIds(target);
  const namespaces = new Map<string, string>();
  if (mode === "overwrite") for (const id of ids.values()) namespaces.set(id, context.ids.short(6));
  for (const { path, methods } of paths) {
    const resourceId = problems.attempt(`create resource at path '${path}'`, () =>
      ensureResource(target, path, ids),
    );
    if (resourceId === undefined) continue;
    for (const method of methods) {
      const name = { restApiId, resourceId, httpMethod: method.httpMethod };
      putMethod(target, { name, path, namespace: namespaces.get(resourceId) }, method, problems);
    }
  }
}

interface Place {
  readonly name: MethodName;
  readonly path: string;
  /** The cache namespace of integrations without one of their own; absent for the resource's identifier. */
  readonly namespace: string | undefined;
}

function putMethod(target: Target, place: Place, method: MethodDescription, problems: Problems): void {
  const { context } = target;
  const { name, path } = place;
  const isPut = problems.attempt(`put method '${name.httpMethod}' on resource at path '${path}'`, () => {
    const resource = context.store.get(resources, context.region, name.restApiId, name.resourceId);
    if (resource?.methods[name.httpMethod] !== undefined) DeleteMethod(name, context);
    PutMethod({ ...name, ...methodInput(target, method) }, context);
    return true;
  });
  if (isPut === undefined) return;
  for (const { statusCode, responseParameters, responseModels } of method.methodResponses) {
    problems.attempt(
      `put method response '${statusCode}' on '${name.httpMethod}' for resource at path '${path}'`,
      () => PutMethodResponse({ ...name, statusCode, responseParameters, responseModels }, context),
    );
  }
  if (method.integration !== undefined) putWithResponses(target, place, method.integration, problems);
}

function methodInput(target: Target, method: MethodDescription) {
  const { authorization, requestValidator, apiKeyRequired, operationName } = method;
  return {
    authorizationType: authorization.type,
    ...("authorizer" in authorization && {
      authorizerId: authorizerId(target, authorization.authorizer),
      ...(authorization.scopes.length > 0 && { authorizationScopes: [...authorization.scopes] }),
    }),
    apiKeyRequired,
    operationName,
    requestValidatorId: requestValidator === undefined ? undefined : validatorId(target, requestValidator),
    requestParameters: method.requestParameters,
    requestModels: method.requestModels,
  };
}

function putWithResponses(
  { context }: Target,
  { name, path, namespace }: Place,
  { responses, httpMethod, cacheKeyParameters, cacheNamespace, ...rest }: IntegrationDescription,
  problems: Problems,
): void {
  const where = `on '${name.httpMethod}' for resource at path '${path}'`;
  const input = {
    ...name,
    ...rest,
    integrationHttpMethod: httpMethod,
    cacheKeyParameters: [...cacheKeyParameters],
    cacheNamespace: cacheNamespace ?? namespace,
  };
  const made = problems.attempt(`put integration ${where}`, () => putIntegration(input, context));
  if (made === undefined) return;
  for (const response of responses) {
    problems.attempt(`put integration response ${where}`, () => {
      if (!/^[1-5]\d\d$/.test(response.statusCode)) throw badRequest("Invalid status code specified");
      putIntegrationResponse({ ...name, ...response }, context);
    });
  }
}

/** The name itself when there is none of that name: the method is then refused in AWS's words. */
function authorizerId({ context: { store, region }, restApiId }: Target, name: string): string {
  return store.list(authorizers, region, restApiId).find((known) => known.name === name)?.id ?? name;
}

function validatorId({ context: { store, region }, restApiId }: Target, name: string): string {
  return store.list(requestValidators, region, restApiId).find((known) => known.name === name)?.id ?? name;
}

function resourceIds(target: Target): Map<string, string> {
  return new Map([...pathsOf(listResources(target))].map(([id, path]) => [path, id]));
}

function listResources({ context: { store, region }, restApiId }: Target): readonly ResourceRecord[] {
  return store.list(resources, region, restApiId);
}

/** The resource at a path; those above it are made as well when they are not there (D: intermediate resources). */
function ensureResource(target: Target, path: string, ids: Map<string, string>): string | undefined {
  const known = ids.get(path);
  if (known !== undefined) return known;
  const end = path.lastIndexOf("/");
  const parentId = ensureResource(target, path.slice(0, end) || "/", ids);
  if (parentId === undefined) return undefined;
  const { restApiId, context } = target;
  const { id } = CreateResource({ restApiId, parentId, pathPart: path.slice(end + 1) }, context);
  if (id !== undefined) ids.set(path, id);
  return id;
}

function deleteOthers(target: Target, paths: readonly PathDescription[]): void {
  const needed = new Set(paths.flatMap(({ path }) => [path, ...pathsAbove(path)]));
  const { context, restApiId } = target;
  for (const [id, path] of pathsOf(listResources(target))) {
    if (path !== "/" && !needed.has(path)) context.store.delete(resources, context.region, restApiId, id);
  }
}

function pathsAbove(path: string): readonly string[] {
  const parts = path.split("/");
  return parts.slice(2).map((_, index) => parts.slice(0, index + 2).join("/"));
}
