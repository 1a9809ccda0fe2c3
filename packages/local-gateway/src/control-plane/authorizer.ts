import type {
  Authorizer,
  Authorizers,
  CreateAuthorizerRequest,
  DeleteAuthorizerRequest,
  GetAuthorizerRequest,
  GetAuthorizersRequest,
  UpdateAuthorizerRequest,
} from "@aws-sdk/client-api-gateway";
import type { Checked } from "../protocol/checked.ts";
import { authorizerPatch, checkAuthorizer } from "./authorizer-patch.ts";
import type { ApiGatewayContext } from "./context.ts";
import { conflict, notFound } from "./errors.ts";
import { page } from "./page.ts";
import { applyPatch } from "./patch.ts";
import { type AuthorizerRecord, authorizers, resources, restApis } from "./records.ts";
import { pathOf } from "./resource-path.ts";
import { findRestApi } from "./rest-api.ts";

/**
 * R: the authorizer is checked before the API, and a wrong API is reported as a conflict (test_authorizer_crud_no_api);
 * which members an answer has (test_apigateway_with_custom_authorization_method).
 */
export function CreateAuthorizer(
  input: Checked<CreateAuthorizerRequest>,
  context: ApiGatewayContext,
): Authorizer {
  const { restApiId, authType, ...rest } = input;
  const record = checkAuthorizer({
    ...rest,
    id: context.ids.short(6),
    authType: authType ?? (input.type === "COGNITO_USER_POOLS" ? "cognito_user_pools" : "custom"),
  });
  if (context.store.get(restApis, context.region, restApiId) === undefined) {
    throw conflict("Unable to complete operation due to concurrent modification. Please try again later.");
  }
  return write(context, restApiId, record);
}

export function GetAuthorizer(input: Checked<GetAuthorizerRequest>, context: ApiGatewayContext): Authorizer {
  return toAuthorizer(findAuthorizer(context, input.restApiId, input.authorizerId));
}

export function GetAuthorizers(
  input: Checked<GetAuthorizersRequest>,
  context: ApiGatewayContext,
): Authorizers {
  const api = findRestApi(context, input.restApiId);
  const { items, ...rest } = page(context.store.list(authorizers, context.region, api.id), input);
  return { items: items.map(toAuthorizer), ...rest };
}

export function UpdateAuthorizer(
  input: Checked<UpdateAuthorizerRequest>,
  context: ApiGatewayContext,
): Authorizer {
  const before = findAuthorizer(context, input.restApiId, input.authorizerId);
  const record = checkAuthorizer(applyPatch(authorizerPatch, before, input.patchOperations));
  return write(context, input.restApiId, record);
}

/** The message for one in use is reported in terraform-provider-aws#14812. */
export function DeleteAuthorizer(input: Checked<DeleteAuthorizerRequest>, context: ApiGatewayContext): void {
  const { id, name } = findAuthorizer(context, input.restApiId, input.authorizerId);
  const all = context.store.list(resources, context.region, input.restApiId);
  for (const resource of all) {
    const method = Object.values(resource.methods).find(({ authorizerId }) => authorizerId === id);
    if (method === undefined) continue;
    const where = `${method.httpMethod}/${pathOf(resource, all)}`;
    throw conflict(`Cannot delete authorizer '${name}', is referenced in method: ${where}`);
  }
  context.store.delete(authorizers, context.region, input.restApiId, id);
}

export function toAuthorizer({ providerARNs, ...rest }: AuthorizerRecord): Authorizer {
  return { ...rest, ...(providerARNs && { providerARNs: [...providerARNs] }) };
}

export function findAuthorizer(context: ApiGatewayContext, restApiId: string, id: string): AuthorizerRecord {
  const record = context.store.get(authorizers, context.region, restApiId, id);
  if (record === undefined) throw notFound("Invalid Authorizer identifier specified");
  return record;
}

function write(context: ApiGatewayContext, restApiId: string, record: AuthorizerRecord): Authorizer {
  context.store.put(authorizers, [context.region, restApiId, record.id], record);
  return toAuthorizer(record);
}
