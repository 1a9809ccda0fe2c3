import type { RequestValidator } from "@aws-sdk/client-api-gateway";
import { own } from "../own.ts";
import { faultOf } from "./body-model.ts";
import type { DeployedStage } from "./deployed-stage.ts";
import type { AuthorizedRequest, MethodRequest } from "./passing.ts";
import { Refusal } from "./refusal.ts";
import { type RequestIds, requestContext } from "./request-context.ts";

/**
 * Checks what the method's request validator looks at: the required parameters, whose header names are compared
 * with their case (D, known issues), then the body.
 */
export function methodRequest({
  request,
  stage,
  ids,
}: {
  readonly request: AuthorizedRequest;
  readonly stage: DeployedStage;
  readonly ids: RequestIds;
}): MethodRequest {
  const validator = validatorOf(request, stage);
  if (validator?.validateRequestParameters === true) {
    const missing = missingParameters(request);
    if (missing.length > 0) {
      const message = `Missing required request parameters: [${missing.join(", ")}]`;
      throw new Refusal("missing-parameters", message, { wireMessage: message });
    }
  }
  const model = validator?.validateRequestBody === true ? modelFor(request) : undefined;
  const fault = model === undefined ? undefined : faultOf(request.body, model, stage);
  if (fault !== undefined) {
    const { reason, validationErrorString } = fault;
    throw new Refusal("invalid-body", reason, { details: { validationErrorString } });
  }
  return { ...request, context: requestContext(request, stage, ids) };
}

function validatorOf(request: AuthorizedRequest, { snapshot }: DeployedStage): RequestValidator | undefined {
  const { requestValidatorId } = request.methodSettings;
  if (requestValidatorId === undefined) return undefined;
  return snapshot.requestValidators?.find(({ id }) => id === requestValidatorId);
}

/** D, request validation: a body of a content type for which there is no model is not looked at. */
function modelFor({ methodSettings, contentType }: AuthorizedRequest): string | undefined {
  const models = methodSettings.requestModels ?? {};
  return [contentType, "$default"].map((type) => own(models, type)).find((model) => model !== undefined);
}

/** In the order header, path, querystring, as recorded (test_api_gateway_request_validator). */
function missingParameters(request: AuthorizedRequest): string[] {
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
