import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/**
 * The project's own folder for what is not checked in, `.gatewright`: beside the package.json that declares
 * workspaces, so that all packages of a repository share one gateway, else beside the nearest package.json.
 * `undefined` outside of any project.
 */
export function projectFolder(from: string): string | undefined {
  const packages = ancestors(resolve(from)).filter((folder) => existsSync(join(folder, "package.json")));
  const root = packages.find(declaresWorkspaces) ?? packages[0];
  return root === undefined ? undefined : join(root, ".gatewright");
}

/** Where the gateway of a project keeps its state. */
export function dataDirectory(from: string): string | undefined {
  const folder = projectFolder(from);
  return folder === undefined ? undefined : join(folder, "data");
}

function ancestors(folder: string): readonly string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestors(parent)];
}

function declaresWorkspaces(folder: string): boolean {
  try {
    return "workspaces" in JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  } catch {
    return false;
  }
}
