import type { Authorizer, Resource, RestApi } from "@aws-sdk/client-api-gateway";
import { authorizerStates, readAuthorizers } from "./aws/authorizers.ts";
import { readGatewayResponses } from "./aws/gateway-responses.ts";
import { readFunctions } from "./aws/read-functions.ts";
import { readResources } from "./aws/resources.ts";
import { findRestApi } from "./aws/rest-apis.ts";
import { readRole } from "./aws/roles.ts";
import { readStage } from "./aws/stages.ts";
import { compare } from "./canonical.ts";
import { compareMethods, normaliseMethod } from "./normalise.ts";
import type { RestApiState, State } from "./state.ts";
import type { Clients } from "./target.ts";

/** What is there, and the ids by which AWS knows it. */
export interface Live {
  readonly state: State;
  /** Absent when the API is not there. */
  readonly restApiId?: string;
  /** By path, the root's too. */
  readonly resourceIds: ReadonlyMap<string, string>;
  /** By name. */
  readonly authorizerIds: ReadonlyMap<string, string>;
}

/**
 * Reads what is there of an API and stage: found by tags and names, never by a record of our own.
 *
 * @param desired says which API and stage, and which names must not be somebody else's
 *
 * @throws DeployError `NotOurs` when a role or function of our name is somebody else's, `DuplicateApi` when two
 *   REST APIs are tagged as this one
 */
export async function readLive(clients: Clients, desired: State): Promise<Live> {
  const { scope } = desired;
  const restApi = await findRestApi(clients, scope);
  const restApiId = restApi?.id;
  const [role, functions, model, stage] = await Promise.all([
    readRole(clients, scope),
    readFunctions(clients, desired, restApiId),
    restApiId === undefined ? undefined : readModel(clients, restApiId),
    restApiId === undefined ? undefined : readStage(clients, scope, restApiId),
  ]);
  return {
    state: {
      scope,
      ...(role === undefined ? {} : { role }),
      functions,
      ...(restApi === undefined || model === undefined ? {} : { restApi: restApiState(restApi, model) }),
      ...(stage === undefined ? {} : { stage }),
    },
    ...(restApiId === undefined ? {} : { restApiId }),
    resourceIds: new Map(model?.resources.map(({ path = "", id = "" }) => [path, id])),
    authorizerIds: new Map(model?.authorizers.map(({ name = "", id = "" }) => [name, id])),
  };
}

/** What an API consists of. */
interface Model {
  readonly resources: readonly Resource[];
  readonly authorizers: readonly Authorizer[];
  readonly gatewayResponses: RestApiState["gatewayResponses"];
}

async function readModel(clients: Clients, restApiId: string): Promise<Model> {
  const [resources, authorizers, gatewayResponses] = await Promise.all([
    readResources(clients, restApiId),
    readAuthorizers(clients, restApiId),
    readGatewayResponses(clients, restApiId),
  ]);
  return { resources, authorizers, gatewayResponses };
}

function restApiState(
  { name = "", description = "", endpointConfiguration, binaryMediaTypes = [] }: RestApi,
  { resources, authorizers, gatewayResponses }: Model,
): RestApiState {
  const nameOf = (id: string) => authorizers.find((one) => one.id === id)?.name ?? id;
  return {
    name,
    description,
    // CreateRestApi's own default.
    endpointType: endpointConfiguration?.types?.[0] ?? "EDGE",
    binaryMediaTypes: [...binaryMediaTypes].sort(compare),
    resources: resources.flatMap(({ path = "/" }) => (path === "/" ? [] : [path])).sort(compare),
    authorizers: authorizerStates(authorizers),
    gatewayResponses,
    methods: resources
      .flatMap(({ path = "/", resourceMethods = {} }) =>
        Object.entries(resourceMethods).map(([httpMethod, method]) =>
          normaliseMethod(path, httpMethod, method, nameOf),
        ),
      )
      .sort(compareMethods),
  };
}
