/** D: what an import does with the base path of a document ("Set the OpenAPI basePath property"). */
export type BasePathMode = "ignore" | "prepend" | "split";

/**
 * What stands before every path of an imported document: nothing, the whole base path, or all but its first part
 * (R test_import_rest_api_with_base_path_oas30: of `/base-url/part/`, `split` keeps `/part`).
 */
export function readBasePath(basePath: string, mode: BasePathMode): string {
  if (mode === "ignore") return "";
  const parts = basePath.split("/").filter((part) => part !== "");
  const kept = mode === "prepend" ? parts : parts.slice(1);
  return kept.map((part) => `/${part}`).join("");
}
