import type { ResourceRecord } from "./records.ts";

/** The path of a resource, from those of its ancestors. */
export function pathOf(resource: ResourceRecord, all: readonly ResourceRecord[]): string {
  return pathBelow(resource, (id) => all.find((other) => other.id === id));
}

/** The same where `parentOf` finds a resource by its id. */
export function pathBelow(
  resource: ResourceRecord,
  parentOf: (id: string) => ResourceRecord | undefined,
): string {
  const parts: string[] = [];
  for (let at: ResourceRecord | undefined = resource; at !== undefined; ) {
    if (at.pathPart !== undefined) parts.unshift(at.pathPart);
    at = at.parentId === undefined ? undefined : parentOf(at.parentId);
  }
  return `/${parts.join("/")}`;
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
