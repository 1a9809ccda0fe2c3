import type {
  DeleteIntegrationResponseRequest,
  GetIntegrationResponseRequest,
  IntegrationResponse,
  PutIntegrationResponseRequest,
  UpdateIntegrationResponseRequest,
} from "@aws-sdk/client-api-gateway";
import type { Checked } from "../protocol/checked.ts";
import { ofStatus, withoutStatus, withResponse } from "./by-status.ts";
import type { ApiGatewayContext } from "./context.ts";
import { notFound } from "./errors.ts";
import { integrationOf } from "./integration.ts";
import { integrationResponsePatch } from "./integration-patch.ts";
import { checkIntegrationResponseParameters } from "./mapping-expression.ts";
import { checkTemplates } from "./mapping-template.ts";
import { findMethod, type MethodName, putMethodRecord } from "./method.ts";
import { toIntegrationResponse } from "./method-view.ts";
import { applyPatch } from "./patch.ts";
import type { IntegrationResponseRecord } from "./records.ts";

type Name = MethodName & { readonly statusCode: string };

export function PutIntegrationResponse(
  input: Checked<PutIntegrationResponseRequest>,
  context: ApiGatewayContext,
): IntegrationResponse {
  checkTemplates(input.responseTemplates);
  return putIntegrationResponse(input, context);
}

/**
 * PutIntegrationResponse without a look at the templates. R: may come before its method response, and overwrites an
 * earlier one (test_lifecycle_integration_response).
 */
export function putIntegrationResponse(
  input: Checked<PutIntegrationResponseRequest>,
  context: ApiGatewayContext,
): IntegrationResponse {
  return write(context, input, {
    statusCode: input.statusCode,
    selectionPattern: input.selectionPattern,
    responseParameters: input.responseParameters,
    responseTemplates: input.responseTemplates,
    contentHandling: input.contentHandling,
  });
}

export function GetIntegrationResponse(
  input: Checked<GetIntegrationResponseRequest>,
  context: ApiGatewayContext,
): IntegrationResponse {
  return toIntegrationResponse(find(context, input));
}

export function UpdateIntegrationResponse(
  input: Checked<UpdateIntegrationResponseRequest>,
  context: ApiGatewayContext,
): IntegrationResponse {
  const record = applyPatch(integrationResponsePatch, find(context, input), input.patchOperations);
  checkTemplates(record.responseTemplates);
  return write(context, input, record);
}

export function DeleteIntegrationResponse(
  input: Checked<DeleteIntegrationResponseRequest>,
  context: ApiGatewayContext,
): void {
  find(context, input);
  const { resource, method } = findMethod(context, input);
  const integration = integrationOf(method);
  const integrationResponses = withoutStatus(integration.integrationResponses, input.statusCode);
  const methodIntegration = { ...integration, integrationResponses };
  putMethodRecord(context, input.restApiId, resource, { ...method, methodIntegration });
}

function find(context: ApiGatewayContext, name: Name): IntegrationResponseRecord {
  const { integrationResponses } = integrationOf(findMethod(context, name).method);
  const found = ofStatus(integrationResponses, name.statusCode);
  if (found === undefined) throw notFound("Invalid Response status code specified");
  return found;
}

function write(
  context: ApiGatewayContext,
  name: Name,
  record: IntegrationResponseRecord,
): IntegrationResponse {
  const { resource, method } = findMethod(context, name);
  const integration = integrationOf(method);
  checkIntegrationResponseParameters(record.responseParameters, method, record.statusCode);
  const integrationResponses = withResponse(integration.integrationResponses, record);
  const methodIntegration = { ...integration, integrationResponses };
  putMethodRecord(context, name.restApiId, resource, { ...method, methodIntegration });
  return toIntegrationResponse(record);
}
