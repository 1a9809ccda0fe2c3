import type {
  DeleteMethodResponseRequest,
  GetMethodResponseRequest,
  MethodResponse,
  PutMethodResponseRequest,
  UpdateMethodResponseRequest,
} from "@aws-sdk/client-api-gateway";
import type { Checked } from "../protocol/checked.ts";
import { ofStatus, withoutStatus, withResponse } from "./by-status.ts";
import type { ApiGatewayContext } from "./context.ts";
import { conflict, notFound } from "./errors.ts";
import { checkMethodResponseParameters } from "./mapping-expression.ts";
import { findMethod, type MethodName, putMethodRecord } from "./method.ts";
import { toMethodResponse } from "./method-view.ts";
import { checkModels } from "./model.ts";
import { applyPatch, entryRules, flagOf, type PatchTable, refusePlainly, textOf } from "./patch.ts";
import type { MethodResponseRecord } from "./records.ts";

type Name = MethodName & { readonly statusCode: string };

export function PutMethodResponse(
  input: Checked<PutMethodResponseRequest>,
  context: ApiGatewayContext,
): MethodResponse {
  const { method } = findMethod(context, input);
  if (ofStatus(method.methodResponses, input.statusCode) !== undefined) {
    throw conflict("Response already exists for this resource");
  }
  return write(context, input, {
    statusCode: input.statusCode,
    responseParameters: input.responseParameters,
    responseModels: input.responseModels,
  });
}

export function GetMethodResponse(
  input: Checked<GetMethodResponseRequest>,
  context: ApiGatewayContext,
): MethodResponse {
  return toMethodResponse(find(context, input));
}

export function UpdateMethodResponse(
  input: Checked<UpdateMethodResponseRequest>,
  context: ApiGatewayContext,
): MethodResponse {
  return write(context, input, applyPatch(methodResponsePatch, find(context, input), input.patchOperations));
}

export function DeleteMethodResponse(
  input: Checked<DeleteMethodResponseRequest>,
  context: ApiGatewayContext,
): void {
  find(context, input);
  const { resource, method } = findMethod(context, input);
  const methodResponses = withoutStatus(method.methodResponses, input.statusCode);
  putMethodRecord(context, input.restApiId, resource, { ...method, methodResponses });
}

/** R: the messages of missing entries (test_update_method_lack_response_parameters_and_models). */
const methodResponsePatch: PatchTable<MethodResponseRecord> = {
  refusal: refusePlainly,
  rules: [
    entryRules<MethodResponseRecord, boolean>(
      "/responseParameters",
      (response) => response.responseParameters,
      (response, responseParameters) => ({ ...response, responseParameters }),
      flagOf,
      "Invalid parameter name specified",
    ),
    entryRules<MethodResponseRecord, string>(
      "/responseModels",
      (response) => response.responseModels,
      (response, responseModels) => ({ ...response, responseModels }),
      textOf,
      "Content-Type specified was not found",
    ),
  ],
};

function find(context: ApiGatewayContext, name: Name): MethodResponseRecord {
  const found = ofStatus(findMethod(context, name).method.methodResponses, name.statusCode);
  if (found === undefined) throw notFound("Invalid Response status code specified");
  return found;
}

function write(context: ApiGatewayContext, name: Name, record: MethodResponseRecord): MethodResponse {
  checkMethodResponseParameters(record.responseParameters);
  checkModels(context, name.restApiId, record.responseModels);
  const { resource, method } = findMethod(context, name);
  const methodResponses = withResponse(method.methodResponses, record);
  putMethodRecord(context, name.restApiId, resource, { ...method, methodResponses });
  return toMethodResponse(record);
}
