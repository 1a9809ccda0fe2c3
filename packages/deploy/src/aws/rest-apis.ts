import {
  APIGatewayServiceException,
  CreateRestApiCommand,
  DeleteRestApiCommand,
  type EndpointType,
  GetResourcesCommand,
  paginateGetRestApis,
  type RestApi,
  UpdateRestApiCommand,
} from "@aws-sdk/client-api-gateway";
import { DeployError } from "../errors.ts";
import { hasTagsOf, tagsOf } from "../names.ts";
import type { Scope } from "../state.ts";
import type { Clients } from "../target.ts";
import { known, type Performers, type Run, restApiIdOf } from "./run.ts";

/** REST APIs. The tags come with the API itself, so that an API of ours is never without them. */
export const restApis: Performers<"CreateRestApi" | "UpdateRestApi" | "DeleteRestApi"> = {
  async CreateRestApi({ name, description, endpointType, binaryMediaTypes }, run) {
    const { apiGateway } = run.clients;
    const command = new CreateRestApiCommand({
      name,
      ...(description === "" ? {} : { description }),
      endpointConfiguration: { types: [endpointType as EndpointType] },
      ...(binaryMediaTypes.length > 0 && { binaryMediaTypes: [...binaryMediaTypes] }),
      tags: tagsOf(run.scope),
    });
    const { id, rootResourceId } = await createOnce(command, run);
    const restApiId = known(id, "REST API");
    run.restApiId = restApiId;
    run.resourceIds.clear();
    if (rootResourceId !== undefined) {
      run.resourceIds.set("/", rootResourceId);
      return;
    }
    const { items = [] } = await apiGateway.send(new GetResourcesCommand({ restApiId }));
    for (const { path = "", id: resourceId = "" } of items) run.resourceIds.set(path, resourceId);
  },
  async UpdateRestApi({ patch }, run) {
    await run.clients.apiGateway.send(
      new UpdateRestApiCommand({ restApiId: restApiIdOf(run), patchOperations: [...patch] }),
    );
  },
  async DeleteRestApi(_call, run) {
    await run.clients.apiGateway.send(new DeleteRestApiCommand({ restApiId: restApiIdOf(run) }));
    run.restApiId = undefined;
  },
};

/**
 * Names of REST APIs need not differ, so an attempt whose answer was lost may have made one: it is looked for before
 * the next attempt.
 */
async function createOnce(command: CreateRestApiCommand, run: Run): Promise<RestApi> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run.clients.apiGatewayOnce.send(command);
    } catch (error) {
      if (attempt === 8 || !mayHaveHappened(error)) throw error;
      await run.sleep(Math.min(200 * 2 ** attempt, 5000));
      const made = await findRestApi(run.clients, run.scope);
      if (made !== undefined) return made;
    }
  }
}

/** A throttle, a fault of AWS, or a connection that was cut. */
function mayHaveHappened(error: unknown): boolean {
  if (error instanceof APIGatewayServiceException) {
    const { httpStatusCode = 500 } = error.$metadata;
    return httpStatusCode === 429 || httpStatusCode >= 500;
  }
  if (!(error instanceof Error)) return false;
  return error.name === "TimeoutError" || ("code" in error && /^E[A-Z_]+$/.test(String(error.code)));
}

/** The REST API with our tags. Throws `DuplicateApi` when there are several. */
export async function findRestApi({ apiGateway }: Clients, scope: Scope): Promise<RestApi | undefined> {
  const found: RestApi[] = [];
  for await (const { items = [] } of paginateGetRestApis({ client: apiGateway, pageSize: 500 }, {})) {
    found.push(...items.filter(({ tags }) => hasTagsOf(scope, tags)));
  }
  const [first, second] = found;
  if (second !== undefined) {
    const ids = found.map(({ id }) => id).join(", ");
    const message = `The REST APIs ${ids} are all tagged as ${scope.api}, stage ${scope.stage}. Delete all but one with aws apigateway delete-rest-api.`;
    throw new DeployError("DuplicateApi", message);
  }
  return first;
}
