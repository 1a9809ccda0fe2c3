import type { RequestValidator } from "@aws-sdk/client-api-gateway";
import type { Eventually } from "../../eventually.ts";
import { own } from "../../own.ts";
import { type RequestIds, requestContext } from "../context/request-context.ts";
import type { DeployedStage } from "../deployed-stage.ts";
import type { MeteredRequest, MethodRequest } from "../passing.ts";
import { Refusal } from "../refusal.ts";
import { faultOf } from "./body-model.ts";

export interface MethodRequestInput {
  readonly request: MeteredRequest;
  readonly stage: DeployedStage;
  readonly ids: RequestIds;
}

/**
 * Checks what the method's request validator looks at: the required parameters, whose header names are compared
 * with their case (D, known issues), then the body.
 */
export function methodRequest({ request, stage, ids }: MethodRequestInput): Eventually<MethodRequest> {
  const validator = validatorOf(request, stage);
  if (validator?.validateRequestParameters === true) {
    const missing = missingParameters(request);
    if (missing.length > 0) {
      const message = `Missing required request parameters: [${missing.join(", ")}]`;
      throw new Refusal("missing-parameters", message, { wireMessage: message });
    }
  }
  const accepted = { ...request, context: requestContext(request, stage, ids) };
  const model = validator?.validateRequestBody === true ? modelFor(request) : undefined;
  return model === undefined ? accepted : withValidBody(accepted, model, stage);
}

async function withValidBody(
  request: MethodRequest,
  model: string,
  stage: DeployedStage,
): Promise<MethodRequest> {
  const fault = await faultOf(request.body, model, stage);
  if (fault === undefined) return request;
  const { reason, validationErrorString } = fault;
  throw new Refusal("invalid-body", reason, { details: { validationErrorString } });
}

function validatorOf(request: MeteredRequest, { snapshot }: DeployedStage): RequestValidator | undefined {
  const { requestValidatorId } = request.methodSettings;
  if (requestValidatorId === undefined) return undefined;
  return snapshot.requestValidators.find(({ id }) => id === requestValidatorId);
}

/** D, request validation: a body of a content type for which there is no model is not looked at. */
function modelFor({ methodSettings, contentType }: MeteredRequest): string | undefined {
  const models = methodSettings.requestModels ?? {};
  return [contentType, "$default"].map((type) => own(models, type)).find((model) => model !== undefined);
}

/**
 * Absent or blank (D, request validation). In the order header, path, querystring, as recorded
 * (test_api_gateway_request_validator).
 */
function missingParameters(request: MeteredRequest): string[] {
  const present: Readonly<Record<string, (name: string) => boolean>> = {
    header: (name) => request.headers.some((header) => header[0] === name && header[1].trim() !== ""),
    path: (name) => (own(request.pathParameters, name) ?? "") !== "",
    querystring: (name) => request.query.get(name)?.some((value) => value.trim() !== "") === true,
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
