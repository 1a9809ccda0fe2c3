import type {
  CreateResourceRequest,
  DeleteResourceRequest,
  GetResourceRequest,
  GetResourcesRequest,
  Method,
  Resource,
  Resources,
  UpdateResourceRequest,
} from "@aws-sdk/client-api-gateway";
import type { Checked } from "../protocol/checked.ts";
import type { ApiGatewayContext } from "./context.ts";
import { badRequest, conflict, notFound } from "./errors.ts";
import { toMethod } from "./method-view.ts";
import { page } from "./page.ts";
import { applyPatch, type PatchTable, refuseWithList, textOf } from "./patch.ts";
import { type ResourceRecord, resources } from "./records.ts";
import { pathBelow, pathOf, pathsOf } from "./resource-path.ts";
import { findRestApi } from "./rest-api.ts";

export function CreateResource(input: Checked<CreateResourceRequest>, context: ApiGatewayContext): Resource {
  const { region, store } = context;
  const parent = findResource(context, input.restApiId, input.parentId);
  const record: ResourceRecord = {
    id: context.ids.short(6),
    parentId: parent.id,
    pathPart: checkedPathPart(input.pathPart),
    methods: {},
  };
  checkPlace(context, input.restApiId, record);
  store.put(resources, [region, input.restApiId, record.id], record);
  return view(context, input.restApiId, record, false);
}

export function GetResource(input: Checked<GetResourceRequest>, context: ApiGatewayContext): Resource {
  const record = findResource(context, input.restApiId, input.resourceId);
  return view(context, input.restApiId, record, embedsMethods(input.embed));
}

export function GetResources(input: Checked<GetResourcesRequest>, context: ApiGatewayContext): Resources {
  const api = findRestApi(context, input.restApiId);
  const all = context.store.list(resources, context.region, api.id);
  const paths = pathsOf(all);
  const { items, ...rest } = page(all, input);
  const embeds = embedsMethods(input.embed);
  return { items: items.map((record) => toResource(record, paths.get(record.id) ?? "/", embeds)), ...rest };
}

export function UpdateResource(input: Checked<UpdateResourceRequest>, context: ApiGatewayContext): Resource {
  const before = findResource(context, input.restApiId, input.resourceId);
  const record = applyPatch(resourcePatch(context, input.restApiId), before, input.patchOperations);
  context.store.put(resources, [context.region, input.restApiId, record.id], record);
  return view(context, input.restApiId, record, false);
}

/** Deletes the resource with those below it. */
export function DeleteResource(input: Checked<DeleteResourceRequest>, context: ApiGatewayContext): void {
  const record = findResource(context, input.restApiId, input.resourceId);
  if (record.parentId === undefined) throw badRequest("Root resource cannot be deleted.");
  const all = context.store.list(resources, context.region, input.restApiId);
  for (const id of [record.id, ...idsBelow(record.id, all)]) {
    context.store.delete(resources, context.region, input.restApiId, id);
  }
}

/** R: a wrong API is reported as a wrong resource (test_put_method_validation). */
export function findResource(context: ApiGatewayContext, restApiId: string, id: string): ResourceRecord {
  const record = context.store.get(resources, context.region, restApiId, id);
  if (record === undefined) throw notFound("Invalid Resource identifier specified");
  return record;
}

/**
 * A resource in the SDK's shape. Methods that are not embedded are still named (R: `resourceMethods: {"GET": {}}` in
 * test_import_swagger_api); what embedding adds is general knowledge, not recorded.
 */
function toResource(record: ResourceRecord, path: string, embedMethods: boolean): Resource {
  const { id, parentId, pathPart, methods } = record;
  const all = Object.values(methods);
  if (all.length === 0) return { id, parentId, pathPart, path };
  const resourceMethods: { [httpMethod: string]: Method } = {};
  for (const method of all) resourceMethods[method.httpMethod] = embedMethods ? toMethod(method) : {};
  return { id, parentId, pathPart, path, resourceMethods };
}

function resourcePatch(context: ApiGatewayContext, restApiId: string): PatchTable<ResourceRecord> {
  return {
    refusal: refuseWithList,
    rules: [
      {
        path: "/parentId",
        replace: (resource, change) => {
          if (resource.parentId === undefined) throw badRequest("Root resource cannot update its parentId.");
          const parent = findResource(context, restApiId, textOf(change));
          const all = context.store.list(resources, context.region, restApiId);
          if (parent.id === resource.id || idsBelow(resource.id, all).includes(parent.id)) {
            throw badRequest("Resources cannot be cyclical.");
          }
          return checkPlace(context, restApiId, { ...resource, parentId: parent.id });
        },
      },
      {
        path: "/pathPart",
        replace: (resource, change) => {
          if (resource.parentId === undefined) throw badRequest("Root resource cannot update its pathPart.");
          return checkPlace(context, restApiId, { ...resource, pathPart: checkedPathPart(textOf(change)) });
        },
      },
    ],
  };
}

/** Whether a resource may stand where its parent and path part put it. */
function checkPlace(context: ApiGatewayContext, restApiId: string, record: ResourceRecord): ResourceRecord {
  const all = context.store.list(resources, context.region, restApiId);
  const parent = all.find(({ id }) => id === record.parentId);
  const pathPart = record.pathPart ?? "";
  if (parent?.pathPart?.endsWith("+}")) {
    const path = pathOf(parent, all);
    throw badRequest(`Cannot create a child of a resource with a greedy path variable: ${path}`);
  }
  const siblings = all.filter(({ id, parentId }) => parentId === record.parentId && id !== record.id);
  if (siblings.some((sibling) => sibling.pathPart === pathPart)) {
    throw conflict(`Another resource with the same parent already has this name: ${pathPart}`);
  }
  const variable = siblings.find((sibling) => isVariable(sibling.pathPart ?? ""));
  if (isVariable(pathPart) && variable !== undefined) {
    throw badRequest(
      `A sibling (${variable.pathPart}) of this resource already has a variable path part -- only one is allowed`,
    );
  }
  return record;
}

function checkedPathPart(pathPart: string): string {
  if (!/^(?:[a-zA-Z0-9._:-]+|\{[a-zA-Z0-9._:-]+\+?\})$/.test(pathPart)) {
    throw badRequest(
      "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the " +
        "beginning and the end.",
    );
  }
  return pathPart;
}

function isVariable(pathPart: string): boolean {
  return pathPart.startsWith("{");
}

function idsBelow(id: string, all: readonly ResourceRecord[]): readonly string[] {
  const children = all.filter(({ parentId }) => parentId === id);
  return children.flatMap((child) => [child.id, ...idsBelow(child.id, all)]);
}

function embedsMethods(embed: readonly string[] | undefined): boolean {
  return embed?.includes("methods") ?? false;
}

function view(
  context: ApiGatewayContext,
  restApiId: string,
  record: ResourceRecord,
  embeds: boolean,
): Resource {
  const path = pathBelow(record, (id) => context.store.get(resources, context.region, restApiId, id));
  return toResource(record, path, embeds);
}
