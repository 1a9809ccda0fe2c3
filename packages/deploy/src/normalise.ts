import type { Integration, IntegrationResponse, Method, MethodResponse } from "@aws-sdk/client-api-gateway";
import { compare } from "./canonical.ts";
import type {
  IntegrationResponseState,
  IntegrationState,
  MethodRequest,
  MethodResponseState,
  MethodState,
} from "./state.ts";

/**
 * One method in canonical form, from the SDK's own shape: what we ask for and what API Gateway answers go through
 * this very function, so that a default that only one side spells out is not a difference.
 *
 * @param authorizerName the name of an authorizer, by its id
 */
export function normaliseMethod(
  path: string,
  httpMethod: string,
  method: Method,
  authorizerName: (id: string) => string,
): MethodState {
  const { methodIntegration, authorizerId } = method;
  return {
    path,
    httpMethod,
    request: {
      ...decide<Method, OwnRequest>(method, methodMembers),
      authorizer: authorizerId ? authorizerName(authorizerId) : "",
    },
    ...(methodIntegration === undefined
      ? {}
      : { integration: decide<Integration, IntegrationState>(methodIntegration, integrationMembers) }),
    methodResponses: mapMembers(method.methodResponses, (response) =>
      decide<MethodResponse, MethodResponseState>(response, methodResponseMembers),
    ),
    integrationResponses: mapMembers(methodIntegration?.integrationResponses, (response) =>
      decide<IntegrationResponse, IntegrationResponseState>(response, integrationResponseMembers),
    ),
  };
}

/** The method request but for what stands elsewhere. */
type OwnRequest = Omit<MethodRequest, "authorizer">;

/** The order in which methods stand in a state. */
export function compareMethods(left: MethodState, right: MethodState): number {
  return compare(left.path, right.path) || compare(left.httpMethod, right.httpMethod);
}

/** Tells whether a method is this one, whatever it is like. */
export function sameMethod({ path, httpMethod }: MethodState): (other: MethodState) => boolean {
  return (other) => other.path === path && other.httpMethod === httpMethod;
}

/** For each member of the SDK's type: not part of the state, or what a missing one means. */
type Members<From, To> = {
  readonly [Name in keyof Required<From>]:
    | "elsewhere"
    | { readonly member: keyof To; readonly otherwise: To[keyof To] };
};

function kept<To>(member: keyof To, otherwise: To[keyof To]) {
  return { member, otherwise } as const;
}

// A member that a new SDK brings breaks the build here, until someone has decided on it.
const methodMembers = {
  httpMethod: "elsewhere",
  methodIntegration: "elsewhere",
  methodResponses: "elsewhere",
  authorizationType: kept<OwnRequest>("authorizationType", "NONE"),
  apiKeyRequired: kept<OwnRequest>("apiKeyRequired", false),
  requestParameters: kept<OwnRequest>("requestParameters", {}),
  requestModels: kept<OwnRequest>("requestModels", {}),
  requestValidatorId: kept<OwnRequest>("requestValidatorId", ""),
  authorizerId: "elsewhere",
  authorizationScopes: kept<OwnRequest>("authorizationScopes", []),
  operationName: kept<OwnRequest>("operationName", ""),
} satisfies Members<Method, OwnRequest>;

const integrationMembers = {
  type: kept<IntegrationState>("type", ""),
  httpMethod: kept<IntegrationState>("integrationHttpMethod", ""),
  uri: kept<IntegrationState>("uri", ""),
  passthroughBehavior: kept<IntegrationState>("passthroughBehavior", "WHEN_NO_MATCH"),
  requestTemplates: kept<IntegrationState>("requestTemplates", {}),
  requestParameters: kept<IntegrationState>("requestParameters", {}),
  contentHandling: kept<IntegrationState>("contentHandling", ""),
  credentials: kept<IntegrationState>("credentials", ""),
  // 29 seconds: the default of PutIntegration, recorded.
  timeoutInMillis: kept<IntegrationState>("timeoutInMillis", 29_000),
  responseTransferMode: kept<IntegrationState>("responseTransferMode", "BUFFERED"),
  integrationResponses: "elsewhere",
  // Caching, VPC links and TLS to HTTP back ends: nothing that a route can ask for.
  cacheNamespace: "elsewhere",
  cacheKeyParameters: "elsewhere",
  connectionType: "elsewhere",
  connectionId: "elsewhere",
  integrationTarget: "elsewhere",
  tlsConfig: "elsewhere",
} satisfies Members<Integration, IntegrationState>;

const methodResponseMembers = {
  statusCode: "elsewhere",
  responseParameters: kept<MethodResponseState>("responseParameters", {}),
  responseModels: kept<MethodResponseState>("responseModels", {}),
} satisfies Members<MethodResponse, MethodResponseState>;

const integrationResponseMembers = {
  statusCode: "elsewhere",
  selectionPattern: kept<IntegrationResponseState>("selectionPattern", ""),
  responseParameters: kept<IntegrationResponseState>("responseParameters", {}),
  responseTemplates: kept<IntegrationResponseState>("responseTemplates", {}),
  contentHandling: kept<IntegrationResponseState>("contentHandling", ""),
} satisfies Members<IntegrationResponse, IntegrationResponseState>;

function decide<From, To>(value: From, members: Members<From, To>): To {
  const result: { -readonly [Name in keyof To]?: To[keyof To] } = {};
  for (const name in members) {
    const decision = members[name];
    if (decision === "elsewhere") continue;
    // Members of one name have one type in both, which no type can say of a whole table.
    const given = value[name] as To[keyof To] | null | undefined;
    result[decision.member] = given ?? decision.otherwise;
  }
  return result as To;
}

function mapMembers<From, To>(
  record: Record<string, From> | undefined,
  map: (value: From) => To,
): { [name: string]: To } {
  return Object.fromEntries(
    Object.entries(record ?? {})
      .sort(([left], [right]) => compare(left, right))
      .map(([name, value]) => [name, map(value)]),
  );
}
