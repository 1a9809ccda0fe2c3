import type { DeployedResource, DeploymentSnapshot } from "../deployed-stage.ts";
import type { ParsedRequest, RoutedRequest } from "../passing.ts";
import { Refusal } from "../refusal.ts";
import { compileRouter, type Router } from "./router.ts";

export interface RouteInput {
  readonly request: ParsedRequest;
  readonly router: Router;
}

/** Finds the method that a request is for, with its integration. */
export function route({ request, router }: RouteInput): RoutedRequest {
  const found = router.find(request.method, request.path);
  if (found.kind === "miss") throw new Refusal("no-such-route", found.nearest);
  const { resourceId, resourcePath, method } = found.route;
  const integration = method.methodIntegration;
  if (integration === undefined) {
    throw new Refusal(
      "configuration-error",
      `${request.method} ${resourcePath} has no integration: put one (aws apigateway put-integration) and deploy again`,
    );
  }
  return {
    ...request,
    resourceId,
    resourcePath,
    pathParameters: found.pathParameters,
    methodSettings: method,
    integration,
  };
}

const routers = new WeakMap<readonly DeployedResource[], Router>();

/** The router of a deployment: compiled once, and gone together with the snapshot. */
export function routerOf(snapshot: DeploymentSnapshot): Router {
  const existing = routers.get(snapshot.resources);
  if (existing !== undefined) return existing;
  const router = compileRouter(snapshot.resources);
  routers.set(snapshot.resources, router);
  return router;
}
