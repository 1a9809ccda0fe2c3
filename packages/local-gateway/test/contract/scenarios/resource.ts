import type { GetResourcesCommandOutput } from "@aws-sdk/client-api-gateway";
import { there } from "../../fixtures/running-gateway.ts";
import type { Scenario } from "../scenario.ts";
import { add, newResource, newRestApi, remove, replace, sortedBy } from "./parts.ts";

export const resource: Readonly<Record<string, Scenario>> = {
  "move and rename": async (run) => {
    const { api, of } = run;
    const { restApiId, rootId } = await newRestApi(run);
    const pets = await newResource(run, restApiId, rootId, "pets");
    const change = (resourceId: string, operation: ReturnType<typeof replace>) =>
      api.updateResource({ restApiId, resourceId, patchOperations: [operation] });

    await of("nonexistent-resource", change("fake-resource", replace("/pathPart", "dogs")));
    await of("invalid-path-part", change(pets, replace("/invalid", "dogs")));
    await of("invalid-parent-id", change(pets, replace("/parentId", "fake-parent-id")));

    const below = await of(
      "create-subresource",
      api.createResource({ restApiId, parentId: pets, pathPart: "subpets" }),
    );
    const subpets = there(below.id);
    const lowest = await of(
      "create-subresource-child",
      api.createResource({ restApiId, parentId: subpets, pathPart: "pets" }),
    );
    await of("existing-future-sibling-path", change(there(lowest.id), replace("/parentId", rootId)));
    await api.deleteResource({ restApiId, resourceId: there(lowest.id) });
    await of("update-parent-id-to-subresource-id", change(pets, replace("/parentId", subpets)));
    await of("update-parent-id-to-root-id", change(subpets, replace("/parentId", rootId)));
    await of("update-path-already-exists", change(subpets, replace("/pathPart", "pets")));
    await api.deleteResource({ restApiId, resourceId: pets });
    await of("resources-after-deletion", byPath(api.getResources({ restApiId })));
    await of("remove-unsupported", change(subpets, remove("/pathPart")));
    await of("add-unsupported", change(subpets, add("/pathPart", "added-pets")));
  },

  "greedy paths": async (run) => {
    const { api, of } = run;
    const { restApiId, rootId } = await newRestApi(run);
    const create = async (key: string, parentId: string, pathPart: string) =>
      there((await of(key, api.createResource({ restApiId, parentId, pathPart }))).id);

    await create("create-base-proxy-resource", rootId, "{proxy+}");
    const parent = await newResource(run, restApiId, rootId, "parent");
    run.keep("create-proxy-sibling-resource", parent);
    const greedy = await create("create-proxy-sibling-proxy-child-resource", parent, "{proxy+}");
    const child = await create("create-proxy-sibling-static-child-resource", parent, "child");
    await create("create-static-child-proxy-resource", child, "{proxy+}");
    await of("all-resources", byPath(api.getResources({ restApiId })));

    await api.deleteResource({ restApiId, resourceId: greedy });
    const variable = await create("create-proxy-sibling-dynamic-child-resource", parent, "{child}");
    await create("create-dynamic-child-proxy-resource", variable, "{proxy+}");
    await of("all-resources-2", byPath(api.getResources({ restApiId })));
  },

  "change the root": async (run) => {
    const { restApiId, rootId: resourceId } = await newRestApi(run);
    for (const [key, operation] of [
      ["update-root-path-part", replace("/pathPart", "dogs")],
      ["update-root-parent", replace("/parentId", resourceId)],
    ] as const) {
      await run.of(key, run.api.updateResource({ restApiId, resourceId, patchOperations: [operation] }));
    }
  },
};

/** API Gateway lists resources in no order; the recordings have them by path. */
async function byPath(call: Promise<GetResourcesCommandOutput>): Promise<GetResourcesCommandOutput> {
  const answer = await call;
  return { ...answer, items: sortedBy(answer.items, ({ path }) => path) };
}
