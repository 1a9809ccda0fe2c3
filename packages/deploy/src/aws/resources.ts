import {
  CreateResourceCommand,
  DeleteResourceCommand,
  paginateGetResources,
  type Resource,
} from "@aws-sdk/client-api-gateway";
import type { Clients } from "../target.ts";
import { known, type Performers, resourceOf } from "./run.ts";

/** Resources: the nodes of the tree of paths. */
export const resources: Performers<"CreateResource" | "DeleteResource"> = {
  async CreateResource({ path }, run) {
    const cut = path.lastIndexOf("/");
    const { restApiId, resourceId: parentId } = resourceOf(run, path.slice(0, cut) || "/");
    const { id } = await run.clients.apiGateway.send(
      new CreateResourceCommand({ restApiId, parentId, pathPart: path.slice(cut + 1) }),
    );
    run.resourceIds.set(path, known(id, `resource ${path}`));
  },
  async DeleteResource({ path }, run) {
    await run.clients.apiGateway.send(new DeleteResourceCommand(resourceOf(run, path)));
    run.resourceIds.delete(path);
  },
};

/** All resources of an API, with all that their methods hold. */
export async function readResources(
  { apiGateway }: Clients,
  restApiId: string,
): Promise<readonly Resource[]> {
  const resources: Resource[] = [];
  const pages = paginateGetResources(
    { client: apiGateway, pageSize: 500 },
    { restApiId, embed: ["methods"] },
  );
  for await (const { items = [] } of pages) resources.push(...items);
  return resources;
}
