import type {
  CreateRequestValidatorRequest,
  DeleteRequestValidatorRequest,
  GetRequestValidatorRequest,
  GetRequestValidatorsRequest,
  RequestValidator,
  RequestValidators,
  UpdateRequestValidatorRequest,
} from "@aws-sdk/client-api-gateway";
import type { Checked } from "../protocol/checked.ts";
import type { ApiGatewayContext } from "./context.ts";
import { badRequest, conflict, notFound } from "./errors.ts";
import { page } from "./page.ts";
import { applyPatch, flagOf, type PatchTable, refuseWithList, textOf } from "./patch.ts";
import { type RequestValidatorRecord, requestValidators, resources, restApis } from "./records.ts";
import { pathOf } from "./resource-path.ts";
import { findRestApi } from "./rest-api.ts";

/** R: the message about a wrong API (test_create_request_validator_invalid_api_id). */
export function CreateRequestValidator(
  input: Checked<CreateRequestValidatorRequest>,
  context: ApiGatewayContext,
): RequestValidator {
  if (context.store.get(restApis, context.region, input.restApiId) === undefined) {
    throw badRequest("Invalid REST API identifier specified");
  }
  const record: RequestValidatorRecord = {
    id: context.ids.short(6),
    name: checkedName(input.name ?? ""),
    validateRequestBody: input.validateRequestBody ?? false,
    validateRequestParameters: input.validateRequestParameters ?? false,
  };
  context.store.put(requestValidators, [context.region, input.restApiId, record.id], record);
  return record;
}

export function GetRequestValidator(
  input: Checked<GetRequestValidatorRequest>,
  context: ApiGatewayContext,
): RequestValidator {
  return find(context, input.restApiId, input.requestValidatorId);
}

export function GetRequestValidators(
  input: Checked<GetRequestValidatorsRequest>,
  context: ApiGatewayContext,
): RequestValidators {
  const api = findRestApi(context, input.restApiId);
  return page(context.store.list(requestValidators, context.region, api.id), input);
}

export function UpdateRequestValidator(
  input: Checked<UpdateRequestValidatorRequest>,
  context: ApiGatewayContext,
): RequestValidator {
  const before = find(context, input.restApiId, input.requestValidatorId);
  const record = applyPatch(requestValidatorPatch, before, input.patchOperations);
  context.store.put(requestValidators, [context.region, input.restApiId, record.id], record);
  return record;
}

/** The words are those of an authorizer in use (hashicorp/terraform-provider-aws#14812). */
export function DeleteRequestValidator(
  input: Checked<DeleteRequestValidatorRequest>,
  context: ApiGatewayContext,
): void {
  const { id, name } = find(context, input.restApiId, input.requestValidatorId);
  const all = context.store.list(resources, context.region, input.restApiId);
  for (const resource of all) {
    for (const method of Object.values(resource.methods)) {
      if (method.requestValidatorId !== id) continue;
      const where = `${method.httpMethod}/${pathOf(resource, all)}`;
      throw conflict(`Cannot delete request validator '${name}', is referenced in method: ${where}`);
    }
  }
  context.store.delete(requestValidators, context.region, input.restApiId, id);
}

const requestValidatorPatch: PatchTable<RequestValidatorRecord> = {
  refusal: refuseWithList,
  rules: [
    { path: "/name", replace: (validator, change) => ({ ...validator, name: checkedName(textOf(change)) }) },
    {
      path: "/validateRequestParameters",
      replace: (validator, change) => ({ ...validator, validateRequestParameters: flagOf(change) }),
    },
    {
      path: "/validateRequestBody",
      replace: (validator, change) => ({ ...validator, validateRequestBody: flagOf(change) }),
    },
  ],
};

function checkedName(name: string): string {
  if (name === "") throw badRequest("Request Validator name cannot be blank");
  return name;
}

/** R: the message (test_request_validator_lifecycle). */
function find(context: ApiGatewayContext, restApiId: string, id: string): RequestValidatorRecord {
  const record = context.store.get(requestValidators, context.region, restApiId, id);
  if (record === undefined) throw notFound("Invalid Request Validator identifier specified");
  return record;
}
