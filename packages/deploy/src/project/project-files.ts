import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { DeployError } from "../errors.ts";

export interface ProjectFiles {
  /** Relative to the project's folder, with "/". */
  readonly apiFile: string;
  /** The files of `src/functions`, relative to the project's folder, sorted. Tests are left out. */
  readonly functionFiles: readonly string[];
}

/**
 * Finds the files of a project: the API file, and every TypeScript file directly in `src/functions`.
 *
 * @throws DeployError `NoApiFile`
 */
export async function findProjectFiles(directory: string, apiFile: string): Promise<ProjectFiles> {
  const found = await stat(join(directory, apiFile)).catch(() => undefined);
  if (found?.isFile() !== true) {
    throw new DeployError(
      "NoApiFile",
      `${apiFile} is not there, in ${directory}. Make it and export an api({ name, routes }) from it, or run from the project's folder.`,
    );
  }
  const names = await readdir(join(directory, functionFolder)).catch(() => []);
  const functionFiles = names.filter(isFunctionFile).sort();
  return { apiFile, functionFiles: functionFiles.map((name) => `${functionFolder}/${name}`) };
}

const functionFolder = "src/functions";

function isFunctionFile(name: string): boolean {
  return name.endsWith(".ts") && !name.endsWith(".d.ts") && !/\.(test|spec)\.ts$/.test(name);
}
