import type {
  AuthorizerRecord,
  DocumentationPartRecord,
  GatewayResponseRecord,
  IntegrationRecord,
  MethodRecord,
  ModelRecord,
  RequestValidatorRecord,
  RestApiRecord,
  SnapshotResource,
} from "../records.ts";
import type {
  ApiDescription,
  Authorization,
  IntegrationDescription,
  MethodDescription,
} from "./description.ts";
import { fromModel } from "./schema.ts";

/** An API as it is stored: live, or as a deployment keeps it. */
export interface StoredApi {
  readonly api: RestApiRecord;
  readonly resources: readonly SnapshotResource[];
  readonly models: readonly ModelRecord[];
  readonly requestValidators: readonly RequestValidatorRecord[];
  readonly gatewayResponses: readonly GatewayResponseRecord[];
  readonly authorizers: readonly AuthorizerRecord[];
  readonly documentation?:
    | {
        readonly version?: string | undefined;
        /** Milliseconds since 1970. */
        readonly createdDate?: number | undefined;
        readonly parts: readonly DocumentationPartRecord[];
      }
    | undefined;
}

/** Milliseconds; what an integration has when nothing else was asked for (R). */
const usualTimeout = 29_000;

/** The description of a stored API, in which names stand for identifiers and what is usual is left out. */
export function describeApi(stored: StoredApi): ApiDescription {
  const { api, documentation } = stored;
  const parents = new Set(stored.resources.map(({ parentId }) => parentId));
  // R: a root without methods is no path (test_export_swagger_openapi); what others stand below needs none to be made.
  const paths = stored.resources
    .filter(({ id, parentId, methods }) => {
      const isLeaf = parentId !== undefined && !parents.has(id);
      return isLeaf || Object.keys(methods).length > 0;
    })
    .map((resource) => ({
      path: resource.path,
      methods: Object.values(resource.methods).map((method) => describeMethod(stored, resource.id, method)),
    }));
  return {
    name: api.name,
    description: api.description,
    version: api.version,
    apiKeySource: api.apiKeySource,
    binaryMediaTypes: api.binaryMediaTypes,
    minimumCompressionSize: api.minimumCompressionSize,
    policy: api.policy,
    securityPolicy: api.securityPolicy,
    endpoint: {
      ...api.endpointConfiguration,
      disableExecuteApiEndpoint: api.disableExecuteApiEndpoint,
    },
    models: stored.models.map(({ name, contentType, description, schema }) => ({
      name,
      contentType,
      description,
      schema: fromModel(JSON.parse(schema)),
    })),
    requestValidators: stored.requestValidators.map(({ id: _, ...validator }) => validator),
    gatewayResponses: stored.gatewayResponses,
    authorizers: stored.authorizers.map(({ id: _, ...authorizer }) => authorizer),
    paths: [...paths].sort((a, b) => (a.path < b.path ? -1 : 1)),
    documentation: documentation && {
      version: documentation.version,
      createdDate:
        documentation.createdDate === undefined ? undefined : isoSeconds(documentation.createdDate),
      parts: documentation.parts.map(({ id: _, ...part }) => part),
    },
  };
}

/** @param milliseconds since 1970. */
export function isoSeconds(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z");
}

function describeMethod(stored: StoredApi, resourceId: string, method: MethodRecord): MethodDescription {
  const validator = stored.requestValidators.find(({ id }) => id === method.requestValidatorId);
  return {
    httpMethod: method.httpMethod,
    authorization: authorizationOf(stored, method),
    apiKeyRequired: method.apiKeyRequired,
    operationName: method.operationName,
    requestValidator: validator?.name,
    requestParameters: method.requestParameters,
    requestModels: method.requestModels,
    methodResponses: method.methodResponses ?? [],
    integration: method.methodIntegration && describeIntegration(method.methodIntegration, resourceId),
  };
}

function authorizationOf({ authorizers }: StoredApi, method: MethodRecord): Authorization {
  const authorizer = authorizers.find(({ id }) => id === method.authorizerId);
  const { authorizationType: type } = method;
  if (authorizer !== undefined && (type === "CUSTOM" || type === "COGNITO_USER_POOLS")) {
    return { type, authorizer: authorizer.name, scopes: method.authorizationScopes ?? [] };
  }
  return { type: type === "AWS_IAM" ? "AWS_IAM" : "NONE" };
}

function describeIntegration(
  { integrationResponses, cacheNamespace, timeoutInMillis, ...rest }: IntegrationRecord,
  resourceId: string,
): IntegrationDescription {
  return {
    ...rest,
    cacheNamespace: cacheNamespace === resourceId ? undefined : cacheNamespace,
    timeoutInMillis: timeoutInMillis === usualTimeout ? undefined : timeoutInMillis,
    responses: integrationResponses ?? [],
  };
}
