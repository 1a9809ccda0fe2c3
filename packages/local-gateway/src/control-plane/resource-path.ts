import type { ResourceRecord } from "./records.ts";

/** The path of a resource, from those of its ancestors. */
export function pathOf(resource: ResourceRecord, all: readonly ResourceRecord[]): string {
  return pathsOf(all).get(resource.id) ?? "/";
}

/** The path of every resource of an API. */
export function pathsOf(all: readonly ResourceRecord[]): ReadonlyMap<string, string> {
  const byId = new Map(all.map((resource) => [resource.id, resource]));
  const paths = new Map<string, string>();
  const visit = (resource: ResourceRecord): string => {
    const known = paths.get(resource.id);
    if (known !== undefined) return known;
    const parent = resource.parentId === undefined ? undefined : byId.get(resource.parentId);
    const above = parent === undefined ? "" : visit(parent);
    const path = resource.pathPart === undefined ? "/" : `${above === "/" ? "" : above}/${resource.pathPart}`;
    paths.set(resource.id, path);
    return path;
  };
  for (const resource of all) visit(resource);
  return paths;
}
