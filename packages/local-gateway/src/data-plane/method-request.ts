import type { DeployedStage } from "./deployed-stage.ts";
import type { MeteredRequest, MethodRequest } from "./passing.ts";
import { Refusal } from "./refusal.ts";
import { type RequestIds, requestContext } from "./request-context.ts";

/**
 * Checks the required parameters of the method, if it has a request validator that looks at parameters.
 * Header names are compared with their case (D, known issues).
 */
export function methodRequest({
  request,
  stage,
  ids,
}: {
  readonly request: MeteredRequest;
  readonly stage: DeployedStage;
  readonly ids: RequestIds;
}): MethodRequest {
  if (validatesParameters(request, stage)) {
    const missing = missingParameters(request);
    if (missing.length > 0) {
      const message = `Missing required request parameters: [${missing.join(", ")}]`;
      throw new Refusal("missing-parameters", message, { wireMessage: message });
    }
  }
  return { ...request, context: requestContext(request, stage, ids) };
}

function validatesParameters(request: MeteredRequest, { snapshot }: DeployedStage): boolean {
  const { requestValidatorId } = request.methodSettings;
  if (requestValidatorId === undefined) return false;
  const validator = snapshot.requestValidators?.find(({ id }) => id === requestValidatorId);
  return validator?.validateRequestParameters ?? false;
}

/** In the order header, path, querystring, as recorded (test_api_gateway_request_validator). */
function missingParameters(request: MeteredRequest): string[] {
  const headers = new Set(request.headers.map(([name]) => name));
  const present: Readonly<Record<string, (name: string) => boolean>> = {
    header: (name) => headers.has(name),
    path: (name) => Object.hasOwn(request.pathParameters, name),
    querystring: (name) => request.query.has(name),
  };
  return Object.entries(request.methodSettings.requestParameters ?? {})
    .filter(([, required]) => required)
    .map(([expression]) => expression)
    .sort()
    .flatMap((expression) => {
      const [, location = "", name = ""] = /^method\.request\.(\w+)\.(.*)$/.exec(expression) ?? [];
      return present[location]?.(name) === false ? [name] : [];
    });
}
