import type { RawRequest } from "../../raw-http.ts";
import type { DeployedResource, DeploymentSnapshot } from "../deployed-stage.ts";
import type { ParsedRequest, RoutedRequest } from "../passing.ts";
import { Refusal } from "../refusal.ts";
import { compileRouter, type Router } from "./router.ts";

export interface RouteInput {
  readonly request: ParsedRequest;
  readonly router: Router;
  /** Refuses a request that is signed, but not as it has to be. */
  readonly checkSignature: (request: RawRequest) => void;
}

/** Finds the method that a request is for, with its integration. */
export function route({ request, router, checkSignature }: RouteInput): RoutedRequest {
  const found = router.find(request.method, request.path);
  if (found.kind === "miss") throw refusalOfMiss(request, found.nearest, checkSignature);
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

/**
 * API Gateway wants a signature of what is no method of an API, so that a caller who sends a token in `Authorization`
 * is told what is wrong with it as a signature (chalice#828; D, troubleshoot HTTP 403 errors: the message is also that
 * of a path that is not there).
 */
function refusalOfMiss(
  { raw }: ParsedRequest,
  nearest: string,
  checkSignature: RouteInput["checkSignature"],
): Refusal {
  try {
    checkSignature(raw);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { kind, reason, wireMessage, details } = error;
    const options = { cause: error, details, ...(wireMessage !== undefined && { wireMessage }) };
    return new Refusal(kind, `${nearest}; and so it has to be signed: ${reason}`, options);
  }
  return new Refusal("no-such-route", nearest);
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
