import type {
  DeleteMethodRequest,
  GetMethodRequest,
  Method,
  PutMethodRequest,
  UpdateMethodRequest,
} from "@aws-sdk/client-api-gateway";
import { own, without } from "../own.ts";
import type { Checked } from "../protocol/checked.ts";
import type { ApiGatewayContext } from "./context.ts";
import { badRequest, conflict, notFound } from "./errors.ts";
import { checkMethodRequestParameters } from "./mapping-expression.ts";
import { toMethod } from "./method-view.ts";
import { checkModels } from "./model.ts";
import {
  applyPatch,
  entryRules,
  flagOf,
  optionalTextOf,
  type PatchTable,
  refusePlainly,
  textOf,
} from "./patch.ts";
import {
  authorizers,
  type MethodRecord,
  type ResourceRecord,
  requestValidators,
  resources,
} from "./records.ts";
import { findResource } from "./resource.ts";

const httpMethods = ["GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "ANY"];
/** K: taken in any case, as callers send `none`. */
const authorizationTypes = ["NONE", "AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS"];

/** What names a method. */
export interface MethodName {
  readonly restApiId: string;
  readonly resourceId: string;
  readonly httpMethod: string;
}

/** The order of the checks is recorded as far as it shows (test_put_method_validation). */
export function PutMethod(input: Checked<PutMethodRequest>, context: ApiGatewayContext): Method {
  const resource = findResource(context, input.restApiId, input.resourceId);
  if (!httpMethods.includes(input.httpMethod)) {
    throw badRequest(`Invalid HttpMethod specified. Valid options are ${httpMethods.join(",")}`);
  }
  if (resource.methods[input.httpMethod] !== undefined) {
    throw conflict("Method already exists for this resource");
  }
  const record: MethodRecord = checked(context, input.restApiId, {
    httpMethod: input.httpMethod,
    authorizationType: input.authorizationType.toUpperCase(),
    apiKeyRequired: input.apiKeyRequired ?? false,
    authorizerId: input.authorizerId,
    authorizationScopes: input.authorizationScopes,
    operationName: input.operationName,
    requestValidatorId: input.requestValidatorId,
    requestParameters: input.requestParameters,
    requestModels: input.requestModels,
  });
  putMethodRecord(context, input.restApiId, resource, record);
  return toMethod(record);
}

export function GetMethod(input: Checked<GetMethodRequest>, context: ApiGatewayContext): Method {
  return toMethod(findMethod(context, input).method);
}

export function UpdateMethod(input: Checked<UpdateMethodRequest>, context: ApiGatewayContext): Method {
  const { resource, method } = findMethod(context, input);
  const record = checked(context, input.restApiId, applyPatch(methodPatch, method, input.patchOperations));
  putMethodRecord(context, input.restApiId, resource, record);
  return toMethod(record);
}

export function DeleteMethod(input: Checked<DeleteMethodRequest>, context: ApiGatewayContext): void {
  const { resource } = findMethod(context, input);
  const methods = without(resource.methods, input.httpMethod);
  context.store.put(resources, [context.region, input.restApiId, resource.id], { ...resource, methods });
}

/** R: the messages (test_method_lifecycle, test_get_integration_non_existent). */
export function findMethod(
  context: ApiGatewayContext,
  { restApiId, resourceId, httpMethod }: MethodName,
): { readonly resource: ResourceRecord; readonly method: MethodRecord } {
  const resource = findResource(context, restApiId, resourceId);
  const method = own(resource.methods, httpMethod);
  if (method === undefined) throw notFound("Invalid Method identifier specified");
  return { resource, method };
}

export function putMethodRecord(
  context: ApiGatewayContext,
  restApiId: string,
  resource: ResourceRecord,
  method: MethodRecord,
): void {
  const methods = { ...resource.methods, [method.httpMethod]: method };
  context.store.put(resources, [context.region, restApiId, resource.id], { ...resource, methods });
}

const methodPatch: PatchTable<MethodRecord> = {
  refusal: refusePlainly,
  rules: [
    { path: "/apiKeyRequired", replace: (method, change) => ({ ...method, apiKeyRequired: flagOf(change) }) },
    {
      path: "/authorizationType",
      replace: (method, change) => ({ ...method, authorizationType: textOf(change).toUpperCase() }),
    },
    {
      path: "/authorizerId",
      replace: (method, change) => ({ ...method, authorizerId: optionalTextOf(change) }),
    },
    {
      path: "/authorizationScopes",
      add: (method, { value = "" }) => withScopes(method, [...(method.authorizationScopes ?? []), value]),
      remove: (method, { value }) =>
        withScopes(
          method,
          (method.authorizationScopes ?? []).filter((scope) => scope !== value),
        ),
    },
    {
      path: "/operationName",
      replace: (method, change) => ({ ...method, operationName: optionalTextOf(change) }),
    },
    {
      path: "/requestValidatorId",
      replace: (method, change) => ({ ...method, requestValidatorId: optionalTextOf(change) }),
    },
    entryRules<MethodRecord, boolean>(
      "/requestParameters",
      (method) => method.requestParameters,
      (method, requestParameters) => ({ ...method, requestParameters }),
      flagOf,
      "Invalid parameter name specified",
    ),
    entryRules<MethodRecord, string>(
      "/requestModels",
      (method) => method.requestModels,
      (method, requestModels) => ({ ...method, requestModels }),
      textOf,
      "Content-Type specified was not found",
    ),
  ],
};

function checked(context: ApiGatewayContext, restApiId: string, method: MethodRecord): MethodRecord {
  checkMethodRequestParameters(method.requestParameters);
  if (!authorizationTypes.includes(method.authorizationType)) {
    throw badRequest(
      `Invalid Authorization type specified. Valid options are ${authorizationTypes.join(",")}`,
    );
  }
  const { requestValidatorId, authorizerId } = method;
  const needsAuthorizer = ["CUSTOM", "COGNITO_USER_POOLS"].includes(method.authorizationType);
  if (
    needsAuthorizer &&
    context.store.get(authorizers, context.region, restApiId, authorizerId ?? "") === undefined
  ) {
    throw badRequest(
      "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a " +
        "valid authorizer.",
    );
  }
  if (
    requestValidatorId !== undefined &&
    context.store.get(requestValidators, context.region, restApiId, requestValidatorId) === undefined
  ) {
    throw badRequest("Invalid Request Validator identifier specified");
  }
  checkModels(context, restApiId, method.requestModels);
  // R test_update_method_validation: an authorizer that the type does not ask for is ignored.
  return needsAuthorizer ? method : { ...method, authorizerId: undefined };
}

function withScopes(method: MethodRecord, scopes: readonly string[]): MethodRecord {
  return { ...method, authorizationScopes: scopes.length > 0 ? scopes : undefined };
}
